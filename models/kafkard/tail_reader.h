// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/kafka/connection.h"
#include "models/kafkard/handle.h"
#include "models/kafkard/tail_batch.h"

#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <set>
#include <thread>
#include <vector>

namespace streamscape::kafkard {

/// The thread of one stream, on the library's simple consumer: partitions are fetched from explicit offsets
/// without a group id, so no coordinator is asked and nothing is denied or logged for a group that does not
/// exist. Its destruction waits for the call in hand and for the library, which may be a second or more.
class TailReader final {
public:
    /// Called on the reader's thread.
    struct Sinks {
        std::function<void(const kafka::BatchPtr&)> batch;
        std::function<void(const std::optional<base::Error>&)> failed;
    };

    TailReader(HandlePtr handle, const kafka::ConnectionSpec& spec, std::vector<kafka::TailStart> starts,
               kafka::TailOptions options, Sinks sinks);
    ~TailReader();
    TailReader(const TailReader&) = delete;
    TailReader& operator=(const TailReader&) = delete;

    void start(); ///< owner's thread; the second time it does nothing
    void taken(); ///< from any thread

private:
    struct Existence {
        std::int32_t partitions = 0;
        std::optional<base::Error> error;
    };

    void run();
    void startPartitions();
    std::optional<Existence> ask(rd_kafka_topic_t* topic);
    void lookAfterTopics(TailBatch& batch);
    bool waitForRoom();
    bool isStopping();
    void take(const rd_kafka_message_t& message, TailBatch& batch);
    void takeEnd(const rd_kafka_message_t& message, TailBatch& batch);
    void takeFailure(const rd_kafka_message_t& message, TailBatch& batch);
    void takeEvents();
    void send(std::shared_ptr<TailBatch> batch);
    void good();

    const kafka::ConnectionSpec m_spec;
    const std::string m_where = m_spec.describe();
    const std::vector<kafka::TailStart> m_starts;
    const kafka::TailOptions m_options;
    const Sinks m_sinks;
    HandlePtr m_handle;
    QueuePtr m_queue;                          // records of all partitions
    QueuePtr m_events;                         // errors of the connection
    std::map<std::string, TopicPtr> m_topics;  // by name; outlive the partitions that are fetched
    std::set<kafka::TopicPartition> m_fetched; // own thread: started, and there when last looked
    bool m_broken = false;                     // own thread: failed() was sent and not taken back
    std::mutex m_mutex;
    std::condition_variable m_room;
    int m_waiting = 0; // batches sent and not taken
    bool m_stop = false;
    std::thread m_thread;
};

} // namespace streamscape::kafkard
