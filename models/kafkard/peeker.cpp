// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/kafkard/peeker.h"
#include "models/base/text.h"
#include "models/kafkard/config.h"
#include "models/kafkard/errors.h"

#include <pthread.h>

#include <algorithm>

namespace streamscape::kafkard {

using base::Error;
using base::ErrorKind;
using kafka::PeekedRecord;
using kafka::TopicPartition;

namespace {

void ring(rd_kafka_t*, void* inbox) { static_cast<Inbox*>(inbox)->ring(); }

void fill(PeekedRecord& row, const rd_kafka_message_t& message, std::size_t bytes) {
    row.offset = kafka::Offset{message.offset};
    rd_kafka_timestamp_type_t type = RD_KAFKA_TIMESTAMP_NOT_AVAILABLE;
    const auto at = rd_kafka_message_timestamp(&message, &type);
    if (type != RD_KAFKA_TIMESTAMP_NOT_AVAILABLE)
        row.timestamp = base::fromMilliseconds(at);
    row.logAppendTime = type == RD_KAFKA_TIMESTAMP_LOG_APPEND_TIME;
    const auto head = [bytes](const void* from, std::size_t size, std::int64_t& whole) {
        std::optional<std::string> kept;
        if (from) {
            whole = static_cast<std::int64_t>(size);
            kept.emplace(static_cast<const char*>(from), std::min(size, bytes));
        }
        return kept;
    };
    row.key = head(message.key, message.key_len, row.keySize);
    row.value = head(message.payload, message.len, row.valueSize);
}

} // namespace

base::Result<std::unique_ptr<Peeker>> Peeker::open(const kafka::ConnectionSpec& spec,
                                                   kafka::Isolation isolation) {
    auto conf = configuration(
        spec, {{"enable.partition.eof", "true"},
               {"auto.offset.reset", "error"},
               {"enable.auto.commit", "false"},
               {"isolation.level",
                isolation == kafka::Isolation::ReadCommitted ? "read_committed" : "read_uncommitted"},
               // One record of each partition is wanted, and at once: a fetch that finds none does not wait.
               {"fetch.wait.max.ms", "10"},
               // A batch that is larger comes alone, one a fetch (200 partitions with batches of 100 KB: 1.5
               // s instead of 0.1 s); most are not, for a producer's default is 16 KB.
               {"fetch.message.max.bytes", "65536"},
               {"fetch.max.bytes", "8388608"},
               {"queued.min.messages", "1"},
               {"queued.max.messages.kbytes", "1024"},
               {"fetch.queue.backoff.ms", "10"},
               {"fetch.error.backoff.ms", "100"},
               {"topic.metadata.propagation.max.ms", "3000"}});
    if (!conf)
        return base::fail(conf.error());
    rd_kafka_conf_set_events(conf->get(), RD_KAFKA_EVENT_ERROR);
    auto handle = client(RD_KAFKA_CONSUMER, std::move(*conf), spec);
    if (!handle)
        return base::fail(handle.error());
    return std::make_unique<Peeker>(std::move(*handle), spec);
}

Peeker::Peeker(HandlePtr handle, kafka::ConnectionSpec spec)
    : m_spec(std::move(spec))
    , m_where(m_spec.describe())
    , m_handle(std::move(handle))
    , m_records(rd_kafka_queue_new(m_handle.get()))
    , m_events(rd_kafka_queue_get_main(m_handle.get())) {
    rd_kafka_queue_cb_event_enable(m_records.get(), ring, m_inbox.get());
    rd_kafka_queue_cb_event_enable(m_events.get(), ring, m_inbox.get());
    m_thread = std::thread([this] { run(); });
    pthread_setname_np(m_thread.native_handle(), "peek");
}

Peeker::~Peeker() {
    rd_kafka_queue_cb_event_enable(m_records.get(), nullptr, nullptr);
    rd_kafka_queue_cb_event_enable(m_events.get(), nullptr, nullptr);
    m_inbox->close();
    m_thread.join();
}

void Peeker::ask(Question question) {
    m_inbox->post([this, question = std::move(question)]() mutable { take(std::move(question)); });
}

void Peeker::run() {
    while (auto jobs = m_inbox->wait(nextDeadline())) {
        for (const Inbox::Job& job : *jobs)
            job();
        // The queues ring only when they were empty, so both are drained until they are empty again.
        takeEvents();
        takeRecords();
        expire();
    }
}

Inbox::Clock::time_point Peeker::nextDeadline() const {
    auto next = Inbox::Clock::now() + std::chrono::hours(1);
    for (const AskedPtr& asked : m_asked)
        next = std::min(next, asked->question.until);
    return next;
}

void Peeker::take(Question question) {
    const auto asked = std::make_shared<Asked>();
    asked->question = std::move(question);
    const Rows& rows = asked->question.rows;
    asked->open = static_cast<std::size_t>(
        std::count_if(rows.begin(), rows.end(), [](const PeekedRecord& row) { return !row.error; }));
    if (asked->open == 0)
        return asked->question.done(std::move(asked->question.rows));
    m_asked.push_back(asked);
    for (std::size_t i = 0; i < rows.size(); ++i)
        if (!rows[i].error)
            m_readings[rows[i].partition].places.push_back({asked, i});
    for (auto it = m_readings.begin(); it != m_readings.end();)
        if (const auto reading = it++; reading->second.from < 0)
            readOn(reading);
}

/// Reads from the first place that waits; where none does, the partition is let go.
void Peeker::readOn(Readings::iterator reading) {
    const TopicPartition& partition = reading->first;
    Reading& at = reading->second;
    stop(partition, at);
    if (at.places.empty()) {
        m_readings.erase(reading);
        return;
    }
    if (!at.topic)
        at.topic.reset(rd_kafka_topic_new(m_handle.get(), partition.topic.c_str(), nullptr));
    const std::int64_t from = (*at.places.front()).asked.value;
    if (!at.topic ||
        rd_kafka_consume_start_queue(at.topic.get(), partition.partition.value, from, m_records.get()) != 0)
        return fail(reading, error(rd_kafka_last_error(), partition.topic + " at " + m_where), true);
    at.from = from;
}

void Peeker::stop(const TopicPartition& partition, Reading& reading) {
    if (reading.from < 0)
        return;
    // What was fetched behind the record is dropped with it. It waits for the library's main thread, not for
    // a broker.
    rd_kafka_consume_stop(reading.topic.get(), partition.partition.value);
    reading.from = -1;
}

/// One by one: what a partition holds behind the record that stops it is then dropped by the library.
void Peeker::takeRecords() {
    while (const MessagePtr message{rd_kafka_consume_queue(m_records.get(), 0)})
        takeMessage(*message);
}

void Peeker::takeMessage(const rd_kafka_message_t& message) {
    if (!message.rkt || message.partition < 0)
        return;
    const auto reading =
        m_readings.find({rd_kafka_topic_name(message.rkt), kafka::PartitionId{message.partition}});
    if (reading == m_readings.end() || reading->second.from < 0)
        return; // fetched before it was stopped
    if (message.err == RD_KAFKA_RESP_ERR_NO_ERROR)
        return answer(reading, message.offset, &message);
    if (message.err == RD_KAFKA_RESP_ERR__PARTITION_EOF)
        return answer(reading, message.offset, nullptr);
    const Error why = error(message.err, base::nameOf(reading->first) + " at " + m_where);
    if (why.kind == ErrorKind::Transport || why.kind == ErrorKind::Timeout)
        return; // the library goes on by itself
    // An offset out of the log concerns this place; all else concerns the partition.
    fail(reading, why, message.err != RD_KAFKA_RESP_ERR__AUTO_OFFSET_RESET);
}

void Peeker::answer(Readings::iterator reading, std::int64_t to, const rd_kafka_message_t* record) {
    Reading& at = reading->second;
    if (to < at.from)
        return; // of an earlier start
    std::erase_if(at.places, [&](const Place& place) {
        PeekedRecord& row = *place;
        if (row.asked.value < at.from || row.asked.value > to)
            return false;
        if (record)
            fill(row, *record, place.asked->question.bytes);
        settle(place);
        return true;
    });
    readOn(reading);
}

void Peeker::fail(Readings::iterator reading, const Error& error, bool allPlaces) {
    Reading& at = reading->second;
    std::erase_if(at.places, [&](const Place& place) {
        if (!allPlaces && (*place).asked.value != at.from)
            return false;
        (*place).error = error;
        settle(place);
        return true;
    });
    readOn(reading);
}

void Peeker::settle(const Place& place) {
    if (--place.asked->open > 0)
        return;
    std::erase(m_asked, place.asked);
    place.asked->question.done(std::move(place.asked->question.rows));
}

/// Gives up the questions whose time is over.
void Peeker::expire() {
    const auto now = Inbox::Clock::now();
    const auto isOver = [now](const AskedPtr& asked) { return asked->question.until <= now; };
    if (std::none_of(m_asked.begin(), m_asked.end(), isOver))
        return;
    for (auto it = m_readings.begin(); it != m_readings.end();) {
        const auto reading = it++;
        const TopicPartition& partition = reading->first;
        const auto late = std::erase_if(reading->second.places, [&](const Place& place) {
            if (!isOver(place.asked))
                return false;
            (*place).error = Error{ErrorKind::Timeout,
                                   "The record did not come in time",
                                   base::nameOf(partition) + " at " + m_where,
                                   "its broker may be down or slow; try again",
                                   {}};
            settle(place);
            return true;
        });
        if (late > 0)
            readOn(reading);
    }
}

void Peeker::takeEvents() {
    while (const EventPtr event{rd_kafka_queue_poll(m_events.get(), 0)}) {
        if (rd_kafka_event_type(event.get()) != RD_KAFKA_EVENT_ERROR)
            continue;
        const auto code = rd_kafka_event_error(event.get());
        const char* text = rd_kafka_event_error_string(event.get());
        const Error cause = connectionError(code, text ? text : "", m_spec);
        // One broker of several may go.
        if (code == RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN || cause.kind == ErrorKind::Auth)
            breakDown(cause);
    }
}

void Peeker::breakDown(const Error& error) {
    for (auto& [partition, reading] : m_readings)
        stop(partition, reading);
    m_readings.clear();
    for (const AskedPtr& asked : std::exchange(m_asked, {}))
        asked->question.done(base::fail(error));
}

} // namespace streamscape::kafkard
