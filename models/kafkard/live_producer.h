// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/kafka/connection.h"
#include "models/kafka/producer.h"
#include "models/kafkard/handle.h"

#include <optional>

namespace streamscape::kafkard {

/// The idempotent producer. One thread uses it; delivery reports are read whenever it sends or flushes.
class LiveProducer final : public kafka::Producer {
public:
    LiveProducer(HandlePtr handle, const kafka::ConnectionSpec& spec);
    ~LiveProducer() override;

    base::Result<base::Done> send(kafka::OutgoingRecord record) override;
    base::Result<base::Done> flush() override;
    base::Result<base::Done> beginTransaction() override;
    base::Result<base::Done> commitTransaction() override;
    base::Result<base::Done> abortTransaction() override;

    /// Once, for a connection with a transactional id.
    base::Result<base::Done> initTransactions();

private:
    void drain(int ms);
    base::Result<base::Done> outcome(rd_kafka_error_t* native, const char* what) const;

    const kafka::ConnectionSpec m_spec;
    const std::string m_where = m_spec.describe();
    HandlePtr m_handle;
    QueuePtr m_queue;
    std::optional<base::Error> m_failure; ///< the first delivery that failed since the last flush
};

} // namespace streamscape::kafkard
