// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QMetaObject>
#include <QObject>

#include <atomic>
#include <memory>
#include <utility>

namespace streamscape::base {

/// Has work done once, and let go of, by the receiver's event loop on its thread; never after the receiver
/// has gone. From any thread, while the receiver is there. What work holds is handed over by an atomic of
/// ours: the order that Qt's event queue gives lies within its library, where no thread checker sees it.
template<class Work>
void post(QObject* receiver, Work work) {
    struct Parcel {
        explicit Parcel(Work&& held)
            : work(std::move(held)) {
            sealed.store(true, std::memory_order_release);
        }
        ~Parcel() { open(); } // where the receiver went before it was opened
        Parcel(const Parcel&) = delete;
        Parcel& operator=(const Parcel&) = delete;
        void open() const { (void)sealed.load(std::memory_order_acquire); }

        Work work;
        std::atomic_bool sealed = false;
    };
    QMetaObject::invokeMethod(
        receiver,
        [parcel = std::make_unique<Parcel>(std::move(work))]() mutable {
            const auto mine = std::move(parcel);
            mine->open();
            mine->work();
        },
        Qt::QueuedConnection);
}

} // namespace streamscape::base
