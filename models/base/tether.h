// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <mutex>

namespace streamscape::base {

/// How worker threads reach an object that may go before they do. A call runs while the object is there;
/// cut(), in its destructor, waits at most for the call in hand, and none comes after it. A call is short and
/// does not destroy the object.
template<class T>
class Tether final {
public:
    explicit Tether(T* object)
        : m_object(object) {}
    Tether(const Tether&) = delete;
    Tether& operator=(const Tether&) = delete;

    template<class Call>
    void call(Call call) {
        const std::scoped_lock lock(m_mutex);
        if (m_object)
            call(*m_object);
    }
    void cut() {
        const std::scoped_lock lock(m_mutex);
        m_object = nullptr;
    }

private:
    std::mutex m_mutex;
    T* m_object;
};

} // namespace streamscape::base
