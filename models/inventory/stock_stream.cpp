// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/inventory/stock_stream.h"

#include "models/base/answered.h"

namespace streamscape::inventory {

namespace {
// A batch is a few times its size while it is projected; a catch-up is not faster with larger ones.
constexpr int batchRecords = 1'000;
} // namespace

StockStream::StockStream(kafka::TailFactory tails, store::Store& store, ProjectionSpec spec,
                         base::Clock clock, QObject* parent)
    : QObject(parent)
    , m_tails(std::move(tails))
    , m_store(store)
    , m_spec(std::move(spec))
    , m_clock(std::move(clock)) {}

base::Result<base::Done> StockStream::open(const ProjectionRow& row, std::vector<kafka::TailStart> starts,
                                           std::map<std::string, int> partitionCounts) {
    close();
    m_partitionCounts = std::move(partitionCounts);
    m_line = std::make_shared<CommitLine>();
    m_line->projection = row.key;
    m_line->revision = row.revision;
    base::Result<std::unique_ptr<kafka::Tail>> tail =
        m_tails(std::move(starts), kafka::TailOptions{kafka::Isolation::ReadCommitted, batchRecords});
    if (!tail)
        return tl::unexpected(tail.error());
    m_tail = std::move(*tail);
    // What a closed tail had posted before still arrives, hence the numbers.
    connect(m_tail.get(), &kafka::Tail::batch, this,
            [this, generation = m_generation](const kafka::BatchPtr& batch) {
                if (generation == m_generation)
                    take(batch);
            });
    connect(m_tail.get(), &kafka::Tail::failed, this,
            [this, generation = m_generation](const std::optional<base::Error>& error) {
                if (generation == m_generation)
                    setTailError(error);
            });
    return base::Done{};
}

void StockStream::close() {
    ++m_generation;
    m_tail.reset();
    m_line.reset();
}

void StockStream::take(const kafka::BatchPtr& batch) {
    if (!batch->positions.empty())
        setTailError(std::nullopt);
    base::whenAnswered(m_store.write<Commit>([line = m_line, spec = m_spec, counts = m_partitionCounts, batch,
                                              now = m_clock()](store::Sql& sql) {
        return applyBatch(sql, *line, spec, counts, *batch, now);
    }),
                       this, [this, batch, generation = m_generation](const base::Result<Commit>& commit) {
                           if (generation != m_generation)
                               return;
                           if (!commit)
                               return Q_EMIT refused(commit.error());
                           m_tail->taken();
                           Q_EMIT committed(batch, commit->wrote);
                       });
}

void StockStream::setTailError(std::optional<base::Error> error) {
    if (error == m_tailError)
        return;
    m_tailError = std::move(error);
    Q_EMIT tailErrorChanged();
}

} // namespace streamscape::inventory
