// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/fake_tail.h"

#include <algorithm>
#include <deque>

namespace streamscape::test {

class BatchBuilder::Owned final : public kafka::RecordBatch {
public:
    std::deque<std::string> bytes; // a deque: views stay valid while it grows

    std::string_view keep(std::string text) { return bytes.emplace_back(std::move(text)); }
    std::int32_t topicIndex(const std::string& topic) {
        const auto it = std::find(topics.begin(), topics.end(), topic);
        if (it != topics.end())
            return static_cast<std::int32_t>(it - topics.begin());
        topics.push_back(topic);
        return static_cast<std::int32_t>(topics.size()) - 1;
    }
    kafka::Position& positionOf(const base::TopicPartition& partition) {
        const auto it = std::find_if(positions.begin(), positions.end(),
                                     [&](const kafka::Position& p) { return p.partition == partition; });
        if (it != positions.end())
            return *it;
        return positions.emplace_back(kafka::Position{partition, base::Offset{0}, false});
    }
};

BatchBuilder::BatchBuilder()
    : m_batch(std::make_shared<Owned>()) {}

BatchBuilder& BatchBuilder::record(const std::string& topic, std::int32_t partition, std::int64_t offset,
                                   base::Time timestamp, std::optional<std::string> key,
                                   std::optional<std::string> value) {
    kafka::Record record;
    record.topicIndex = m_batch->topicIndex(topic);
    record.partition = base::PartitionId{partition};
    record.offset = base::Offset{offset};
    record.timestamp = timestamp;
    if (key)
        record.key = m_batch->keep(std::move(*key));
    if (value)
        record.value = m_batch->keep(std::move(*value));
    m_batch->records.push_back(record);
    m_batch->positionOf({topic, base::PartitionId{partition}}).next = base::Offset{offset + 1};
    return *this;
}

BatchBuilder& BatchBuilder::position(const std::string& topic, std::int32_t partition, std::int64_t next,
                                     bool atEnd) {
    kafka::Position& position = m_batch->positionOf({topic, base::PartitionId{partition}});
    position.next = base::Offset{next};
    position.atEnd = atEnd;
    return *this;
}

BatchBuilder& BatchBuilder::failure(const std::string& topic, std::int32_t partition, base::Error error) {
    m_batch->failures.push_back({{topic, base::PartitionId{partition}}, std::move(error)});
    return *this;
}

kafka::BatchPtr BatchBuilder::build() { return std::exchange(m_batch, std::make_shared<Owned>()); }

FakeTail::FakeTail(std::vector<kafka::TailStart> starts, kafka::TailOptions options)
    : m_starts(std::move(starts))
    , m_options(options) {}

void FakeTail::send(const kafka::BatchPtr& sent) {
    ++m_sent;
    Q_EMIT batch(sent);
}

void FakeTail::breakDown(const base::Error& error) { Q_EMIT failed(error); }
void FakeTail::recover() { Q_EMIT failed(std::nullopt); }

kafka::TailFactory FakeTailFactory::factory() {
    return [this](std::vector<kafka::TailStart> starts,
                  kafka::TailOptions options) -> base::Result<std::unique_ptr<kafka::Tail>> {
        if (m_failure)
            return base::fail(*std::exchange(m_failure, std::nullopt));
        auto tail = std::make_unique<FakeTail>(std::move(starts), options);
        m_tails.emplace_back(tail.get());
        return std::unique_ptr<kafka::Tail>(std::move(tail));
    };
}

int FakeTailFactory::openCount() const {
    return static_cast<int>(std::count_if(m_tails.begin(), m_tails.end(),
                                          [](const QPointer<FakeTail>& tail) { return !tail.isNull(); }));
}

} // namespace streamscape::test
