// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/result.h"

#include <QFuture>
#include <QTest>

namespace streamscape::test {

/// Spins the event loop until the answer is there.
template<class T>
base::Result<T> await(const QFuture<base::Result<T>>& future, int ms = 30'000) {
    if (!QTest::qWaitFor([&future] { return future.isFinished(); }, ms))
        return base::fail(base::ErrorKind::Timeout, "The test waited in vain");
    return future.result();
}

/// The error's text, for QVERIFY2; it is evaluated where there is none too.
template<class T>
std::string why(const base::Result<T>& result) {
    return result ? std::string("no error") : base::describe(result.error());
}

} // namespace streamscape::test

// Unwraps an awaited answer, or fails the test with its error.
#define AWAIT(name, future)                                                                                  \
    const auto name##Answer = streamscape::test::await(future);                                              \
    QVERIFY2(name##Answer.has_value(), streamscape::test::why(name##Answer).c_str());                        \
    const auto& name = *name##Answer
