// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/kafka/connection.h"
#include "models/kafka/record_values.h"
#include "models/kafkard/handle.h"
#include "models/kafkard/inbox.h"

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

namespace streamscape::kafkard {

/// Reads single records from explicit offsets, on a thread and a consumer handle of its own: no group is
/// joined, nothing is committed. All partitions are fetched at once and each is stopped at its first record;
/// places on one partition come one after the other, places of later questions too. Destruction drops what is
/// under way and waits for the library to let go of its sockets.
class Peeker final {
public:
    using Rows = std::vector<kafka::PeekedRecord>;
    struct Question {
        Rows rows; ///< partition and offset asked; those with an error are left as they are
        std::size_t bytes = 0;
        Inbox::Clock::time_point until{}; ///< rows without an answer by then are Timeout
        /// Called once on the peeker's thread. The error is for a connection that broke.
        std::function<void(base::Result<Rows>)> done;
    };

    static base::Result<std::unique_ptr<Peeker>> open(const kafka::ConnectionSpec& spec,
                                                      kafka::Isolation isolation);
    Peeker(HandlePtr handle, kafka::ConnectionSpec spec);
    ~Peeker();
    Peeker(const Peeker&) = delete;
    Peeker& operator=(const Peeker&) = delete;

    void ask(Question question); ///< from any thread

private:
    struct Asked {
        Question question;
        std::size_t open = 0; ///< rows without an answer
    };
    using AskedPtr = std::shared_ptr<Asked>;
    struct Place {
        AskedPtr asked;
        std::size_t row = 0;
        kafka::PeekedRecord& operator*() const { return asked->question.rows[row]; }
    };
    /// A partition that is read from one offset, and the places waiting for what it holds.
    struct Reading {
        TopicPtr topic;
        std::int64_t from = -1; ///< -1: not started
        std::deque<Place> places;
    };
    using Readings = std::unordered_map<kafka::TopicPartition, Reading>;

    void run();
    void take(Question question);
    void takeEvents();
    void takeRecords();
    void takeMessage(const rd_kafka_message_t& message);
    void fail(Readings::iterator reading, const base::Error& error, bool allPlaces);
    /// Answers the places from where the partition was read to there; record is null for none.
    void answer(Readings::iterator reading, std::int64_t to, const rd_kafka_message_t* record);
    void readOn(Readings::iterator reading);
    void stop(const kafka::TopicPartition& partition, Reading& reading);
    void settle(const Place& place);
    void expire();
    void breakDown(const base::Error& error);
    Inbox::Clock::time_point nextDeadline() const;

    const kafka::ConnectionSpec m_spec;
    const std::string m_where;
    const std::shared_ptr<Inbox> m_inbox = std::make_shared<Inbox>();
    HandlePtr m_handle;
    QueuePtr m_records; // of all partitions
    QueuePtr m_events;  // errors of the connection
    // The thread's own.
    Readings m_readings;
    std::vector<AskedPtr> m_asked;
    std::thread m_thread; // last: it starts when everything it uses is there
};

/// Made at first use; a handle reads with one isolation.
using Peekers = std::map<kafka::Isolation, std::unique_ptr<Peeker>>;

} // namespace streamscape::kafkard
