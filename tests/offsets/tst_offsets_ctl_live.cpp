// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/kafkard/connect.h"
#include "models/store/store.h"
#include "tests/support/await.h"
#include "tests/support/live_broker.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QtTest>

using namespace streamscape;
using test::await;

namespace {

struct Answer {
    int code = -1;
    QJsonObject json;
    QByteArray out;
    QByteArray err;
};

} // namespace

/// The program itself on a real broker: plan, refusal, apply, undo, and the journal of it all.
class TestOffsetsCtlLive : public QObject {
    Q_OBJECT

    test::LiveBroker m_broker;
    std::unique_ptr<kafka::Cluster> m_cluster;
    QTemporaryDir m_store;
    const std::string m_name = "offsets-ctl-" + std::to_string(base::toMilliseconds(base::systemNow()));
    const base::TopicPartition m_first{m_name, base::PartitionId{0}};

    Answer run(const QStringList& arguments, const char* user = "admin") {
        QProcess process;
        process.start(QStringLiteral(STREAMSCAPECTL),
                      arguments + QStringList{QStringLiteral("--json"), QStringLiteral("--store"),
                                              m_store.path(), QStringLiteral("--config"),
                                              QString::fromStdString(m_broker.dir()) + QLatin1Char('/') +
                                                  QLatin1String(user) + QStringLiteral(".properties")});
        if (!process.waitForFinished(60'000))
            return {};
        const QByteArray out = process.readAllStandardOutput();
        return {process.exitCode(), QJsonDocument::fromJson(out).object(), out,
                process.readAllStandardError()};
    }
    QStringList reset(const QStringList& more) const {
        return QStringList{QStringLiteral("lag"), QStringLiteral("reset"), QStringLiteral("--group"),
                           QString::fromStdString(m_name)} +
               more;
    }
    std::int64_t committed() {
        const auto answer = await(m_cluster->committedOffsets({m_name}));
        for (const kafka::CommittedOffset& one :
             answer ? answer->front().offsets : std::vector<kafka::CommittedOffset>{})
            if (one.partition == m_first && one.offset)
                return one.offset->value;
        return -1;
    }

private Q_SLOTS:
    void initTestCase() {
        QVERIFY2(m_broker.isThere(), test::LiveBroker::howTo());
        auto connected = kafkard::connect(m_broker.admin());
        QVERIFY2(connected.has_value(), test::why(connected).c_str());
        m_cluster = std::move(*connected);
        AWAIT(made, m_cluster->createTopics({{m_name, 2, 1, {}}}));
        QVERIFY(!made.at(0).error);
        auto producer = kafkard::openProducer(m_broker.admin());
        QVERIFY(producer);
        for (int i = 0; i < 40; ++i)
            QVERIFY((*producer)->send({m_name, base::PartitionId{0}, "k", "v", {}, {}}));
        QVERIFY((*producer)->flush());
        QVERIFY(await(m_cluster->alterGroupOffsets(m_name, {{m_first, base::Offset{30}, "note"}})));
    }
    void cleanupTestCase() {
        if (!m_cluster)
            return;
        await(m_cluster->deleteGroups({m_name}));
        await(m_cluster->deleteTopics({m_name}));
    }

    void aPlanIsPrintedAndNothingIsChanged() {
        const Answer plan = run(reset({QStringLiteral("--all-topics"), QStringLiteral("--to-earliest"),
                                       QStringLiteral("--first-records")}));
        QVERIFY2(plan.code == 0, (plan.out + plan.err).constData());
        const QJsonArray steps = plan.json[QStringLiteral("plan")][QStringLiteral("steps")].toArray();
        QCOMPARE(steps.size(), 1);
        QCOMPARE(steps[0][QStringLiteral("from")].toInt(), 30);
        QCOMPARE(steps[0][QStringLiteral("to")].toInt(), 0);
        QCOMPARE(steps[0][QStringLiteral("first_record")][QStringLiteral("offset")].toInt(-1), 0);
        QVERIFY(!plan.json[QStringLiteral("applied")].toBool());
        QCOMPARE(committed(), 30);
    }

    void theLockRefusesBelowTheCommand() {
        const Answer refused = run(reset({QStringLiteral("--all-topics"), QStringLiteral("--to-earliest"),
                                          QStringLiteral("--apply"), QStringLiteral("--read-only")}));
        QCOMPARE(refused.code, 1);
        QVERIFY(!refused.json[QStringLiteral("applied")].toBool());
        QCOMPARE(refused.json[QStringLiteral("error")][QStringLiteral("kind")].toString(),
                 QStringLiteral("denied"));
        QCOMPARE(committed(), 30);
        QCOMPARE(run({QStringLiteral("journal")}).json[QStringLiteral("entries")].toArray().size(), 0);
    }

    void whoMayNotIsToldSo() {
        const Answer refused = run(reset({QStringLiteral("--all-topics"), QStringLiteral("--to-earliest"),
                                          QStringLiteral("--apply")}),
                                   "guest");
        QVERIFY2(refused.code == 1, (refused.out + refused.err).constData());
        QVERIFY2(refused.out.contains("denied"), refused.out.constData());
        QCOMPARE(committed(), 30);
    }

    // While another program (the window) holds the store: the journal is a file of its own.
    void whatIsAppliedIsTakenBackBesideAnotherProgram() {
        const auto window =
            store::Store::open({m_store.path().toStdString(), store::Mode::ReadWrite, "window"});
        QVERIFY2(window.has_value(), test::why(window).c_str());
        const Answer done = run(reset(
            {QStringLiteral("--all-topics"), QStringLiteral("--to-latest"), QStringLiteral("--apply")}));
        QVERIFY2(done.code == 0, (done.out + done.err).constData());
        QVERIFY(done.json[QStringLiteral("read_back_equal")].toBool());
        QCOMPARE(committed(), 40);
        const QString id = done.json[QStringLiteral("plan")][QStringLiteral("id")].toString();
        const Answer undone = run({QStringLiteral("undo"), id, QStringLiteral("--apply")});
        QVERIFY2(undone.code == 0, (undone.out + undone.err).constData());
        QCOMPARE(committed(), 30);
        const Answer told = run({QStringLiteral("journal"), QStringLiteral("--verify")});
        QCOMPARE(told.code, 0);
        QVERIFY(told.json[QStringLiteral("intact")].toBool());
        const QJsonArray entries = told.json[QStringLiteral("entries")].toArray();
        QCOMPARE(entries.size(), 4);
        QCOMPARE(entries[0][QStringLiteral("principal")].toString(), QStringLiteral("User:admin"));
        QCOMPARE(entries[3][QStringLiteral("action")].toString(), QStringLiteral("lag.undo"));
    }
};

QTEST_GUILESS_MAIN(TestOffsetsCtlLive)
#include "tst_offsets_ctl_live.moc"
