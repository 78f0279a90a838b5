// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/kafkard/live_producer.h"
#include "models/kafkard/config.h"
#include "models/kafkard/connect.h"
#include "models/kafkard/errors.h"

#include <chrono>

namespace streamscape::kafkard {

using base::Done;
using base::fail;
using base::Result;

LiveProducer::LiveProducer(HandlePtr handle, const kafka::ConnectionSpec& spec)
    : m_spec(spec)
    , m_handle(std::move(handle))
    , m_queue(rd_kafka_queue_get_main(m_handle.get())) {}

LiveProducer::~LiveProducer() {
    // What was not flushed is dropped, so that closing does not wait for a broker that is gone.
    rd_kafka_purge(m_handle.get(), RD_KAFKA_PURGE_F_QUEUE | RD_KAFKA_PURGE_F_INFLIGHT);
}

void LiveProducer::drain(int ms) {
    while (EventPtr event{rd_kafka_queue_poll(m_queue.get(), ms)}) {
        ms = 0;
        if (rd_kafka_event_type(event.get()) == RD_KAFKA_EVENT_ERROR) {
            const auto code = rd_kafka_event_error(event.get());
            const char* text = rd_kafka_event_error_string(event.get());
            base::Error cause = connectionError(code, text ? text : "", m_spec);
            if (cause.kind == base::ErrorKind::Auth && !m_failure)
                m_failure = std::move(cause);
            continue;
        }
        while (const rd_kafka_message_t* message = rd_kafka_event_message_next(event.get()))
            if (message->err != RD_KAFKA_RESP_ERR_NO_ERROR && !m_failure)
                m_failure =
                    error(message->err, std::string(rd_kafka_topic_name(message->rkt)) + " at " + m_where);
    }
}

Result<Done> LiveProducer::send(kafka::OutgoingRecord record) {
    const auto until = std::chrono::steady_clock::now() + m_spec.timeout;
    for (;;) {
        drain(0);
        if (m_failure)
            return fail(*m_failure);
        std::vector<rd_kafka_vu_t> parts;
        const auto part = [&parts](rd_kafka_vtype_t type) -> rd_kafka_vu_t& {
            parts.emplace_back();
            parts.back().vtype = type;
            return parts.back();
        };
        part(RD_KAFKA_VTYPE_TOPIC).u.cstr = record.topic.c_str();
        part(RD_KAFKA_VTYPE_PARTITION).u.i32 =
            record.partition ? record.partition->value : RD_KAFKA_PARTITION_UA;
        part(RD_KAFKA_VTYPE_MSGFLAGS).u.i = RD_KAFKA_MSG_F_COPY;
        if (record.key) {
            auto& key = part(RD_KAFKA_VTYPE_KEY);
            key.u.mem.ptr = record.key->data();
            key.u.mem.size = record.key->size();
        }
        if (record.value) {
            auto& value = part(RD_KAFKA_VTYPE_VALUE);
            value.u.mem.ptr = record.value->data();
            value.u.mem.size = record.value->size();
        }
        if (record.timestamp)
            part(RD_KAFKA_VTYPE_TIMESTAMP).u.i64 = base::toMilliseconds(*record.timestamp);
        for (const auto& [name, value] : record.headers) {
            auto& header = part(RD_KAFKA_VTYPE_HEADER);
            header.u.header.name = name.c_str();
            header.u.header.val = value.data();
            header.u.header.size = static_cast<ssize_t>(value.size());
        }
        const ErrorPtr refused(rd_kafka_produceva(m_handle.get(), parts.data(), parts.size()));
        if (!refused)
            return Done{};
        if (rd_kafka_error_code(refused.get()) != RD_KAFKA_RESP_ERR__QUEUE_FULL ||
            std::chrono::steady_clock::now() > until)
            return fail(*error(refused.get(), record.topic + " at " + m_where));
        drain(50);
    }
}

Result<Done> LiveProducer::flush() {
    const auto until = std::chrono::steady_clock::now() + m_spec.timeout;
    // rd_kafka_flush() with events: it waits for delivery, and the reports are drained between.
    for (;;) {
        const auto code = rd_kafka_flush(m_handle.get(), 20);
        drain(0);
        if (m_failure)
            return fail(*std::exchange(m_failure, std::nullopt));
        if (code == RD_KAFKA_RESP_ERR_NO_ERROR && rd_kafka_outq_len(m_handle.get()) == 0)
            return Done{};
        if (std::chrono::steady_clock::now() > until)
            return fail(base::ErrorKind::Timeout, "The records were not acknowledged in time", m_where,
                        "check that the brokers are up and enough replicas are in sync", "_TIMED_OUT");
    }
}

Result<Done> LiveProducer::outcome(rd_kafka_error_t* native, const char* what) const {
    const ErrorPtr owned(native);
    if (auto failed = error(native, m_where)) {
        failed->what = std::string(what) + ": " + failed->what;
        return fail(std::move(*failed));
    }
    return Done{};
}

Result<Done> LiveProducer::initTransactions() {
    return outcome(rd_kafka_init_transactions(m_handle.get(), static_cast<int>(m_spec.timeout.count())),
                   "Transactions could not be set up");
}
Result<Done> LiveProducer::beginTransaction() {
    return outcome(rd_kafka_begin_transaction(m_handle.get()), "The transaction could not begin");
}
Result<Done> LiveProducer::commitTransaction() {
    if (auto flushed = flush(); !flushed)
        return flushed;
    return outcome(rd_kafka_commit_transaction(m_handle.get(), static_cast<int>(m_spec.timeout.count())),
                   "The transaction could not be committed");
}
Result<Done> LiveProducer::abortTransaction() {
    // Committed or not, what was queued is to reach the log first: an aborted record is a record too.
    if (auto flushed = flush(); !flushed)
        return flushed;
    return outcome(rd_kafka_abort_transaction(m_handle.get(), static_cast<int>(m_spec.timeout.count())),
                   "The transaction could not be aborted");
}

Result<std::unique_ptr<kafka::Producer>> openProducer(const kafka::ConnectionSpec& spec) {
    const std::string timeout = std::to_string(spec.timeout.count());
    auto conf = configuration(spec, {{"enable.idempotence", "true"},
                                     {"partitioner", "murmur2_random"}, // as Java clients place keys
                                     {"linger.ms", "10"},
                                     {"queue.buffering.max.kbytes", "32768"},
                                     {"message.timeout.ms", timeout.c_str()}});
    if (!conf)
        return fail(conf.error());
    rd_kafka_conf_set_events(conf->get(), RD_KAFKA_EVENT_ERROR | RD_KAFKA_EVENT_DR);
    auto handle = client(RD_KAFKA_PRODUCER, std::move(*conf), spec);
    if (!handle)
        return fail(handle.error());
    auto producer = std::make_unique<LiveProducer>(std::move(*handle), spec);
    if (spec.properties.contains("transactional.id"))
        if (const auto ready = producer->initTransactions(); !ready)
            return fail(ready.error());
    return producer;
}

} // namespace streamscape::kafkard
