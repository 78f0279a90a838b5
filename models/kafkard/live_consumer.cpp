// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/kafkard/live_consumer.h"
#include "models/kafkard/config.h"
#include "models/kafkard/connect.h"
#include "models/kafkard/convert.h"
#include "models/kafkard/errors.h"

#include <algorithm>
#include <chrono>

namespace streamscape::kafkard {

using base::Done;
using base::fail;
using base::Result;
using Steady = std::chrono::steady_clock;

namespace {
// Leaving politely is worth this long; a broker that is gone will notice by itself.
constexpr std::chrono::milliseconds closeWithin{1000};
} // namespace

LiveConsumer::LiveConsumer(HandlePtr handle, const kafka::ConnectionSpec& spec)
    : m_where(spec.describe())
    , m_handle(std::move(handle)) {}

LiveConsumer::~LiveConsumer() {
    QueuePtr queue(rd_kafka_queue_new(m_handle.get()));
    const ErrorPtr refused(rd_kafka_consumer_close_queue(m_handle.get(), queue.get()));
    const auto until = Steady::now() + closeWithin;
    while (!refused && !rd_kafka_consumer_closed(m_handle.get()) && Steady::now() < until)
        EventPtr(rd_kafka_queue_poll(queue.get(), 50));
    // Records that came last may be in it, and each holds its broker: destroying would wait for them for
    // ever.
    queue.reset();
    rd_kafka_destroy_flags(m_handle.release(), RD_KAFKA_DESTROY_F_NO_CONSUMER_CLOSE);
}

Result<Done> LiveConsumer::subscribe(const std::vector<std::string>& topics) {
    const PartitionListPtr list = partitionList(topics.size());
    for (const std::string& topic : topics)
        rd_kafka_topic_partition_list_add(list.get(), topic.c_str(), RD_KAFKA_PARTITION_UA);
    if (const auto code = rd_kafka_subscribe(m_handle.get(), list.get()); code != RD_KAFKA_RESP_ERR_NO_ERROR)
        return fail(error(code, m_where));
    return Done{};
}

namespace {
std::optional<std::string_view> view(const void* bytes, std::size_t size) {
    if (!bytes)
        return std::nullopt;
    return std::string_view(static_cast<const char*>(bytes), size);
}
} // namespace

Result<int> LiveConsumer::read(int count, base::Duration wait, const Accept& accept) {
    const auto until = Steady::now() + wait;
    int came = 0;
    while (came < count) {
        const auto left = std::chrono::duration_cast<base::Duration>(until - Steady::now()).count();
        if (left <= 0 && came > 0)
            break;
        const MessagePtr message(
            rd_kafka_consumer_poll(m_handle.get(), static_cast<int>(std::max<std::int64_t>(0, left))));
        if (!message)
            break;
        if (message->err == RD_KAFKA_RESP_ERR_NO_ERROR) {
            if (accept && !accept(view(message->key, message->key_len), view(message->payload, message->len)))
                break;
            ++came;
            ErrorPtr(
                rd_kafka_offset_store_message(message.get())); // of a lost partition: the next owner reads it
            continue;
        }
        const base::ErrorKind is = kind(message->err);
        if (is == base::ErrorKind::Denied || is == base::ErrorKind::Auth)
            return fail(error(message->err, m_where, rd_kafka_message_errstr(message.get())));
        // Anything else the library tries again by itself.
    }
    return came;
}

Result<Done> LiveConsumer::commit() {
    const auto code = rd_kafka_commit(m_handle.get(), nullptr, 0);
    if (code != RD_KAFKA_RESP_ERR_NO_ERROR && code != RD_KAFKA_RESP_ERR__NO_OFFSET)
        return fail(error(code, m_where));
    return Done{};
}

Result<std::unique_ptr<kafka::Consumer>> openConsumer(const kafka::ConnectionSpec& spec, std::string group,
                                                      std::vector<std::string> topics,
                                                      GroupProtocol protocol) {
    auto conf =
        configuration(spec, {{"group.id", group.c_str()},
                             {"group.protocol", protocol == GroupProtocol::Consumer ? "consumer" : "classic"},
                             {"enable.auto.commit", "false"},
                             {"enable.auto.offset.store", "false"},
                             {"auto.offset.reset", "earliest"},
                             {"queued.max.messages.kbytes", "4096"},
                             {"fetch.queue.backoff.ms", "50"}});
    if (!conf)
        return fail(conf.error());
    auto handle = client(RD_KAFKA_CONSUMER, std::move(*conf), spec);
    if (!handle)
        return fail(handle.error());
    rd_kafka_poll_set_consumer(handle->get());
    auto consumer = std::make_unique<LiveConsumer>(std::move(*handle), spec);
    if (const auto done = consumer->subscribe(topics); !done)
        return fail(done.error());
    return consumer;
}

} // namespace streamscape::kafkard
