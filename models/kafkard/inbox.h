// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <optional>
#include <utility>

namespace streamscape::kafkard {

/// Where a lane's thread waits: for jobs, and for the library's queue to say that it has something. Shared,
/// so that whoever posts late finds it closed and not gone.
class Inbox final {
public:
    using Job = std::function<void()>;
    using Clock = std::chrono::steady_clock;

    /// From any thread. After close() the job is dropped.
    void post(Job job) {
        {
            const std::scoped_lock lock(m_mutex);
            if (m_closed)
                return;
            m_jobs.push_back(std::move(job));
        }
        m_wake.notify_one();
    }

    /// The library's queue went from empty to not empty; called on one of its threads.
    void ring() {
        {
            const std::scoped_lock lock(m_mutex);
            m_rang = true;
        }
        m_wake.notify_one();
    }

    void close() {
        std::deque<Job> dropped;
        {
            const std::scoped_lock lock(m_mutex);
            m_closed = true;
            dropped.swap(m_jobs);
        }
        m_wake.notify_one();
    }

    /// The lane knows that its connection is broken, or that it is good again.
    void setDown(bool down) {
        const std::scoped_lock lock(m_mutex);
        m_down = down;
    }
    /// False where who asks on another thread may as well give up.
    bool isWorthWaiting() const {
        const std::scoped_lock lock(m_mutex);
        return !m_closed && !m_down;
    }

    /// Waits for anything to do until then, and answers the jobs that came; nullopt when closed.
    std::optional<std::deque<Job>> wait(Clock::time_point until) {
        std::unique_lock lock(m_mutex);
        m_wake.wait_until(lock, until, [this] { return m_closed || m_rang || !m_jobs.empty(); });
        if (m_closed)
            return std::nullopt;
        m_rang = false;
        return std::exchange(m_jobs, {});
    }

private:
    mutable std::mutex m_mutex;
    std::condition_variable m_wake;
    std::deque<Job> m_jobs;
    bool m_rang = false;
    bool m_closed = false;
    bool m_down = false;
};

} // namespace streamscape::kafkard
