// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/audit/authorizer_line.h"
#include "models/audit/index_reader.h"
#include "models/audit/index_writer.h"
#include "models/audit/log_reader.h"
#include "models/base/answered.h"
#include "models/store/clusters.h"
#include "models/store/store.h"

#include <QTemporaryDir>
#include <QTest>

#include <filesystem>
#include <fstream>
#include <random>

/// What the audit tests share: a store of their own, logs written by hand, lines as a broker writes them.
namespace streamscape::audit::testing {

// By an event, as the product is answered: a thread checker that cannot see into Qt sees the crossing.
template<class T>
base::Result<T> await(const QFuture<base::Result<T>>& future) {
    std::optional<base::Result<T>> answer;
    QObject asker;
    base::whenAnswered(future, &asker, [&answer](const base::Result<T>& result) { answer = result; });
    if (!QTest::qWaitFor([&answer] { return answer.has_value(); }, 20'000))
        return base::fail(base::ErrorKind::Timeout, "No answer came");
    return std::move(*answer);
}

inline std::unique_ptr<store::Store> openStore(const QTemporaryDir& folder,
                                               store::Mode mode = store::Mode::ReadWrite) {
    store::Store::Options options;
    options.folder = folder.filePath(QStringLiteral("store")).toStdString();
    options.mode = mode;
    auto store = store::Store::open(options);
    if (!store) {
        qWarning("%s", base::describe(store.error()).c_str());
        return nullptr;
    }
    return std::move(*store);
}

/// The store's cluster of this id, remembered where it is new.
inline store::KnownCluster clusterIn(store::Store& store, const std::string& id = "cluster-1",
                                     const std::string& name = "newlimits") {
    const auto key =
        await(store.write<std::int64_t>([id, name](store::Sql& sql) -> base::Result<std::int64_t> {
            return clusterKey(sql, id, name, base::fromMilliseconds(0));
        }));
    return {key.value_or(0), id, name};
}

/// One line of 4.x, without the newline.
struct Said {
    std::string moment = "2026-03-04 02:10:07,412";
    std::string level = "INFO";
    std::string principal = "User:pat";
    std::string operation = "READ";
    std::string host = "10.20.4.17";
    std::string resource = "Topic:LITERAL:inventory.movements";
    std::string request = "Fetch";
    std::string rule = "DefaultDeny";
    int count = 1;
    std::string line() const {
        const bool allowed = level == "DEBUG";
        return "[" + moment + "] " + level + " Principal = " + principal + " is " +
               (allowed ? "Allowed" : "Denied") + " operation = " + operation + " from host = " + host +
               " on resource = " + resource + " for request = " + request +
               " with resourceRefCount = " + std::to_string(count) + " based on rule " + rule +
               " (kafka.authorizer.logger)";
    }
};

class LogFolder final {
public:
    LogFolder() { std::filesystem::create_directories(path()); }
    std::string path() const { return m_folder.filePath(QStringLiteral("logs")).toStdString(); }
    std::string file(const std::string& name = "kafka-authorizer.log") const { return path() + "/" + name; }
    void append(const std::string& text, const std::string& name = "kafka-authorizer.log") const {
        std::ofstream(file(name), std::ios::app | std::ios::binary) << text;
    }
    void write(const std::string& text, const std::string& name = "kafka-authorizer.log") const {
        std::ofstream(file(name), std::ios::trunc | std::ios::binary) << text;
    }
    void rename(const std::string& from, const std::string& to) const {
        std::filesystem::rename(file(from), file(to));
    }
    const QTemporaryDir& folder() const { return m_folder; }

private:
    QTemporaryDir m_folder;
};

inline Source sourceAt(const std::string& path, const std::string& node = "broker-1") {
    return {"authorizer", node, "UTC", {path}};
}

inline LogReader readerOf(store::Store& store, const Source& source) {
    auto known = await(store.read<std::vector<FileState>>(
        "", [source](store::Sql& sql) { return knownFiles(sql, source); }));
    return LogReader(source, *parserFor(source.kind), known ? *known : std::vector<FileState>{});
}

/// Scans and keeps all there is; what was added.
inline base::Result<Indexed> readAll(store::Store& store, LogReader& reader, std::size_t maxBytes = 4 << 20) {
    reader.scan(true);
    Indexed sum;
    while (const BatchPtr batch = reader.next(maxBytes)) {
        const auto kept = await(store.write<Indexed>([batch](store::Sql& sql) { return keep(sql, *batch); }));
        if (!kept)
            return kept;
        sum.events += kept->events;
        sum.unparsed += kept->unparsed;
    }
    return sum;
}

inline base::Result<Answer> askStore(store::Store& store, const Query& query) {
    return await(store.read<Answer>("", [query](store::Sql& sql) { return ask(sql, query); }));
}

} // namespace streamscape::audit::testing
