// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/base/closing.h"

#include <algorithm>
#include <pthread.h>

namespace streamscape::base {

Closing::~Closing() {
    std::list<Ending> left;
    {
        const std::scoped_lock lock(m_mutex);
        left.swap(m_endings);
    }
    for (Ending& ending : left)
        ending.thread.join();
}

void Closing::run(std::shared_ptr<void> object) {
    const std::scoped_lock lock(m_mutex);
    m_endings.remove_if([](Ending& ending) {
        if (ending.over)
            ending.thread.join(); // it has nothing left to do
        return ending.over;
    });
    Ending& ending = m_endings.emplace_back();
    ending.thread = std::thread([this, &ending, object = std::move(object)]() mutable {
        object.reset();
        const std::scoped_lock done(m_mutex);
        ending.over = true;
        m_over.notify_all();
    });
    pthread_setname_np(ending.thread.native_handle(), "closing");
}

std::size_t Closing::notOver() const {
    return static_cast<std::size_t>(
        std::count_if(m_endings.begin(), m_endings.end(), [](const Ending& ending) { return !ending.over; }));
}

std::size_t Closing::running() const {
    const std::scoped_lock lock(m_mutex);
    return notOver();
}

bool Closing::wait(Duration atMost) {
    std::unique_lock lock(m_mutex);
    return m_over.wait_for(lock, atMost, [this] { return notOver() == 0; });
}

} // namespace streamscape::base
