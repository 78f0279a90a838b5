// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/kafkard/tail_reader.h"
#include "models/base/text.h"
#include "models/kafkard/errors.h"

#include <pthread.h>

#include <array>
#include <chrono>

namespace streamscape::kafkard {

using kafka::TopicPartition;
using Steady = std::chrono::steady_clock;

namespace {

constexpr int pollMs = 100; // how soon closing and connection errors are seen
constexpr std::chrono::seconds lookEvery{5};
constexpr int askMs = 1000; // for metadata, again and again
constexpr std::size_t messagesAPoll = 1000;

} // namespace

TailReader::TailReader(HandlePtr handle, const kafka::ConnectionSpec& spec,
                       std::vector<kafka::TailStart> starts, kafka::TailOptions options, Sinks sinks)
    : m_spec(spec)
    , m_starts(std::move(starts))
    , m_options(options)
    , m_sinks(std::move(sinks))
    , m_handle(std::move(handle))
    , m_queue(rd_kafka_queue_new(m_handle.get()))
    , m_events(rd_kafka_queue_get_main(m_handle.get())) {}

TailReader::~TailReader() {
    {
        const std::scoped_lock lock(m_mutex);
        m_stop = true;
    }
    m_room.notify_all();
    if (m_thread.joinable())
        m_thread.join();
}

void TailReader::start() {
    if (m_thread.joinable())
        return;
    m_thread = std::thread([this] { run(); });
    pthread_setname_np(m_thread.native_handle(), "tail");
}

void TailReader::taken() {
    {
        const std::scoped_lock lock(m_mutex);
        --m_waiting;
    }
    m_room.notify_all();
}

bool TailReader::isStopping() {
    const std::scoped_lock lock(m_mutex);
    return m_stop;
}

bool TailReader::waitForRoom() {
    std::unique_lock lock(m_mutex);
    m_room.wait(lock, [this] { return m_stop || m_waiting < kafka::Tail::maxWaiting; });
    return !m_stop;
}

/// The library keeps looking for a topic or partition that is not there and says nothing for minutes, so the
/// broker is asked. nullopt where the tail is closing, or the answer does not say.
std::optional<TailReader::Existence> TailReader::ask(rd_kafka_topic_t* topic) {
    while (!isStopping()) {
        const struct rd_kafka_metadata* raw = nullptr;
        const auto code = rd_kafka_metadata(m_handle.get(), 0, topic, &raw, askMs);
        const MetadataPtr metadata(raw);
        takeEvents();
        if (code != RD_KAFKA_RESP_ERR_NO_ERROR)
            continue; // no broker yet; the connection's own errors tell of it
        // Also where nothing is written: the library tells of a partition's end only once.
        good();
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

void TailReader::startPartitions() {
    std::map<std::string, std::optional<Existence>> existing;
    auto failures = std::make_shared<TailBatch>();
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
            failures->failures.push_back(
                {start.partition, error(RD_KAFKA_RESP_ERR__UNKNOWN_PARTITION,
                                        base::nameOf(start.partition) + " at " + m_where)});
        else if (!topic ||
                 rd_kafka_consume_start_queue(topic.get(), partition, start.from.value, m_queue.get()) != 0)
            failures->failures.push_back(
                {start.partition, error(rd_kafka_last_error(), base::nameOf(start.partition))});
        else
            m_fetched.insert(start.partition);
    }
    if (!failures->isEmpty())
        send(std::move(failures));
}

/// A topic that was deleted is not reported by the library either.
void TailReader::lookAfterTopics(TailBatch& batch) {
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

void TailReader::run() {
    startPartitions();
    std::array<rd_kafka_message_t*, messagesAPoll> messages{};
    auto batch = std::make_shared<TailBatch>();
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
            send(std::exchange(batch, std::make_shared<TailBatch>()));
    }
    // The partitions are not stopped one by one: that call waits for the broker, closing the handle does not.
    m_topics.clear();
}

void TailReader::take(const rd_kafka_message_t& message, TailBatch& batch) {
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
void TailReader::takeEnd(const rd_kafka_message_t& message, TailBatch& batch) {
    good();
    const auto topic = batch.topicIndex(rd_kafka_topic_name(message.rkt));
    kafka::Position& position = batch.position(topic, message.partition);
    position.next = kafka::Offset{message.offset};
    position.atEnd = true;
}

void TailReader::takeFailure(const rd_kafka_message_t& message, TailBatch& batch) {
    const char* text = rd_kafka_message_errstr(&message);
    if (!message.rkt || message.partition < 0) {
        m_broken = true;
        m_sinks.failed(error(message.err, m_where, text));
        return;
    }
    const TopicPartition partition{rd_kafka_topic_name(message.rkt), kafka::PartitionId{message.partition}};
    base::Error failure = error(message.err, base::nameOf(partition) + " at " + m_where, text);
    if (message.err == RD_KAFKA_RESP_ERR__AUTO_OFFSET_RESET) {
        failure.kind = base::ErrorKind::NotFound;
        failure.what = "The offset to read from is not in the log";
    }
    if (failure.kind == base::ErrorKind::Transport || failure.kind == base::ErrorKind::Timeout)
        return; // the library goes on by itself; the connection's own errors tell of it
    batch.failures.push_back({partition, std::move(failure)});
}

void TailReader::takeEvents() {
    while (EventPtr event{rd_kafka_queue_poll(m_events.get(), 0)}) {
        if (rd_kafka_event_type(event.get()) != RD_KAFKA_EVENT_ERROR)
            continue;
        const auto code = rd_kafka_event_error(event.get());
        const char* text = rd_kafka_event_error_string(event.get());
        const base::Error cause = connectionError(code, text ? text : "", m_spec);
        // One broker of several may go; the stream is broken when all are gone or we are not let in.
        if (code != RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN && cause.kind != base::ErrorKind::Auth)
            continue;
        m_broken = true;
        m_sinks.failed(cause);
    }
}

void TailReader::good() {
    if (!m_broken)
        return;
    m_broken = false;
    m_sinks.failed(std::nullopt);
}

void TailReader::send(std::shared_ptr<TailBatch> full) {
    {
        const std::scoped_lock lock(m_mutex);
        ++m_waiting;
    }
    m_sinks.batch(kafka::BatchPtr(std::move(full)));
}

} // namespace streamscape::kafkard
