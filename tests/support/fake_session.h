// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/ctl/command.h"
#include "app/ctl/program.h"
#include "tests/support/fake_cluster.h"
#include "tests/support/fake_tail.h"
#include "tests/support/manual_clock.h"

#include <QTemporaryDir>
#include <QTest>

#include <sstream>

namespace streamscape::test {

/// A session on buffers: a FakeCluster, FakeTails, a clock that stands still, a store in a folder of its own.
class FakeSession final : public ctl::Session {
public:
    FakeCluster fake;
    FakeTailFactory fakeTails;
    ManualClock clock;
    bool asJson = true;
    bool withColour = false;
    std::optional<base::Error> clusterError; ///< instead of a cluster
    std::optional<base::Error> storeError;   ///< instead of a store
    std::function<std::unique_ptr<kafka::ConnectionCheck>()> makeCheck;

    base::Result<kafka::Cluster*> cluster() override {
        if (clusterError)
            return base::fail(*clusterError);
        return &fake;
    }
    std::string library() const override { return "librdkafka 2.14.2"; }
    std::unique_ptr<kafka::ConnectionCheck> connectionCheck() override {
        return makeCheck ? makeCheck() : nullptr;
    }
    std::string clusterName() const override {
        return m_program ? m_program->options().cluster : std::string();
    }
    kafka::TailFactory tails() override { return fakeTails.factory(); }
    base::Result<store::Store*> store(store::Mode mode) override {
        if (storeError)
            return base::fail(*storeError);
        std::unique_ptr<store::Store>& wanted = mode == store::Mode::ReadWrite ? m_writing : m_reading;
        if (m_writing)
            return m_writing.get();
        if (!wanted) {
            auto opened = store::Store::open({storeFolder(), mode, "test"});
            if (!opened)
                return base::fail(opened.error());
            wanted = std::move(*opened);
        }
        return wanted.get();
    }
    bool isStoreNamed() const override { return m_program && !m_program->options().store.empty(); }
    journal::Journal& journal() override {
        if (!m_journal)
            m_journal = std::make_unique<journal::Journal>(storeFolder(), clock.clock());
        return *m_journal;
    }
    std::filesystem::path storeFolder() const {
        return m_folder.filePath(QStringLiteral("store")).toStdString();
    }
    base::Time now() const override { return clock.now(); }
    bool json() const override { return asJson; }
    std::filesystem::path configFolder() const override { return m_folder.path().toStdString(); }
    bool terminal() const override { return withColour; }
    bool colour() const override { return withColour; }
    std::ostream& out() override { return m_out; }
    std::ostream& err() override { return m_err; }

    std::string outText() const { return m_out.str(); }
    std::string errText() const { return m_err.str(); }

    /// Runs the command line against the commands there are; the exit code, or -1 where no answer came within
    /// ten seconds. What --json says counts.
    int run(const std::vector<std::string>& arguments) {
        m_program = std::make_unique<ctl::Program>(ctl::allCommands());
        if (const auto done = m_program->parse(arguments, m_out, m_err))
            return static_cast<int>(*done);
        asJson = m_program->options().json;
        QFuture<ctl::Exit> answer = m_program->run(*this);
        return await(answer);
    }

    /// Runs it while something() goes on, until that is true; then Ctrl-C. The exit code, or -1.
    template<class Something>
    int runUntil(const std::vector<std::string>& arguments, Something something) {
        m_program = std::make_unique<ctl::Program>(ctl::allCommands());
        if (const auto done = m_program->parse(arguments, m_out, m_err))
            return static_cast<int>(*done);
        asJson = m_program->options().json;
        QFuture<ctl::Exit> answer = m_program->run(*this);
        if (!QTest::qWaitFor(something, 10'000) || !m_program->stop())
            return -1;
        return await(answer);
    }

private:
    static int await(const QFuture<ctl::Exit>& answer) {
        if (!QTest::qWaitFor([&] { return answer.isFinished(); }, 10'000) || answer.resultCount() == 0)
            return -1;
        return static_cast<int>(answer.result());
    }

    QTemporaryDir m_folder;
    std::ostringstream m_out;
    std::ostringstream m_err;
    std::unique_ptr<store::Store> m_writing;
    std::unique_ptr<store::Store> m_reading;
    std::unique_ptr<journal::Journal> m_journal;
    std::unique_ptr<ctl::Program> m_program; // first to go: its commands use all of the above
};

} // namespace streamscape::test
