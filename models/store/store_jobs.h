// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The two templates of store.h, which includes this.

namespace streamscape::store {

template<class T>
QFuture<base::Result<T>> Store::write(std::function<base::Result<T>(Sql&)> job) {
    base::Reply<T> reply;
    QFuture<base::Result<T>> future = reply.future();
    writer().post([this, reply, job = std::move(job)] {
        if (reply.isCancelled())
            return; // the reply answers Cancelled as it goes
        std::optional<base::Result<T>> answer;
        const std::optional<base::Error> failed = runWrite([&](Sql& sql) {
            answer.emplace(job(sql));
            return answer->has_value();
        });
        reply.answer(failed ? base::Result<T>(base::fail(*failed)) : std::move(*answer));
    });
    return future;
}

template<class T>
QFuture<base::Result<T>> Store::read(std::string slot, std::function<base::Result<T>(Sql&)> job) {
    base::Reply<T> reply;
    QFuture<base::Result<T>> future = reply.future();
    reader().post([this, reply, ticket = beginRead(slot), job = std::move(job)] {
        std::optional<base::Result<T>> answer;
        const std::optional<base::Error> failed = runRead(
            [&](Sql& sql) {
                answer.emplace(job(sql));
                return answer->has_value();
            },
            [&] { return reply.isCancelled() || !ticket.isNewest(); });
        reply.answer(failed ? base::Result<T>(base::fail(*failed)) : std::move(*answer));
    });
    return future;
}

} // namespace streamscape::store
