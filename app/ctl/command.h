// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/clock.h"
#include "models/base/reply.h"
#include "models/journal/journal.h"
#include "models/kafka/cluster.h"
#include "models/kafka/connection_check.h"
#include "models/kafka/tail.h"
#include "models/store/store.h"

#include <CLI/CLI.hpp>
#include <QJsonValue>

#include <filesystem>
#include <iosfwd>
#include <memory>

namespace streamscape::ctl {

/// The process' answer; scripts depend on the numbers (README, "streamscapectl").
enum class Exit : int { Answered = 0, No = 1, Usage = 2, Partial = 3, Unreachable = 4, StoreUnusable = 5 };

/// The exit code that goes with an error's kind.
Exit exitFor(const base::Error& error);

/// What a command works with: made from the options every command takes. Things are opened when first asked
/// for. Main thread. Tests hand in a FakeCluster, a store of their own, buffers and a manual clock.
class Session {
public:
    virtual ~Session() = default;
    virtual base::Result<kafka::Cluster*> cluster() = 0;
    /// Who the connection is to the cluster's authorizer, where it says so itself: "User:ada".
    virtual std::optional<std::string> principal() const { return std::nullopt; }
    /// --cluster as given, for commands that ask the store alone; empty where it was not.
    virtual std::string clusterName() const = 0;
    /// The client library and its version, for doctor: "librdkafka 2.14.2".
    virtual std::string library() const = 0;
    /// A new test of the connection, step by step; null where there is nothing to test.
    virtual std::unique_ptr<kafka::ConnectionCheck> connectionCheck() = 0;
    virtual kafka::TailFactory tails() = 0;
    virtual base::Result<store::Store*> store(store::Mode mode) = 0;
    /// Somebody named its folder: then it must be there.
    virtual bool isStoreNamed() const = 0;
    /// In the store's folder; it needs no store to be open.
    virtual journal::Journal& journal() = 0;
    virtual base::Time now() const = 0;
    /// Where the window keeps its settings and alert rules.
    virtual std::filesystem::path configFolder() const = 0;
    virtual bool json() const = 0;     ///< --json
    virtual bool terminal() const = 0; ///< out() is one
    virtual bool colour() const = 0;   ///< a terminal, and NO_COLOR is not set
    virtual std::ostream& out() = 0;   ///< the answer only
    virtual std::ostream& err() = 0;   ///< everything else

    void print(const QJsonValue& value); ///< one document, indented, sorted members, a newline at the end
    /// Prints the error (as JSON on stdout where --json) and answers the exit code that goes with its kind.
    Exit fail(const base::Error& error);
};

/// One command: declares its options, then answers. It lives until the process ends and is asked once.
class Command : public QObject {
    Q_OBJECT

public:
    using QObject::QObject;
    /// Adds the subcommand and its options to the parser; parsed values land in members.
    virtual CLI::App* declare(CLI::App& parent) = 0;
    /// Answers by future, never blocks: the main thread's event loop runs meanwhile.
    virtual QFuture<Exit> run(Session& session) = 0;
    /// Ctrl-C. True where the command ends by it with an answer of its own; false: it is broken off.
    virtual bool stop() { return false; }
};

/// Every command there is, in the order of streamscapectl help.
std::vector<std::unique_ptr<Command>> allCommands();

} // namespace streamscape::ctl
