// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/result.h"

#include <QFuture>
#include <QPromise>

#include <atomic>
#include <memory>

namespace streamscape::base {

/// The answering end of a question, movable and copyable into any callback; answers exactly once, from any
/// thread. If every copy dies unanswered, the asker gets Cancelled: a QPromise finished without a result
/// crashes a continuation of type .then(T) on Qt 6.4.2.
template<class T>
class Reply {
public:
    Reply()
        : m_state(std::make_shared<State>()) {}

    QFuture<Result<T>> future() const { return m_state->promise.future(); }

    /// True once somebody cancelled the future; long work asks now and then.
    bool isCancelled() const { return m_state->promise.isCanceled(); }

    /// The first call answers, later ones are ignored.
    void answer(Result<T> result) const { m_state->answer(std::move(result)); }

private:
    struct State {
        QPromise<Result<T>> promise;
        std::atomic_flag answered;

        State() { promise.start(); }
        State(const State&) = delete;
        State& operator=(const State&) = delete;
        ~State() { answer(fail(ErrorKind::Cancelled, "The question was dropped before it was answered")); }
        void answer(Result<T> result) {
            if (answered.test_and_set())
                return;
            promise.addResult(std::move(result));
            promise.finish();
        }
    };
    std::shared_ptr<State> m_state;
};

/// An answer that is there already.
template<class T>
QFuture<Result<T>> ready(Result<T> result) {
    Reply<T> reply;
    reply.answer(std::move(result));
    return reply.future();
}

} // namespace streamscape::base
