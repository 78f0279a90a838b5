// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/base/lane.h"

#include <pthread.h>

namespace streamscape::base {

Lane::Lane(std::string name)
    : m_thread([this] { run(); }) {
    // The kernel keeps 15 characters; debuggers and top show them.
    pthread_setname_np(m_thread.native_handle(), name.substr(0, 15).c_str());
}

Lane::~Lane() {
    std::deque<Job> dropped;
    {
        const std::scoped_lock lock(m_mutex);
        m_stop = true;
        dropped.swap(m_jobs);
    }
    dropped.clear(); // before the join: whoever waits for a dropped job must not wait for the one in hand
    m_wake.notify_one();
    m_thread.join();
}

void Lane::post(Job job) {
    {
        const std::scoped_lock lock(m_mutex);
        if (m_stop)
            return;
        m_jobs.push_back(std::move(job));
    }
    m_wake.notify_one();
}

void Lane::run() {
    for (;;) {
        Job job;
        {
            std::unique_lock lock(m_mutex);
            m_wake.wait(lock, [this] { return m_stop || !m_jobs.empty(); });
            if (m_stop)
                return;
            job = std::move(m_jobs.front());
            m_jobs.pop_front();
        }
        job();
    }
}

} // namespace streamscape::base
