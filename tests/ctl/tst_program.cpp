// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/program.h"
#include "tests/support/fake_session.h"
#include "tests/support/golden.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include <sstream>

using namespace streamscape;
using ctl::Exit;

namespace {

struct Parsed {
    ctl::Program program{ctl::allCommands()};
    std::ostringstream out;
    std::ostringstream err;
    std::optional<Exit> done;
    explicit Parsed(const std::vector<std::string>& arguments)
        : done(program.parse(arguments, out, err)) {}
};

} // namespace

class TestProgram : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void commonOptionsStandBeforeOrBehindTheCommand() {
        for (const std::vector<std::string>& line :
             {std::vector<std::string>{"--json", "-X", "a=b", "-X", "c=d", "--timeout", "5s", "doctor"},
              std::vector<std::string>{"doctor", "--json", "-X", "a=b", "-X", "c=d", "--timeout", "5s"}}) {
            const Parsed parsed(line);
            QVERIFY2(!parsed.done, parsed.err.str().c_str());
            QVERIFY(parsed.program.options().json);
            QCOMPARE(parsed.program.options().properties, (std::vector<std::string>{"a=b", "c=d"}));
            QCOMPARE(parsed.program.options().timeout, std::string("5s"));
        }
    }

    void anOptionTakesOneValueAndNotTheCommandBehindIt() {
        const Parsed parsed({"-X", "a=b", "doctor"});
        QVERIFY2(!parsed.done, parsed.err.str().c_str());
    }

    void anInnerCommandTakesTheCommonOptionsToo() {
        const Parsed parsed({"inventory", "stock", "--json", "--store", "/s"});
        QVERIFY2(!parsed.done, parsed.err.str().c_str());
        QCOMPARE(parsed.program.options().store, std::string("/s"));
    }

    void wrongUsageIsExitTwoWithWhatIsWrong_data() {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QString>("said");
        QTest::newRow("unknown command") << QStringList{QStringLiteral("dance")} << QStringLiteral("dance");
        QTest::newRow("unknown option")
            << QStringList{QStringLiteral("doctor"), QStringLiteral("--dance")} << QStringLiteral("--dance");
        QTest::newRow("no value") << QStringList{QStringLiteral("doctor"), QStringLiteral("--config")}
                                  << QStringLiteral("--config");
        QTest::newRow("no span") << QStringList{QStringLiteral("doctor"), QStringLiteral("--timeout"),
                                                QStringLiteral("soon")}
                                 << QStringLiteral("\"soon\" is no span like 30s");
        QTest::newRow("no level") << QStringList{QStringLiteral("doctor"), QStringLiteral("--log-level"),
                                                 QStringLiteral("loud")}
                                  << QStringLiteral("loud");
        QTest::newRow("unknown help") << QStringList{QStringLiteral("help"), QStringLiteral("dance")}
                                      << QStringLiteral("There is no command dance");
    }
    void wrongUsageIsExitTwoWithWhatIsWrong() {
        QFETCH(QStringList, arguments);
        QFETCH(QString, said);
        std::vector<std::string> line;
        for (const QString& argument : arguments)
            line.push_back(argument.toStdString());
        const Parsed plain(line);
        QVERIFY(plain.done == Exit::Usage);
        QVERIFY2(QString::fromStdString(plain.err.str()).contains(said), plain.err.str().c_str());
        QVERIFY(plain.out.str().empty());

        line.insert(line.begin(), "--json");
        const Parsed asJson(line);
        QVERIFY(asJson.done == Exit::Usage);
        const QJsonObject error =
            QJsonDocument::fromJson(QByteArray::fromStdString(asJson.out.str())).object();
        QCOMPARE(error[QStringLiteral("kind")].toString(), QStringLiteral("invalid"));
        QVERIFY(error[QStringLiteral("what")].toString().contains(said));
    }

    void noArgumentsAreHelpOnStderrAndWrongUsage() {
        const Parsed parsed({});
        QVERIFY(parsed.done == Exit::Usage);
        QVERIFY(parsed.out.str().empty());
        QVERIFY(parsed.err.str().find("Usage: streamscapectl") != std::string::npos);
    }

    void helpNamesEveryCommandAndExitCode() {
        const Parsed parsed({"help"});
        QVERIFY(parsed.done == Exit::Answered);
        const std::string text = parsed.out.str();
        for (const char* word : {"doctor", "lag", "inventory", "audit", "access", "--bootstrap-server", "-X",
                                 "--config", "--cluster", "--store", "--timeout", "--read-only", "--json",
                                 "--log-level", "STREAMSCAPE_SASL_PASSWORD", "Exit codes: 0", "--version"})
            QVERIFY2(text.find(word) != std::string::npos, word);
    }

    void helpOfACommandIsTheSameByEveryWayToAskForIt() {
        const Parsed word({"help", "inventory", "stock"});
        const Parsed option({"inventory", "stock", "--help"});
        QVERIFY(word.done == Exit::Answered);
        QVERIFY(option.done == Exit::Answered);
        QCOMPARE(word.out.str(), option.out.str());
        QVERIFY(word.out.str().find("Usage: streamscapectl inventory stock") != std::string::npos);
    }

    void theVersionIsTheProjects() {
        QCOMPARE(Parsed({"--version"}).out.str(), std::string("streamscapectl " STREAMSCAPE_VERSION "\n"));
    }

    void anErrorsKindIsItsExitCode_data() {
        QTest::addColumn<base::ErrorKind>("kind");
        QTest::addColumn<int>("code");
        QTest::newRow("transport") << base::ErrorKind::Transport << 4;
        QTest::newRow("timeout") << base::ErrorKind::Timeout << 4;
        QTest::newRow("auth") << base::ErrorKind::Auth << 4;
        QTest::newRow("storage") << base::ErrorKind::Storage << 5;
        QTest::newRow("invalid") << base::ErrorKind::Invalid << 2;
        QTest::newRow("denied") << base::ErrorKind::Denied << 1;
        QTest::newRow("conflict") << base::ErrorKind::Conflict << 1;
    }
    void anErrorsKindIsItsExitCode() {
        QFETCH(base::ErrorKind, kind);
        QFETCH(int, code);
        test::FakeSession session;
        QCOMPARE(static_cast<int>(session.fail({kind, "what", "where", "hint", ""})), code);
    }

    void aLockedStoreIsExitFive() {
        test::FakeSession session;
        QCOMPARE(session.fail({base::ErrorKind::Conflict, "held", "/s", "", "store_locked"}),
                 Exit::StoreUnusable);
    }

    void anErrorIsOneObjectOnStdoutWhereJsonIsAskedFor() {
        test::FakeSession session;
        session.fail(
            {base::ErrorKind::Auth, "The password of ada was refused", "a:9092", "Check it", "native"});
        QCOMPARE(session.outText(), test::golden("error.json", session.outText()));
        QVERIFY(session.errText().empty());
    }

    void anErrorIsTwoLinesOnStderrOtherwise() {
        test::FakeSession session;
        session.asJson = false;
        session.fail(
            {base::ErrorKind::Auth, "The password of ada was refused", "a:9092", "Check it", "native"});
        QCOMPARE(session.errText(),
                 std::string("streamscapectl: The password of ada was refused (a:9092)\n  Check it\n"));
        QVERIFY(session.outText().empty());
    }
};

QTEST_GUILESS_MAIN(TestProgram)
#include "tst_program.moc"
