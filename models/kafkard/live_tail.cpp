// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/kafkard/live_tail.h"
#include "models/kafkard/config.h"
#include "models/kafkard/connect.h"
#include "models/kafkard/errors.h"

#include <pthread.h>

#include <array>
#include <chrono>
#include <unordered_map>

namespace streamscape::kafkard {

using base::fail;
using base::Result;
using kafka::TopicPartition;
using Steady = std::chrono::steady_clock;

namespace {

constexpr std::size_t batchBytes = std::size_t{4} << 20; // a batch is sent when its bytes reach this
constexpr int pollMs = 100;                              // how soon closing and connection errors are seen
constexpr std::chrono::seconds lookEvery{5};
constexpr int askMs = 1000; // for metadata, again and again
constexpr std::size_t messagesAPoll = 1000;

std::string keyOf(const std::string& topic, std::int32_t partition) {
    return topic + '-' + std::to_string(partition);
}

} // namespace

/// Records copied into memory of its own, so that a batch may outlive the connection it came by.
class LiveTail::Batch final : public kafka::RecordBatch {
public:
    bool isEmpty() const { return records.empty() && positions.empty() && failures.empty(); }
    bool isFull(int maxRecords) const { return room(maxRecords) == 0 || m_bytes >= batchBytes; }
    /// How many records more.
    std::size_t room(int maxRecords) const {
        const auto most = static_cast<std::size_t>(std::max(1, maxRecords));
        return most > records.size() ? most - records.size() : 0;
    }

    void add(kafka::Record record, const void* key, std::size_t keySize, const void* value,
             std::size_t valueSize) {
        if (key)
            record.key = copy(key, keySize);
        if (value)
            record.value = copy(value, valueSize);
        records.push_back(record);
    }

    std::int32_t topicIndex(const char* name) {
        for (std::size_t i = 0; i < topics.size(); ++i)
            if (topics[i] == name)
                return static_cast<std::int32_t>(i);
        topics.emplace_back(name);
        return static_cast<std::int32_t>(topics.size()) - 1;
    }

    kafka::Position& position(std::int32_t topic, std::int32_t partition) {
        const auto key = static_cast<std::int64_t>(topic) << 32 | partition;
        const auto [it, isNew] = m_positions.emplace(key, positions.size());
        if (isNew)
            positions.push_back(kafka::Position{
                {topics[static_cast<std::size_t>(topic)], kafka::PartitionId{partition}}, {}, false});
        return positions[it->second];
    }

private:
    static constexpr std::size_t blockSize = std::size_t{256} << 10;

    std::string_view copy(const void* from, std::size_t size) {
        if (m_blocks.empty() || m_left < size) {
            m_left = std::max(blockSize, size);
            m_blocks.push_back(std::make_unique<char[]>(m_left));
            m_at = m_blocks.back().get();
        }
        std::copy_n(static_cast<const char*>(from), size, m_at);
        const std::string_view view(m_at, size);
        m_at += size;
        m_left -= size;
        m_bytes += size;
        return view;
    }

