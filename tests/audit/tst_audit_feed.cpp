// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/audit/audit_support.h"

#include "models/audit/audit_feed.h"
#include "models/audit/facet_model.h"
#include "models/audit/query_place.h"
#include "models/audit/timeline.h"
#include "models/base/answered.h"
#include "models/base/text.h"
#include "tests/support/manual_clock.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>

using namespace streamscape;
using namespace streamscape::audit;
using namespace streamscape::audit::testing;

namespace {

Time at(const char* text) { return base::parseRfc3339(text).value(); }

Source utc(const std::string& path) { return sourceAt(path); }

struct Followed {
    LogFolder logs;
    std::unique_ptr<store::Store> store = openStore(logs.folder());
    test::ManualClock clock{at("2026-03-04T02:15:00Z")};
    store::KnownCluster cluster = clusterIn(*store);
    AuditFeed feed{*store, clock.clock()};
    Followed() { feed.setCluster(cluster); }
    bool has(std::int64_t matched) {
        return QTest::qWaitFor([&] { return feed.snapshot() && feed.snapshot()->answer.matched == matched; },
                               8000);
    }
};

} // namespace

class AuditFeedTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void linesAppearAsTheyAreWritten() {
        Followed f;
        f.logs.append(Said{}.line() + "\n");
        f.feed.setSources({utc(f.logs.path())});
        f.feed.ask({});
        QVERIFY(f.has(1));
        f.logs.append(Said{.principal = "User:ada"}.line() + "\n");
        QElapsedTimer since;
        since.start();
        QVERIFY(f.has(2));
        qInfo("a line appeared after %lld ms", since.elapsed());
        QVERIFY(since.elapsed() < 5000); // a busy test machine; well under a second on a quiet one
        f.logs.rename("kafka-authorizer.log", "kafka-authorizer.log.2026-03-04-02");
        f.logs.append(Said{.principal = "User:jax"}.line() + "\n");
        QVERIFY(f.has(3));
        QVERIFY(f.feed.progress().errors.empty());
        QCOMPARE(f.feed.progress().unread, 0);
    }
    void aFolderThatComesLaterIsFound() {
        Followed f;
        const std::string late = f.logs.path() + "/later";
        f.feed.setSources({utc(late)});
        f.feed.ask({});
        QVERIFY(QTest::qWaitFor([&] { return !f.feed.progress().errors.empty(); }, 5000));
        QCOMPARE(f.feed.progress().errors[0].where, late);
        std::filesystem::create_directories(late);
        std::ofstream(late + "/kafka-authorizer.log") << Said{}.line() << '\n';
        QVERIFY(f.has(1));
        QVERIFY(f.feed.progress().errors.empty());
    }
    void theNewestQuestionWins() {
        Followed f;
        f.logs.append(Said{}.line() + "\n" + Said{.principal = "User:ada"}.line() + "\n");
        f.feed.setSources({utc(f.logs.path())});
        f.feed.ask({});
        QVERIFY(f.has(2));
        Question last;
        last.where = {{Field::Principal, "User:ada", false}};
        int shown = 0;
        int others = 0;
        connect(&f.feed, &AuditFeed::snapshotChanged, this, [&] {
            ++shown;
            others += f.feed.snapshot()->question == last ? 0 : 1;
        });
        for (int i = 0; i < 20; ++i) {
            Question question;
            question.where = {{Field::Principal, "User:nobody" + std::to_string(i), false}};
            f.feed.ask(question);
        }
        f.feed.ask(last);
        QVERIFY(f.has(1));
        QCOMPARE(f.feed.snapshot()->question, last);
        QVERIFY(!f.feed.error());
        // What the store was asked before is answered by the time that it answers this.
        bool behind = false;
        base::whenAnswered(
            f.store->read<base::Done>("behind",
                                      [](store::Sql&) -> base::Result<base::Done> { return base::Done{}; }),
            this, [&behind](const base::Result<base::Done>&) { behind = true; });
        QTRY_VERIFY(behind);
        QVERIFY(shown > 0);
        QCOMPARE(others, 0);
    }
    void answersComeAtMostFourTimesASecondWhileLinesPour() {
        Followed f;
        f.feed.setSources({utc(f.logs.path())});
        f.feed.ask({});
        QVERIFY(f.has(0));
        QSignalSpy changed(&f.feed, &AuditFeed::snapshotChanged);
        QElapsedTimer since;
        since.start();
        for (int i = 0; i < 40; ++i) {
            f.logs.append(Said{}.line() + "\n");
            QTest::qWait(25);
        }
        QVERIFY(f.has(40));
        QVERIFY2(changed.count() <= since.elapsed() / 250 + 2, qPrintable(QString::number(changed.count())));
    }
    void aRestartReadsNothingTwice() {
        Followed f;
        f.logs.append(Said{}.line() + "\n");
        f.feed.setSources({utc(f.logs.path())});
        f.feed.ask({});
        QVERIFY(f.has(1));
        AuditFeed again(*f.store, f.clock.clock());
        again.setCluster(f.cluster);
        again.setSources({utc(f.logs.path())});
        QVERIFY(QTest::qWaitFor([&] { return again.progress().caughtUp; }, 5000));
        QCOMPARE(again.progress().already, 1);
        QCOMPARE(again.progress().events, 0);
        f.feed.refresh();
        QVERIFY(f.feed.isAsking());
        QTRY_VERIFY(!f.feed.isAsking());
        QCOMPARE(f.feed.snapshot()->answer.matched, 1);
    }
    void aReadOnlyStoreShowsWhatItsHolderKeeps() {
        Followed f;
        f.logs.append(Said{}.line() + "\n");
        f.feed.setSources({utc(f.logs.path())});
        f.feed.ask({});
        QVERIFY(f.has(1));
        const auto reading = openStore(f.logs.folder(), store::Mode::ReadOnly);
        QVERIFY(reading);
        AuditFeed second(*reading, f.clock.clock());
        second.setCluster(f.cluster);
        second.setSources({utc(f.logs.path())});
        second.ask({});
        QVERIFY(QTest::qWaitFor([&] { return second.snapshot() != nullptr; }, 5000));
        QCOMPARE(second.snapshot()->answer.matched, 1);
        QVERIFY(!second.progress().failure);
    }
    void refusalsAreCountedWhateverIsLookedFor() {
        Followed f;
        f.logs.append(Said{}.line() + "\n" +
                      Said{.level = "DEBUG", .principal = "User:ada", .rule = "SuperUser"}.line() + "\n" +
                      Said{.level = "TRACE"}.line() + "\n" +
                      Said{.moment = "2026-03-04 01:10:07,412"}.line() + "\n"); // before the range
        f.feed.setSources({utc(f.logs.path())});
        Question question;
        question.where = {{Field::Principal, "User:ada", false}};
        f.feed.ask(question);
        QVERIFY(f.has(1));
        QCOMPARE(f.feed.snapshot()->denied, 1);
    }
    void twoClustersOfOneStoreDoNotMix() {
        Followed f;
        LogFolder others;
        f.logs.append(Said{.principal = "User:ada"}.line() + "\n");
        others.append(Said{.principal = "User:pat"}.line() + "\n" + Said{.principal = "User:pat"}.line() +
                      "\n");
        AuditFeed other(*f.store, f.clock.clock());
        other.setCluster(clusterIn(*f.store, "cluster-2", "other"));
        f.feed.setSources({sourceAt(f.logs.path())}); // the nodes have one name
        other.setSources({sourceAt(others.path())});
        f.feed.ask({});
        other.ask({});
        QVERIFY(f.has(1));
        QVERIFY(
            QTest::qWaitFor([&] { return other.snapshot() && other.snapshot()->answer.matched == 2; }, 8000));
        QCOMPARE(f.feed.snapshot()->answer.events.at(0).facts.principal,
                 std::optional<std::string>("User:ada"));
        QCOMPARE(f.feed.snapshot()->summary.lines, 1);
        QCOMPARE(other.snapshot()->summary.lines, 2);
        QCOMPARE(other.snapshot()->answer.events.at(0).place.cluster, std::optional<std::string>("other"));
    }
    void nothingIsAskedBeforeItIsKnownWhoseLinesTheyAre() {
        LogFolder logs;
        logs.append(Said{}.line() + "\n");
        const auto store = openStore(logs.folder());
        test::ManualClock clock{at("2026-03-04T02:15:00Z")};
        AuditFeed feed(*store, clock.clock());
        feed.setSources({utc(logs.path())});
        feed.ask({});
        feed.refresh();
        feed.setClusterUnknown({base::ErrorKind::Timeout, "It does not answer", "fake:9092", {}, {}});
        QVERIFY(!feed.snapshot());
        QVERIFY(!feed.isAsking());
        QCOMPARE(feed.error()->where, std::string("fake:9092"));
        feed.setCluster(clusterIn(*store));
        QVERIFY(!feed.error());
        QVERIFY(
            QTest::qWaitFor([&] { return feed.snapshot() && feed.snapshot()->answer.matched == 1; }, 8000));
    }
    void anotherClusterIsReadAndShownInItsPlace() {
        Followed f;
        f.logs.append(Said{}.line() + "\n");
        f.feed.setSources({utc(f.logs.path())});
        f.feed.ask({});
        QVERIFY(f.has(1));
        f.feed.setCluster(clusterIn(*f.store, "cluster-2", "newlimits")); // it was wiped and set up again
        QVERIFY(!f.feed.snapshot());
        QVERIFY(f.has(1));
        QCOMPARE(f.feed.progress().already, 0);
        QCOMPARE(f.feed.progress().events, 1);
    }
    void linesOfNoNamedClusterAreToldOfButNotShown() {
        Followed f;
        f.logs.append(Said{}.line() + "\n");
        LogReader imported = readerOf(*f.store, sourceAt(f.logs.path()));
        QVERIFY(readAll(*f.store, imported));
        f.feed.refresh();
        QVERIFY(QTest::qWaitFor([&] { return f.feed.snapshot() && f.feed.snapshot()->summary.unnamed == 1; },
                                8000));
        QCOMPARE(f.feed.snapshot()->answer.matched, 0);
        QCOMPARE(f.feed.snapshot()->summary.lines, 0);
    }
    void foldersNameTheirNodes() {
        const auto sources = authorizerSources(
            {"/var/log/kafka-1/", "/srv/broker-2/logs", "/srv/controller-3/logs/", "relative"});
        QCOMPARE(sources.size(), std::size_t{4});
        QCOMPARE(sources[0].node, std::string("kafka-1"));
        QCOMPARE(sources[1].node, std::string("broker-2"));
        QCOMPARE(sources[2].node, std::string("controller-3"));
        QCOMPARE(sources[3].node, std::string("relative"));
    }
    void aQueryLineSaysWhatIsAsked() {
        const QueryLine query = parseQueryLine("principal:\"User:CN=a b, O=c\" resource:inventory.* "
                                               "-decision:probe  what \"free text\" unknown:field");
        const QueryLine expected{
            {{Field::Principal, "User:CN=a b, O=c", false}, {Field::Resource, "inventory.", true}},
            {{Field::Decision, "probe", false}},
            "what free text unknown:field"};
        QVERIFY(query == expected);
    }
    void aQueryLineComesBackAsItWas() {
        std::mt19937 random(3);
        const std::vector<std::string> values{"User:pat", "a b", "x*",  "\"q\"", "back\\slash",
                                              "",         "-",   "a:b", "é",     "tab\there"};
        const auto any = [&](auto count) {
            return std::uniform_int_distribution<std::size_t>(0, count - 1)(random);
        };
        for (int i = 0; i < 500; ++i) {
            QueryLine query;
            for (std::size_t n = any(4U); n > 0; --n)
                (any(2U) ? query.where : query.whereNot)
                    .push_back(
                        {allFields.at(any(allFields.size())), values[any(values.size())], any(2U) == 1});
            query.text = values[any(values.size())];
            const QueryLine back = parseQueryLine(lineOf(query));
            QVERIFY2(back == query, lineOf(query).c_str());
        }
    }
    void aPlaceAsksWhatItsQueryAsks() {
        const QueryLine query{{{Field::Principal, "User:pat", false},
                               {Field::Principal, "User:ada", false},
                               {Field::Resource, "inventory.", true}},
                              {{Field::Decision, "probe", false}},
                              "free text"};
        const base::Location place = placeOf(query);
        QCOMPARE(place.value("principal"), std::string("User:pat"));
        QCOMPARE(place.value("text"), std::string("free text"));
        QueryLine back = queryAt(place);
        std::sort(back.where.begin(), back.where.end());
        QueryLine sorted = query;
        std::sort(sorted.where.begin(), sorted.where.end());
        QVERIFY(back == sorted);
        QVERIFY(placeOf(queryAt(place)) == place);
    }
    void aSecondClickTakesAConditionOff() {
        const Term pat{Field::Principal, "User:pat", false};
        QueryLine query;
        toggle(query, pat, false);
        QVERIFY(query == (QueryLine{{pat}, {}, {}}));
        toggle(query, pat, true);
        QVERIFY(query == (QueryLine{{}, {pat}, {}}));
        toggle(query, pat, true);
        QVERIFY(query == QueryLine{});
    }
    void theTimelineHasABarForEveryStretch() {
        Answer answer;
        answer.from = at("2026-03-04T02:00:03Z");
        answer.to = at("2026-03-04T02:01:00Z");
        answer.bucket = std::chrono::seconds{10};
        answer.histogram = {{at("2026-03-04T02:00:20Z"), 1, 2, 3}};
        const auto bars = timeline(answer);
        QCOMPARE(bars.size(), std::size_t{6});
        QCOMPARE(bars[0].begin, at("2026-03-04T02:00:00Z"));
        QCOMPARE(bars[2].deny, 2);
        QCOMPARE(bars[3].deny, 0);
    }
    void modelsKeepTheirRowsOverSnapshots() {
        std::mt19937 random(11);
        EventModel events;
        FacetModel facets;
        const QAbstractItemModelTester eventTester(&events,
                                                   QAbstractItemModelTester::FailureReportingMode::QtTest);
        const QAbstractItemModelTester facetTester(&facets,
                                                   QAbstractItemModelTester::FailureReportingMode::QtTest);
        QSignalSpy reset(&events, &QAbstractItemModel::modelReset);
        const auto any = [&](int below) { return std::uniform_int_distribution(0, below - 1)(random); };
        for (int round = 0; round < 120; ++round) {
            std::vector<Event> snapshot;
            for (int n = any(40); n > 0; --n) {
                Event event;
                if (any(10) > 0)
                    event.time = base::fromMilliseconds(1'772'590'000'000 + any(30));
                event.place = {"broker-1", {}, any(2), "/x", any(500) * 100, 10};
                event.id = std::to_string(event.time ? base::toMilliseconds(*event.time) : 0) + "-" +
                           std::to_string(event.place.file) + "-" + std::to_string(event.place.position);
                event.facts.decision = static_cast<Decision>(any(4));
                if (any(3) > 0)
                    event.facts.principal = "User:" + std::to_string(any(4));
                snapshot.push_back(event);
            }
            events.setEvents(snapshot);
            for (int row = 1; row < events.rowCount({}); ++row)
                QVERIFY(events.rows()[static_cast<std::size_t>(row) - 1].key() <
                        events.rows()[static_cast<std::size_t>(row)].key());
            std::vector<Facet> counted;
            for (const Field field : {Field::Decision, Field::Principal, Field::Host}) {
                Facet facet{field, {}};
                for (int n = any(12); n > 0; --n)
                    facet.values.push_back({std::to_string(n), n});
                counted.push_back(facet);
            }
            facets.setFacets(counted, {{Field::Host, "3", false}},
                             any(2) ? std::vector{Field::Host} : std::vector<Field>{});
        }
        QCOMPARE(reset.count(), 0);
    }
};

QTEST_GUILESS_MAIN(AuditFeedTest)
#include "tst_audit_feed.moc"
