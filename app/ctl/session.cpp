// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/command.h"
#include "models/base/json.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <ostream>

namespace streamscape::ctl {

namespace {

QByteArray document(const QJsonValue& value) {
    if (value.isArray())
        return QJsonDocument(value.toArray()).toJson();
    if (value.isObject())
        return QJsonDocument(value.toObject()).toJson();
    // QJsonDocument holds no bare value: take it out of a list of one.
    const QByteArray list = QJsonDocument(QJsonArray{value}).toJson(QJsonDocument::Compact);
    return list.mid(1, list.size() - 2) + '\n';
}

} // namespace

Exit exitFor(const base::Error& error) {
    switch (error.kind) {
    case base::ErrorKind::Transport:
    case base::ErrorKind::Timeout:
    case base::ErrorKind::Auth:
        return Exit::Unreachable;
    case base::ErrorKind::Invalid:
        return Exit::Usage;
    case base::ErrorKind::Storage:
        return Exit::StoreUnusable;
    case base::ErrorKind::Conflict:
        return error.native == "store_locked" ? Exit::StoreUnusable : Exit::No;
    case base::ErrorKind::Denied:
    case base::ErrorKind::NotFound:
    case base::ErrorKind::Cancelled:
    case base::ErrorKind::Unsupported:
    case base::ErrorKind::Bug:
        return Exit::No;
    }
    return Exit::No;
}

void Session::print(const QJsonValue& value) {
    const QByteArray text = document(value);
    out().write(text.constData(), text.size());
    out().flush();
}

Exit Session::fail(const base::Error& error) {
    if (json()) {
        print(base::json(error));
    } else {
        err() << "streamscapectl: " << error.what;
        if (!error.where.empty())
            err() << " (" << error.where << ')';
        err() << '\n';
        if (!error.hint.empty())
            err() << "  " << error.hint << '\n';
        err().flush();
    }
    return exitFor(error);
}

} // namespace streamscape::ctl
