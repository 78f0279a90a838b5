// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/kafka/connection.h"
#include "models/kafkard/coordinators.h"
#include "models/kafkard/handle.h"
#include "models/kafkard/inbox.h"
#include "models/kafkard/link_watch.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <thread>
#include <unordered_map>

namespace streamscape::kafkard {

/// The thread of one connection: sends admin requests, drains the library's queue when it rings, and beats a
/// heart that tells whether the cluster is there. Everything but the constructor, post() and the destructor
/// is for the lane's own thread.
class AdminLane final {
public:
    using Submit = std::function<void(rd_kafka_t*, const rd_kafka_AdminOptions_t*, rd_kafka_queue_t*)>;
    /// The event lives as long as the call.
    using Answered = std::function<void(base::Result<rd_kafka_event_t*>)>;
    using Configure = std::function<ErrorPtr(rd_kafka_AdminOptions_t*)>;

    /// onState is called on the lane's thread.
    AdminLane(rd_kafka_t* handle, kafka::ConnectionSpec spec, LinkWatch::Sink onState);
    /// Joins the thread; what was not answered is dropped (its replies answer Cancelled).
    ~AdminLane();
    AdminLane(const AdminLane&) = delete;
    AdminLane& operator=(const AdminLane&) = delete;

    std::shared_ptr<Inbox> inbox() const { return m_inbox; }
    void post(Inbox::Job job) { m_inbox->post(std::move(job)); }

    rd_kafka_t* handle() const { return m_handle; }
    const kafka::ConnectionSpec& spec() const { return m_spec; }
    std::string where() const { return m_spec.describe(); }
    Coordinators& coordinators() { return m_coordinators; }
    /// When a question that is asked now is to have its answer.
    Inbox::Clock::time_point deadline() const { return Inbox::Clock::now() + m_spec.timeout; }
    /// Why asking now would be in vain.
    const std::optional<base::Error>& down() const { return m_link.down(); }

    /// For what is asked on another thread: answers why, should the connection break before forget().
    std::uintptr_t expect(Answered broken);
    /// False where that was answered already.
    bool forget(std::uintptr_t expected) { return m_pending.erase(expected) > 0; }

    void request(rd_kafka_admin_op_t op, const Submit& submit, Answered answered,
                 const Configure& configure = {});

private:
    struct Pending {
        Answered answered;
        bool heartbeat = false;
    };

    void run();
    void drain();
    base::Error failure(rd_kafka_resp_err_t code, const char* text) const;
    void beat();
    void onError(rd_kafka_event_t* event);
    void onLog(rd_kafka_event_t* event);
    void suspect(const base::Error& cause);
    void breakWith(std::optional<base::Error> cause);
    void failPending();
    void send(rd_kafka_admin_op_t op, base::Duration timeout, const Submit& submit, Pending pending,
              const Configure& configure);

    rd_kafka_t* const m_handle;
    const kafka::ConnectionSpec m_spec;
    const std::shared_ptr<Inbox> m_inbox = std::make_shared<Inbox>();
    QueuePtr m_queue;
    LinkWatch m_link;
    Coordinators m_coordinators;
    std::unordered_map<std::uintptr_t, Pending> m_pending;
    std::uintptr_t m_lastId = 0;
    Inbox::Clock::time_point m_nextBeat{};
    Inbox::Clock::time_point m_breakAt = Inbox::Clock::time_point::max();
    bool m_beating = false;
    std::thread m_thread; // last: it starts when everything it uses is there
};

/// Runs count parts of a question, at most limit at a time, then finished. Lane's thread only; part calls
/// done once, at once or later.
void inFlight(std::size_t count, std::size_t limit,
              std::function<void(std::size_t index, std::function<void()> done)> part,
              std::function<void()> finished);

} // namespace streamscape::kafkard
