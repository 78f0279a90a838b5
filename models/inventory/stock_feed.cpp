// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/inventory/stock_feed.h"

#include "models/base/answered.h"
namespace streamscape::inventory {

using kafka::OffsetQuery;

namespace {

constexpr std::chrono::milliseconds publishEvery{250};
constexpr std::chrono::milliseconds endsEvery{2'000};
constexpr std::chrono::milliseconds retryAfter{5'000};
constexpr int endsBetweenTopics = 15; // every half minute
constexpr base::Duration rateSpan = std::chrono::seconds{5};

std::map<TopicPartition, Offset> known(const std::vector<kafka::PartitionOffset>& offsets) {
    std::map<TopicPartition, Offset> map;
    for (const kafka::PartitionOffset& offset : offsets) {
        if (offset.offset)
            map[offset.partition] = *offset.offset;
    }
    return map;
}

} // namespace

/// The answers to the questions before a stream can be opened, in the order they are asked.
struct StockFeed::Opening {
    int generation = 0;
    std::map<std::string, std::string> topicIds;
    std::vector<TopicPartition> partitions;
    std::map<TopicPartition, Offset> starts;
    std::map<TopicPartition, Offset> ends;
    std::map<TopicPartition, base::Error> errors;
};

StockFeed::StockFeed(kafka::Cluster& cluster, kafka::TailFactory tails, store::Store& store,
                     ProjectionSpec spec, base::Clock clock, QObject* parent)
    : QObject(parent)
    , m_cluster(cluster)
    , m_tails(std::move(tails))
    , m_store(store)
    , m_spec(std::move(spec))
    , m_clock(std::move(clock))
    , m_onlyReads(store.mode() == store::Mode::ReadOnly)
    , m_view(std::make_shared<const StockView>()) {
    m_publishTimer.setSingleShot(true);
    m_publishTimer.setInterval(publishEvery);
    connect(&m_publishTimer, &QTimer::timeout, this, [this] { m_stockChanged ? readStock() : publish(); });
    m_endsTimer.setInterval(endsEvery);
    connect(&m_endsTimer, &QTimer::timeout, this, &StockFeed::askEnds);
    m_retryTimer.setSingleShot(true);
    m_retryTimer.setInterval(retryAfter);
    connect(&m_retryTimer, &QTimer::timeout, this, &StockFeed::ask);
    connect(&m_cluster, &kafka::Cluster::stateChanged, this, [this](const kafka::ConnectionState& state) {
        if (state.link == kafka::LinkState::Up && m_retryTimer.isActive())
            ask();
    });
}

StockFeed::~StockFeed() = default;

void StockFeed::start() { ask(); }

void StockFeed::startReading() {
    m_onlyReads = true;
    ask();
}

void StockFeed::refresh() {
    if (m_tail)
        askEnds();
    else
        ask();
}

void StockFeed::stop() {
    ++m_generation;
    m_tail.reset();
    m_line.reset();
    m_retryTimer.stop();
    m_endsTimer.stop();
}

void StockFeed::rebuild() {
    stop();
    const std::int64_t key = m_stock ? m_stock->projection.key : 0;
    base::whenAnswered(m_store.write<base::Done>([key](store::Sql& sql) {
        wipeProjection(sql, key);
        return base::Result<base::Done>(base::Done{});
    }),
                       this, [this](const base::Result<base::Done>& wiped) {
                           if (!wiped)
                               return fail(wiped.error());
                           m_stockChanged = true;
                           m_positions.clear();
                           ask();
                       });
}

void StockFeed::ask() {
    stop();
    auto opening = std::make_shared<Opening>();
    opening->generation = m_generation;
    base::whenAnswered(m_cluster.describeCluster(), this,
                       [this, opening](const base::Result<kafka::ClusterInfo>& info) {
                           if (opening->generation != m_generation)
                               return;
                           if (!info)
                               return fail(info.error());
                           m_clusterId = info->id;
                           askTopics(opening);
                       });
}

void StockFeed::askTopics(const std::shared_ptr<Opening>& opening) {
    base::whenAnswered(
        m_cluster.describeTopics({m_spec.movements, m_spec.products, m_spec.warehouses}), this,
        [this, opening](const base::Result<std::vector<kafka::Topic>>& topics) {
            if (opening->generation != m_generation)
                return;
            if (!topics)
                return fail(topics.error());
            m_partitionCounts.clear();
            m_partly.clear();
            for (const kafka::Topic& topic : *topics) {
                if (topic.error || topic.partitions.empty())
                    continue;
                opening->topicIds[topic.name] = topic.id;
                m_partitionCounts[topic.name] = static_cast<int>(topic.partitions.size());
                for (const kafka::Partition& partition : topic.partitions)
                    opening->partitions.push_back({topic.name, partition.id});
            }
            for (const std::string& name : {m_spec.movements, m_spec.products, m_spec.warehouses}) {
                if (opening->topicIds.contains(name))
                    continue;
                base::Error error{base::ErrorKind::NotFound,
                                  "The topic is not there, or may not be seen",
                                  name,
                                  "It needs to exist, and READ and DESCRIBE on it for this connection",
                                  {}};
                for (const kafka::Topic& topic : *topics) {
                    if (topic.name == name && topic.error && topic.error->kind != base::ErrorKind::NotFound)
                        error = *topic.error;
                }
                if (name == m_spec.movements)
                    return fail(std::move(error));
                m_partly.push_back(std::move(error));
            }
            askOffsets(opening);
        });
}

void StockFeed::askOffsets(const std::shared_ptr<Opening>& opening) {
    base::whenAnswered(
        m_cluster.listOffsets(opening->partitions, OffsetQuery{OffsetQuery::At::Earliest, {}},
                              kafka::Isolation::ReadCommitted),
        this, [this, opening](const base::Result<std::vector<kafka::PartitionOffset>>& starts) {
            if (opening->generation != m_generation)
                return;
            if (!starts)
                return fail(starts.error());
            opening->starts = known(*starts);
            for (const kafka::PartitionOffset& start : *starts) {
                if (start.error)
                    opening->errors[start.partition] = *start.error;
            }
            base::whenAnswered(
                m_cluster.listOffsets(opening->partitions, OffsetQuery{OffsetQuery::At::Latest, {}},
                                      kafka::Isolation::ReadCommitted),
                this, [this, opening](const base::Result<std::vector<kafka::PartitionOffset>>& ends) {
                    if (opening->generation != m_generation)
                        return;
                    if (!ends)
                        return fail(ends.error());
                    opening->ends = known(*ends);
                    askStore(opening);
                });
        });
}

void StockFeed::askStore(const std::shared_ptr<Opening>& opening) {
    const auto answer = [this, opening](const base::Result<ProjectionRow>& row) {
        if (opening->generation != m_generation)
            return;
        if (!row)
            return fail(row.error());
        open(opening, *row);
    };
    if (m_onlyReads) {
        base::whenAnswered(
            m_store.read<ProjectionRow>({},
                                        [cluster = m_clusterId, name = m_spec.name](store::Sql& sql) {
                                            return base::Result<ProjectionRow>(
                                                findProjection(sql, cluster, name).value_or(ProjectionRow{}));
                                        }),
            this, answer);
        return;
    }
    base::whenAnswered(m_store.write<ProjectionRow>([=, cluster = m_clusterId, name = m_spec.name,
                                                     now = m_clock()](store::Sql& sql) {
        ProjectionRow row = openProjection(sql, cluster, name, now);
        if (!obstacles(row.partitions, opening->topicIds, opening->starts, opening->ends).empty())
            return base::Result<ProjectionRow>(std::move(row));
        std::vector<PartitionStand> fresh;
        for (const TopicPartition& partition : opening->partitions) {
            if (const auto start = opening->starts.find(partition); start != opening->starts.end())
                fresh.push_back(
                    {partition, opening->topicIds.at(partition.topic), start->second, start->second});
        }
        addPartitions(sql, row.key, fresh);
        return base::Result<ProjectionRow>(openProjection(sql, cluster, name, now));
    }),
                       this, answer);
}

void StockFeed::open(const std::shared_ptr<Opening>& opening, const ProjectionRow& row) {
    m_error.reset();
    m_topicIds = opening->topicIds;
    m_obstacles = obstacles(row.partitions, opening->topicIds, opening->starts, opening->ends);
    m_positions.clear();
    for (const TopicPartition& partition : opening->partitions) {
        PartitionProgress& progress = m_positions[partition];
        progress.partition = partition;
        if (const auto end = opening->ends.find(partition); end != opening->ends.end())
            progress.logEnd = end->second;
        if (const auto error = opening->errors.find(partition); error != opening->errors.end())
            progress.error = error->second;
    }
    for (const PartitionStand& stand : row.partitions) {
        if (const auto found = m_positions.find(stand.partition); found != m_positions.end()) {
            found->second.first = stand.first;
            found->second.next = stand.next;
        }
    }
    m_stockChanged = true;
    m_endsTimer.start();
    if (!m_onlyReads && m_obstacles.empty()) {
        m_line = std::make_shared<CommitLine>();
        m_line->projection = row.key;
        m_line->revision = row.revision;
        openTail(opening);
    }
    readStock();
}

void StockFeed::openTail(const std::shared_ptr<Opening>& opening) {
    std::vector<kafka::TailStart> starts;
    for (const auto& [partition, progress] : m_positions) {
        if (progress.next)
            starts.push_back({partition, *progress.next});
    }
    base::Result<std::unique_ptr<kafka::Tail>> tail = m_tails(std::move(starts), kafka::TailOptions{});
    if (!tail)
        return fail(tail.error());
    m_tail = std::move(*tail);
    connect(m_tail.get(), &kafka::Tail::batch, this, [this, opening](const kafka::BatchPtr& batch) {
        if (opening->generation == m_generation)
            take(batch);
    });
    connect(m_tail.get(), &kafka::Tail::failed, this,
            [this, opening](const std::optional<base::Error>& error) {
                if (opening->generation != m_generation)
                    return;
                m_error = error;
                publishSoon();
            });
}

void StockFeed::take(const kafka::BatchPtr& batch) {
    base::whenAnswered(
        m_store.write<Counts>(
            [line = m_line, spec = m_spec, counts = m_partitionCounts, batch,
             now = m_clock()](store::Sql& sql) { return applyBatch(sql, *line, spec, counts, *batch, now); }),
        this, [this, batch, generation = m_generation](const base::Result<Counts>& counts) {
            if (generation != m_generation)
                return;
            if (!counts) // nothing of it was kept; the stream is opened again where the store stands
                return fail(counts.error());
            m_tail->taken();
            taken(*batch);
        });
}

void StockFeed::taken(const kafka::RecordBatch& batch) {
    m_rate.emplace_back(m_clock(), static_cast<std::int64_t>(batch.records.size()));
    m_stockChanged = true;
    note(batch);
    publishSoon();
}

void StockFeed::note(const kafka::RecordBatch& batch) {
    for (const kafka::Position& position : batch.positions) {
        const auto found = m_positions.find(position.partition);
        if (found == m_positions.end())
            continue;
        PartitionProgress& progress = found->second;
        progress.next = std::max(progress.next.value_or(position.next), position.next);
        progress.error.reset();
        if (position.atEnd || progress.logEnd < progress.next)
            progress.logEnd = progress.next;
    }
    for (const kafka::PartitionFailure& failure : batch.failures) {
        if (const auto found = m_positions.find(failure.partition); found != m_positions.end())
            found->second.error = failure.error;
        // Expired, or gone: what stands where is asked again, and said.
        if (failure.error.kind == base::ErrorKind::NotFound && !m_retryTimer.isActive())
            m_retryTimer.start();
    }
}

void StockFeed::askEnds() {
    if (m_onlyReads)
        m_stockChanged = true;
    if (m_askingEnds)
        return;
    m_askingEnds = true;
    if (++m_endsAsked % endsBetweenTopics == 0)
        checkTopics();
    std::vector<TopicPartition> partitions;
    for (const auto& [partition, progress] : m_positions)
        partitions.push_back(partition);
    base::whenAnswered(m_cluster.listOffsets(std::move(partitions), OffsetQuery{OffsetQuery::At::Latest, {}},
                                             kafka::Isolation::ReadCommitted),
                       this, [this](const base::Result<std::vector<kafka::PartitionOffset>>& ends) {
                           m_askingEnds = false;
                           if (!ends) {
                               m_error = ends.error();
                               return publishSoon();
                           }
                           m_error.reset();
                           for (const kafka::PartitionOffset& end : *ends) {
                               const auto found = m_positions.find(end.partition);
                               if (found == m_positions.end())
                                   continue;
                               if (end.offset)
                                   found->second.logEnd = *end.offset;
                               found->second.error = end.error;
                           }
                           publishSoon();
                       });
}

// Partitions are added and topics made again while we read; both need another stream.
void StockFeed::checkTopics() {
    base::whenAnswered(
        m_cluster.describeTopics({m_spec.movements, m_spec.products, m_spec.warehouses}), this,
        [this, generation = m_generation](const base::Result<std::vector<kafka::Topic>>& topics) {
            if (generation != m_generation || !topics)
                return;
            std::map<std::string, std::string> ids;
            std::map<std::string, int> counts;
            for (const kafka::Topic& topic : *topics) {
                if (topic.error || topic.partitions.empty())
                    continue;
                ids[topic.name] = topic.id;
                counts[topic.name] = static_cast<int>(topic.partitions.size());
            }
            if (ids != m_topicIds || counts != m_partitionCounts)
                ask();
        });
}

void StockFeed::fail(base::Error error) {
    stop();
    m_error = std::move(error);
    m_started = true;
    m_retryTimer.start();
    publishSoon();
}

void StockFeed::readStock() {
    if (m_reading)
        return publishSoon();
    m_reading = true;
    m_stockChanged = false;
    using Answer = std::shared_ptr<const Stock>;
    base::whenAnswered(
        m_store.read<Answer>("stock-levels",
                             [cluster = m_clusterId, name = m_spec.name](store::Sql& sql) {
                                 std::optional<Stock> stock = inventory::readStock(sql, cluster, name);
                                 return base::Result<Answer>(
                                     stock ? std::make_shared<const Stock>(*std::move(stock)) : nullptr);
                             }),
        this, [this](const base::Result<Answer>& stock) {
            m_reading = false;
            m_started = true;
            if (stock)
                m_stock = *stock;
            else
                m_error = stock.error();
            if (m_stock && m_onlyReads) {
                for (const PartitionStand& stand : m_stock->projection.partitions) {
                    if (const auto found = m_positions.find(stand.partition); found != m_positions.end()) {
                        found->second.first = stand.first;
                        found->second.next = stand.next;
                    }
                }
            }
            publish();
        });
}

void StockFeed::publishSoon() {
    if (!m_publishTimer.isActive())
        m_publishTimer.start();
}

void StockFeed::publish() {
    auto view = std::make_shared<StockView>();
    view->asOf = m_clock();
    view->stock = m_stock;
    for (const auto& [partition, progress] : m_positions)
        view->positions.push_back(progress);
    view->obstacles = m_obstacles;
    view->error = m_error;
    view->partly = m_partly;
    view->elsewhere = m_onlyReads;
    view->started = m_started;
    while (!m_rate.empty() && m_rate.front().first < view->asOf - rateSpan)
        m_rate.pop_front();
    view->perSecond = perSecond();
    m_view = std::move(view);
    Q_EMIT changed();
    if (m_stockChanged)
        publishSoon();
}

double StockFeed::perSecond() const {
    std::int64_t records = 0;
    for (const auto& [time, count] : m_rate)
        records += count;
    return static_cast<double>(records) * 1000.0 / static_cast<double>(rateSpan.count());
}

QFuture<base::Result<std::vector<MovementRow>>> StockFeed::movements(MovementQuery query) {
    return m_store.read<std::vector<MovementRow>>(
        "stock-movements",
        [query = std::move(query), cluster = m_clusterId, name = m_spec.name](store::Sql& sql) {
            const std::optional<ProjectionRow> row = findProjection(sql, cluster, name);
            return base::Result<std::vector<MovementRow>>(row ? readMovements(sql, row->key, query)
                                                              : std::vector<MovementRow>{});
        });
}

QFuture<base::Result<std::vector<OnHandPoint>>> StockFeed::onHand(std::string warehouse, base::Time from,
                                                                  base::Time to, int most) {
    return m_store.read<std::vector<OnHandPoint>>(
        "stock-on-hand",
        [=, warehouse = std::move(warehouse), cluster = m_clusterId, name = m_spec.name](store::Sql& sql) {
            const std::optional<ProjectionRow> row = findProjection(sql, cluster, name);
            return base::Result<std::vector<OnHandPoint>>(
                row ? readOnHand(sql, row->key, warehouse, from, to, most) : std::vector<OnHandPoint>{});
        });
}

QFuture<base::Result<std::map<LevelKey, std::vector<double>>>> StockFeed::trends(std::vector<LevelKey> levels,
                                                                                 int most) {
    using Trends = std::map<LevelKey, std::vector<double>>;
    return m_store.read<Trends>("stock-trends", [=, levels = std::move(levels), cluster = m_clusterId,
                                                 name = m_spec.name](store::Sql& sql) {
        Trends trends;
        const std::optional<ProjectionRow> row = findProjection(sql, cluster, name);
        for (const LevelKey& level : levels) {
            if (row)
                trends[level] = readTrend(sql, row->key, level, most);
        }
        return base::Result<Trends>(std::move(trends));
    });
}

} // namespace streamscape::inventory
