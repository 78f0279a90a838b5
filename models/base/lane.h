// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/reply.h"

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

namespace streamscape::base {

/// One thread that runs jobs in the order they came. Destruction runs what is queued no further: the job in
/// hand ends, the rest is dropped (their replies answer Cancelled), and the thread is joined.
class Lane final {
public:
    using Job = std::function<void()>;

    explicit Lane(std::string name);
    ~Lane();
    Lane(const Lane&) = delete;
    Lane& operator=(const Lane&) = delete;

    /// From any thread.
    void post(Job job);
    /// Asks a question: work runs on the lane and its Result<T> comes back as a future. From any thread.
    template<class T, class Work>
    QFuture<Result<T>> ask(Work work) {
        Reply<T> reply;
        QFuture<Result<T>> future = reply.future();
        post([reply, work = std::move(work)]() mutable {
            if (reply.isCancelled())
                return;
            reply.answer(work());
        });
        return future;
    }

private:
    void run();

    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::deque<Job> m_jobs;
    bool m_stop = false;
    std::thread m_thread; // last: it starts when everything it uses is there
};

} // namespace streamscape::base
