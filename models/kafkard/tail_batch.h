// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/kafka/tail.h"

#include <algorithm>
#include <unordered_map>
#include <vector>

namespace streamscape::kafkard {

/// Records copied into memory of its own, so that a batch may outlive the connection it came by.
class TailBatch final : public kafka::RecordBatch {
public:
    bool isEmpty() const { return records.empty() && positions.empty() && failures.empty(); }
    bool isFull(int maxRecords) const { return room(maxRecords) == 0 || m_bytes >= enoughBytes; }
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
    static constexpr std::size_t enoughBytes = std::size_t{4} << 20; // it is sent when it holds as many
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

} // namespace streamscape::kafkard
