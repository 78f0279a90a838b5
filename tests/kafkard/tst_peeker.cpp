// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/kafkard/peeker.h"
#include "tests/kafkard/mock_cluster.h"

#include <QTest>

#include <future>

using namespace streamscape;
using namespace streamscape::kafkard;
using kafka::Offset;
using kafka::PartitionId;
using kafka::PeekedRecord;

/// What ends a place that no record answers; the rest is proven on a real broker (tests/live/tst_peek.cpp).
class TestPeeker : public QObject {
    Q_OBJECT

private:
    using Answered = std::future<base::Result<Peeker::Rows>>;

    static std::unique_ptr<Peeker> open(const test::MockCluster& brokers) {
        auto opened = Peeker::open(brokers.spec(), kafka::Isolation::ReadUncommitted);
        return opened ? std::move(*opened) : nullptr;
    }
    static Answered ask(Peeker& peeker, const std::vector<std::string>& topics, base::Duration within) {
        const auto promise = std::make_shared<std::promise<base::Result<Peeker::Rows>>>();
        Peeker::Question question;
        for (const std::string& topic : topics) {
            PeekedRecord& row = question.rows.emplace_back();
            row.partition = {topic, PartitionId{0}};
            row.asked = Offset{0};
        }
        question.until = Inbox::Clock::now() + within;
        question.done = [promise](base::Result<Peeker::Rows> rows) { promise->set_value(std::move(rows)); };
        peeker.ask(std::move(question));
        return promise->get_future();
    }

private Q_SLOTS:
    void aPlaceThatDoesNotComeEndsInItsTimeAndTheOthersAreAnswered() {
        test::MockCluster brokers(1);
        brokers.addTopic("there", 1);
        const auto peeker = open(brokers);
        QVERIFY(peeker);
        // The library never says that a topic is not there.
        auto rows = ask(*peeker, {"not-there", "there"}, std::chrono::seconds(2)).get();
        QVERIFY(rows.has_value());
        QVERIFY((*rows)[0].error && (*rows)[0].error->kind == base::ErrorKind::Timeout);
        QVERIFY(!(*rows)[1].error && !(*rows)[1].offset);
        // What is asked for next is read as if nothing had been.
        rows = ask(*peeker, {"there"}, std::chrono::seconds(20)).get();
        QVERIFY(rows.has_value() && !rows->front().error);
    }

    void aConnectionThatBreaksFailsTheQuestionAtOnce() {
        test::MockCluster brokers(1);
        const auto peeker = open(brokers);
        QVERIFY(peeker);
        auto asked = ask(*peeker, {"not-there"}, std::chrono::hours(1));
        brokers.setDown(1);
        const auto rows = asked.get();
        QVERIFY(!rows.has_value());
        QCOMPARE(rows.error().kind, base::ErrorKind::Transport);
    }

    void rowsWithAnErrorAreLeftAsTheyAre() {
        test::MockCluster brokers(1);
        const auto peeker = open(brokers);
        QVERIFY(peeker);
        std::promise<Peeker::Rows> promise;
        Peeker::Question question;
        question.rows.emplace_back().error = base::Error{base::ErrorKind::Invalid, "known", {}, {}, {}};
        question.done = [&promise](const base::Result<Peeker::Rows>& rows) { promise.set_value(*rows); };
        const Peeker::Rows before = question.rows;
        peeker->ask(std::move(question));
        QCOMPARE(promise.get_future().get(), before);
    }

    void whatIsUnderWayIsDroppedWithThePeeker() {
        test::MockCluster brokers(1);
        auto peeker = open(brokers);
        QVERIFY(peeker);
        auto asked = ask(*peeker, {"not-there"}, std::chrono::hours(1));
        peeker.reset();
        QVERIFY_EXCEPTION_THROWN(asked.get(), std::future_error);
    }
};

QTEST_GUILESS_MAIN(TestPeeker)
#include "tst_peeker.moc"
