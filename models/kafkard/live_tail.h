// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/kafka/connection.h"
#include "models/kafka/tail.h"
#include "models/kafkard/handle.h"

#include <condition_variable>
#include <map>
#include <mutex>
#include <set>
#include <thread>
#include <vector>

namespace streamscape::kafkard {

/// A stream on the library's simple consumer: partitions are fetched from explicit offsets without a group
/// id, so no coordinator is asked and nothing is denied or logged for a group that does not exist.
class LiveTail final : public kafka::Tail {
    Q_OBJECT

public:
    LiveTail(HandlePtr handle, const kafka::ConnectionSpec& spec, std::vector<kafka::TailStart> starts,
             kafka::TailOptions options);
    ~LiveTail() override;

    void taken() override;

private:
    class Batch;
    struct Existence {
        std::int32_t partitions = 0;
        std::optional<base::Error> error;
    };

    void run();
    void startPartitions();
    std::optional<Existence> ask(rd_kafka_topic_t* topic);
    void lookAfterTopics(Batch& batch);
    bool waitForRoom();
    bool isStopping();
    void take(const rd_kafka_message_t& message, Batch& batch);
    void takeEnd(const rd_kafka_message_t& message, Batch& batch);
    void takeFailure(const rd_kafka_message_t& message, Batch& batch);
    void takeEvents();
    void send(std::shared_ptr<Batch> batch);
    void good();

    const std::string m_where;
    const std::vector<kafka::TailStart> m_starts;
    const kafka::TailOptions m_options;
    HandlePtr m_handle;
    QueuePtr m_queue;                          // records of all partitions
    QueuePtr m_events;                         // errors of the connection
    std::map<std::string, TopicPtr> m_topics;  // by name; outlive the partitions that are fetched
    std::set<kafka::TopicPartition> m_fetched; // tail thread: started, and there when last looked
    bool m_broken = false;                     // tail thread: failed() was sent and not taken back
    std::mutex m_mutex;
    std::condition_variable m_room;
    int m_waiting = 0; // batches sent and not taken
    bool m_stop = false;
    std::thread m_thread; // last: it starts when everything it uses is there
};

} // namespace streamscape::kafkard
