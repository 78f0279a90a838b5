// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/post.h"

#include <memory>
#include <semaphore>

namespace streamscape::test {

/// Has work done by the event loop of the receiver's thread, which is another one, and waits for it: by a
/// semaphore that a thread checker sees, as it does not see that of Qt::BlockingQueuedConnection.
template<class Work>
void runOn(QObject* receiver, Work work) {
    // Shared, because who waits is on its way before release() has returned.
    const auto done = std::make_shared<std::binary_semaphore>(0);
    base::post(receiver, [&work, done] {
        work();
        done->release();
    });
    done->acquire();
}

} // namespace streamscape::test
