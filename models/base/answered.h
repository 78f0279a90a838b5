// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFuture>
#include <QFutureWatcher>
#include <QObject>

namespace streamscape::base {

/// Calls back on the context's thread, which must be the caller's, once the answer is there; never after the
/// context has gone. QFuture::then(context, …) of Qt 6.4 asserts, or races, where the context goes first.
template<class T, class Function>
void whenAnswered(const QFuture<T>& future, QObject* context, Function function) {
    auto* watcher = new QFutureWatcher<T>(context);
    QObject::connect(watcher, &QFutureWatcherBase::finished, context,
                     [watcher, function = std::move(function)]() mutable {
                         watcher->deleteLater();
                         // Cancelled futures of Qt's own finish without a result; a Reply always has one.
                         if (watcher->future().resultCount() > 0)
                             function(watcher->result());
                     });
    watcher->setFuture(future);
}

} // namespace streamscape::base
