// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/kafkard/live_tail.h"
#include "models/base/text.h"
#include "models/kafkard/config.h"
#include "models/kafkard/connect.h"

#include <QMetaMethod>

namespace streamscape::kafkard {

using base::fail;
using base::Result;

LiveTail::LiveTail(HandlePtr handle, const kafka::ConnectionSpec& spec, std::vector<kafka::TailStart> starts,
                   kafka::TailOptions options, base::Closing* closing)
    : m_closing(closing) {
    TailReader::Sinks sinks;
    sinks.batch = [tether = m_tether](const kafka::BatchPtr& batch) {
        tether->call([&](LiveTail& tail) { Q_EMIT tail.batch(batch); });
    };
    sinks.failed = [tether = m_tether](const std::optional<base::Error>& error) {
        tether->call([&](LiveTail& tail) { Q_EMIT tail.failed(error); });
    };
    m_reader =
        std::make_unique<TailReader>(std::move(handle), spec, std::move(starts), options, std::move(sinks));
}

LiveTail::~LiveTail() {
    m_tether->cut();
    if (m_closing)
        m_closing->take(std::move(m_reader));
}

void LiveTail::connectNotify(const QMetaMethod& signal) {
    if (signal == QMetaMethod::fromSignal(&Tail::batch))
        m_reader->start();
}

Result<std::unique_ptr<kafka::Tail>> openTail(const kafka::ConnectionSpec& spec,
                                              std::vector<kafka::TailStart> starts,
                                              kafka::TailOptions options, base::Closing* closing) {
    for (const kafka::TailStart& start : starts)
        if (start.from.value < 0)
            return fail(base::ErrorKind::Invalid, "A stream starts at an explicit offset",
                        base::nameOf(start.partition));
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
    return std::make_unique<LiveTail>(std::move(*handle), spec, std::move(starts), options, closing);
}

} // namespace streamscape::kafkard
