// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/clock.h"

#include <condition_variable>
#include <list>
#include <memory>
#include <mutex>
#include <thread>

namespace streamscape::base {

/// Where things go whose end takes time, so that whoever lets go of them does not wait: each is destroyed on
/// a thread of its own. main() owns one, and it outlives the window: its own destruction waits for all of
/// them. From any thread.
class Closing final {
public:
    Closing() = default;
    ~Closing();
    Closing(const Closing&) = delete;
    Closing& operator=(const Closing&) = delete;

    /// Destroys the object elsewhere and returns at once.
    template<class T>
    void take(std::unique_ptr<T> object) {
        run(std::shared_ptr<void>(std::move(object)));
    }

    /// How many have not ended yet.
    std::size_t running() const;
    /// False where some still have not ended after this long.
    bool wait(Duration atMost);

private:
    struct Ending {
        std::thread thread;
        bool over = false;
    };

    void run(std::shared_ptr<void> object);
    std::size_t notOver() const; ///< under the lock

    mutable std::mutex m_mutex;
    std::condition_variable m_over;
    std::list<Ending> m_endings; ///< a list: threads point into it
};

} // namespace streamscape::base
