// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/kafka/tail.h"

#include <QPointer>

#include <atomic>
#include <memory>

namespace streamscape::test {

/// Builds a batch record by record; the batch owns the bytes.
class BatchBuilder final {
public:
    BatchBuilder();
    BatchBuilder& record(const std::string& topic, std::int32_t partition, std::int64_t offset,
                         base::Time timestamp, std::optional<std::string> key,
                         std::optional<std::string> value);
    /// Where the partition stands after this batch; without it, one behind its last record, not at the end.
    BatchBuilder& position(const std::string& topic, std::int32_t partition, std::int64_t next, bool atEnd);
    BatchBuilder& failure(const std::string& topic, std::int32_t partition, base::Error error);
    /// The finished batch; the builder is empty afterwards.
    kafka::BatchPtr build();

private:
    class Owned;
    std::shared_ptr<Owned> m_batch;
};

/// A stream that says what the test tells it to, at once and on the caller's thread.
class FakeTail final : public kafka::Tail {
    Q_OBJECT

public:
    FakeTail(std::vector<kafka::TailStart> starts, kafka::TailOptions options);

    void taken() override { ++m_taken; }

    void send(const kafka::BatchPtr& batch);
    void breakDown(const base::Error& error);
    void recover();

    const std::vector<kafka::TailStart>& starts() const { return m_starts; }
    const kafka::TailOptions& options() const { return m_options; }
    int sentCount() const { return m_sent; }
    int takenCount() const { return m_taken; }
    /// Batches sent and not yet taken: a real tail pauses at Tail::maxWaiting.
    int waiting() const { return m_sent - m_taken; }

private:
    std::vector<kafka::TailStart> m_starts;
    kafka::TailOptions m_options;
    int m_sent = 0;
    std::atomic_int m_taken{0};
};

/// Opens FakeTails and remembers them. Outlives the feature it is handed to. One thread.
class FakeTailFactory final {
public:
    kafka::TailFactory factory();
    /// The next open answers this error.
    void failNext(base::Error error) { m_failure = std::move(error); }

    int openedCount() const { return static_cast<int>(m_tails.size()); }
    /// The newest one, or null when it was closed or none was opened.
    FakeTail* newest() const { return m_tails.empty() ? nullptr : m_tails.back().data(); }
    FakeTail* at(int index) const { return m_tails.at(static_cast<std::size_t>(index)).data(); }
    /// How many are open now.
    int openCount() const;

private:
    std::vector<QPointer<FakeTail>> m_tails;
    std::optional<base::Error> m_failure;
};

} // namespace streamscape::test