    std::vector<std::unique_ptr<char[]>> m_blocks;
    char* m_at = nullptr;
    std::size_t m_left = 0;
    std::size_t m_bytes = 0;
    std::unordered_map<std::int64_t, std::size_t> m_positions;
};

LiveTail::LiveTail(HandlePtr handle, const kafka::ConnectionSpec& spec, std::vector<kafka::TailStart> starts,
                   kafka::TailOptions options)
    : m_where(spec.describe())
    , m_starts(std::move(starts))
    , m_options(options)
    , m_handle(std::move(handle))
    , m_queue(rd_kafka_queue_new(m_handle.get()))
    , m_events(rd_kafka_queue_get_main(m_handle.get())) {
    m_thread = std::thread([this] { run(); });
    pthread_setname_np(m_thread.native_handle(), "tail");
}

LiveTail::~LiveTail() {
    {
        const std::scoped_lock lock(m_mutex);
        m_stop = true;
    }
    m_room.notify_all();
    m_thread.join();
}

void LiveTail::taken() {
    {
        const std::scoped_lock lock(m_mutex);
        --m_waiting;
    }
    m_room.notify_all();
}

bool LiveTail::isStopping() {
    const std::scoped_lock lock(m_mutex);
    return m_stop;
}

bool LiveTail::waitForRoom() {
    std::unique_lock lock(m_mutex);
    m_room.wait(lock, [this] { return m_stop || m_waiting < maxWaiting; });
    return !m_stop;
}

/// The library keeps looking for a topic or partition that is not there and says nothing for minutes, so the
/// broker is asked. nullopt where the tail is closing, or the answer does not say.
std::optional<LiveTail::Existence> LiveTail::ask(rd_kafka_topic_t* topic) {
    while (!isStopping()) {
        const struct rd_kafka_metadata* raw = nullptr;
        const auto code = rd_kafka_metadata(m_handle.get(), 0, topic, &raw, askMs);
        const MetadataPtr metadata(raw);
        takeEvents();
        if (code != RD_KAFKA_RESP_ERR_NO_ERROR)
            continue; // no broker yet; the connection's own errors tell of it
        if (metadata->topic_cnt == 0)
            return std::nullopt;
        const auto& answer = metadata->topics[0];
        if (answer.err == RD_KAFKA_RESP_ERR_NO_ERROR)
            return Existence{answer.partition_cnt, std::nullopt};
        const base::ErrorKind is = kind(answer.err);
        if (is == base::ErrorKind::NotFound || is == base::ErrorKind::Denied ||
            is == base::ErrorKind::Invalid)
            return Existence{0,
                             error(answer.err, std::string(rd_kafka_topic_name(topic)) + " at " + m_where)};
        return std::nullopt;
    }
    return std::nullopt;
}

void LiveTail::startPartitions() {
    std::map<std::string, std::optional<Existence>> existing;
    auto failures = std::make_shared<Batch>();
    for (const kafka::TailStart& start : m_starts) {
        if (isStopping())
            return;
        const std::string& name = start.partition.topic;
        const std::int32_t partition = start.partition.partition.value;
        TopicPtr& topic = m_topics[name];
        if (!topic)
            topic.reset(rd_kafka_topic_new(m_handle.get(), name.c_str(), nullptr));
        if (topic && !existing.contains(name))
            existing[name] = ask(topic.get());
        const auto& known = existing[name];
        if (known && known->error)
            failures->failures.push_back({start.partition, *known->error});
        else if (known && partition >= known->partitions)
            failures->failures.push_back({start.partition, error(RD_KAFKA_RESP_ERR__UNKNOWN_PARTITION,
                                                                 keyOf(name, partition) + " at " + m_where)});
        else if (!topic ||
                 rd_kafka_consume_start_queue(topic.get(), partition, start.from.value, m_queue.get()) != 0)
            failures->failures.push_back(
                {start.partition, error(rd_kafka_last_error(), keyOf(name, partition))});
        else
            m_fetched.insert(start.partition);
    }
    if (!failures->isEmpty())
        send(std::move(failures));
}

/// A topic that was deleted is not reported by the library either.
void LiveTail::lookAfterTopics(Batch& batch) {
    for (const auto& [name, topic] : m_topics) {
        const auto known = topic ? ask(topic.get()) : std::nullopt;
        if (!known || !known->error)
            continue;
        std::erase_if(m_fetched, [&, name = name](const TopicPartition& partition) {
            if (partition.topic != name)
                return false;
            batch.failures.push_back({partition, *known->error});
            return true;
        });
    }
}

void LiveTail::run() {
    startPartitions();
    std::array<rd_kafka_message_t*, messagesAPoll> messages{};
    auto batch = std::make_shared<Batch>();
    Steady::time_point first{};
    auto looked = Steady::now();
    while (waitForRoom()) {
        takeEvents();
        if (batch->isEmpty() && Steady::now() - looked > lookEvery) {
            lookAfterTopics(*batch);
            looked = Steady::now();
        }
        const auto wait = batch->isEmpty() ? pollMs : static_cast<int>(m_options.batchWait.count()) / 2 + 1;
        const std::size_t room = std::min(messages.size(), batch->room(m_options.batchRecords));
        const auto count = rd_kafka_consume_batch_queue(m_queue.get(), wait, messages.data(), room);
        if (count > 0 && batch->isEmpty())
            first = Steady::now();
        for (ssize_t i = 0; i < count; ++i) {
            const MessagePtr message(messages[static_cast<std::size_t>(i)]);
            take(*message, *batch);
        }
        if (batch->isEmpty())
            continue;
        if (batch->isFull(m_options.batchRecords) || Steady::now() - first >= m_options.batchWait)
            send(std::exchange(batch, std::make_shared<Batch>()));
    }
    // The partitions are not stopped one by one: that call waits for the broker, closing the handle does not.
    m_topics.clear();
}

void LiveTail::take(const rd_kafka_message_t& message, Batch& batch) {
    if (message.err == RD_KAFKA_RESP_ERR__PARTITION_EOF)
        return takeEnd(message, batch);
    if (message.err != RD_KAFKA_RESP_ERR_NO_ERROR)
        return takeFailure(message, batch);
    good();
    kafka::Record record;
    record.topicIndex = batch.topicIndex(rd_kafka_topic_name(message.rkt));
    record.partition = kafka::PartitionId{message.partition};
    record.offset = kafka::Offset{message.offset};
    rd_kafka_timestamp_type_t type = RD_KAFKA_TIMESTAMP_NOT_AVAILABLE;
    record.timestamp = base::fromMilliseconds(rd_kafka_message_timestamp(&message, &type));
    record.logAppendTime = type == RD_KAFKA_TIMESTAMP_LOG_APPEND_TIME;
    batch.add(record, message.key, message.key_len, message.payload, message.len);
    kafka::Position& position = batch.position(record.topicIndex, message.partition);
    position.next = kafka::Offset{message.offset + 1};
    position.atEnd = false;
}

/// The offset of the end counts what is no record: control markers, and aborted records.
void LiveTail::takeEnd(const rd_kafka_message_t& message, Batch& batch) {
    good();
    const auto topic = batch.topicIndex(rd_kafka_topic_name(message.rkt));
    kafka::Position& position = batch.position(topic, message.partition);
    position.next = kafka::Offset{message.offset};
    position.atEnd = true;
}

void LiveTail::takeFailure(const rd_kafka_message_t& message, Batch& batch) {
    const char* text = rd_kafka_message_errstr(&message);
    if (!message.rkt || message.partition < 0) {
        m_broken = true;
        Q_EMIT failed(error(message.err, m_where, text));
        return;
    }
    const TopicPartition partition{rd_kafka_topic_name(message.rkt), kafka::PartitionId{message.partition}};
    base::Error failure =
        error(message.err, keyOf(partition.topic, message.partition) + " at " + m_where, text);
    if (message.err == RD_KAFKA_RESP_ERR__AUTO_OFFSET_RESET) {
        failure.kind = base::ErrorKind::NotFound;
        failure.what = "The offset to read from is not in the log";
    }
    if (failure.kind == base::ErrorKind::Transport || failure.kind == base::ErrorKind::Timeout)
        return; // the library goes on by itself; the connection's own errors tell of it
    batch.failures.push_back({partition, std::move(failure)});
}

void LiveTail::takeEvents() {
    while (EventPtr event{rd_kafka_queue_poll(m_events.get(), 0)}) {
        if (rd_kafka_event_type(event.get()) != RD_KAFKA_EVENT_ERROR)
            continue;
        const auto code = rd_kafka_event_error(event.get());
        const char* text = rd_kafka_event_error_string(event.get());
        const base::Error cause = connectionError(code, text ? text : "", m_where);
        // One broker of several may go; the stream is broken when all are gone or we are not let in.
        if (code != RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN && cause.kind != base::ErrorKind::Auth)
            continue;
        m_broken = true;
        Q_EMIT failed(cause);
    }
}

void LiveTail::good() {
    if (!m_broken)
        return;
    m_broken = false;
    Q_EMIT failed(std::nullopt);
}

void LiveTail::send(std::shared_ptr<Batch> full) {
    {
        const std::scoped_lock lock(m_mutex);
        ++m_waiting;
    }
    Q_EMIT batch(kafka::BatchPtr(std::move(full)));
}

Result<std::unique_ptr<kafka::Tail>> openTail(const kafka::ConnectionSpec& spec,
                                              std::vector<kafka::TailStart> starts,
                                              kafka::TailOptions options) {
    for (const kafka::TailStart& start : starts)
        if (start.from.value < 0)
            return fail(base::ErrorKind::Invalid, "A stream starts at an explicit offset",
                        keyOf(start.partition.topic, start.partition.partition.value));
    auto conf = configuration(
        spec, {{"enable.partition.eof", "true"},
               {"auto.offset.reset", "error"},
               {"enable.auto.commit", "false"},
               {"isolation.level",
                options.isolation == kafka::Isolation::ReadCommitted ? "read_committed" : "read_uncommitted"},
               // What may wait inside the library; the window's memory is counted in megabytes.
               {"queued.max.messages.kbytes", "4096"},
               {"queued.min.messages", "5000"},
               {"fetch.message.max.bytes", "524288"},
               {"fetch.max.bytes", "4194304"},
               {"receive.message.max.bytes", "100000000"},
               {"fetch.queue.backoff.ms", "20"},
               {"fetch.error.backoff.ms", "200"},
               {"topic.metadata.propagation.max.ms", "3000"}});
    if (!conf)
        return fail(conf.error());
    rd_kafka_conf_set_events(conf->get(), RD_KAFKA_EVENT_ERROR);
    auto handle = client(RD_KAFKA_CONSUMER, std::move(*conf), spec);
    if (!handle)
        return fail(handle.error());
    return std::make_unique<LiveTail>(std::move(*handle), spec, std::move(starts), options);
}

} // namespace streamscape::kafkard
