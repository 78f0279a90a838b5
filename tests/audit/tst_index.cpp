// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/audit/audit_support.h"

#include "models/audit/zone_clock.h"
#include "models/base/text.h"

#include <map>

using namespace streamscape;
using namespace streamscape::audit;
using namespace streamscape::audit::testing;

namespace {

/// What a line means, by the plainest means: the test wrote it, so it knows.
struct Told {
    std::optional<Time> time;
    std::map<Field, std::string> fields;
    std::string raw;
    std::int64_t position = 0;
};

bool isMatch(const Told& told, const Query& query) {
    if ((query.from && (!told.time || *told.time < *query.from)) ||
        (query.to && (!told.time || *told.time >= *query.to)))
        return false;
    const auto is = [&](const Term& term) {
        const auto found = told.fields.find(term.field);
        return found != told.fields.end() &&
               (term.prefix ? found->second.starts_with(term.value) : found->second == term.value);
    };
    for (const Term& term : query.where)
        if (std::none_of(query.where.begin(), query.where.end(),
                         [&](const Term& other) { return other.field == term.field && is(other); }))
            return false;
    if (std::any_of(query.whereNot.begin(), query.whereNot.end(), is))
        return false;
    return told.raw.find(query.text) != std::string::npos;
}

template<class T>
const T& oneOf(const std::vector<T>& values, std::mt19937& random) {
    return values[std::uniform_int_distribution<std::size_t>(0, values.size() - 1)(random)];
}

std::vector<Told> randomLog(std::mt19937& random, std::size_t count, std::string& log) {
    const std::vector<std::string> principals{"User:ada", "User:pat", "User:CN=a b, O=c", "User:kaff",
                                              "User:12"};
    const std::vector<std::string> hosts{"10.0.0.1", "10.0.0.12", "0:0:0:0:0:0:0:1"};
    const std::vector<std::string> topics{"inventory.movements", "inventory.levels", "orders", "t-2026"};
    const std::vector<std::string> groups{"stock bi", "g 12:30 [2026-11-23]"};
    const std::vector<std::string> levels{"INFO", "DEBUG", "TRACE"};
    const std::vector<std::string> operations{"READ", "WRITE", "DESCRIBE"};
    const std::vector<std::string> junk{"java.lang.Exception: boom", "[2026-03-04 02:59:59,999] WARN what",
                                        "\tat kafka.Kafka", "\xff\xfe broken"};
    std::vector<Told> all;
    std::int64_t wall = 1'772'590'000'000;
    for (std::size_t i = 0; i < count; ++i) {
        Told told;
        told.position = static_cast<std::int64_t>(log.size());
        told.fields[Field::Source] = "broker-1";
        if (std::uniform_int_distribution(0, 19)(random) == 0) {
            told.raw = oneOf(junk, random);
            std::string_view text = told.raw;
            if (const auto moment = takeMoment(text))
                told.time = base::fromMilliseconds(moment->ms);
            told.fields[Field::Kind] = "unparsed";
            told.fields[Field::Decision] = "unknown";
        } else {
            wall += std::uniform_int_distribution(0, 1)(random) *
                    std::uniform_int_distribution(0, 40'000)(random);
            Said said;
            const std::string moment = momentText({wall});
            said.moment = moment.substr(1, moment.size() - 2);
            said.level = oneOf(levels, random);
            said.principal = oneOf(principals, random);
            said.host = oneOf(hosts, random);
            said.operation = oneOf(operations, random);
            const bool group = std::uniform_int_distribution(0, 3)(random) == 0;
            const std::string& resource = oneOf(group ? groups : topics, random);
            said.resource = (group ? "Group:LITERAL:" : "Topic:LITERAL:") + resource;
            said.count = std::uniform_int_distribution(0, 120)(random);
            said.rule = said.level == "DEBUG" ? "SuperUser" : "DefaultDeny";
            told.raw = said.line();
            told.time = base::fromMilliseconds(wall);
            told.fields.insert({{Field::Kind, "authz"},
                                {Field::Decision, said.level == "INFO"    ? "deny"
                                                  : said.level == "DEBUG" ? "allow"
                                                                          : "probe"},
                                {Field::Principal, said.principal},
                                {Field::Host, said.host},
                                {Field::Operation, said.operation},
                                {Field::Request, said.request},
                                {Field::ResourceType, group ? "GROUP" : "TOPIC"},
                                {Field::Resource, resource},
                                {Field::Rule, said.rule}});
        }
        log += told.raw + "\n";
        all.push_back(std::move(told));
    }
    return all;
}

Query randomQuery(std::mt19937& random, const std::vector<Told>& all) {
    const auto chance = [&](int percent) { return std::uniform_int_distribution(1, 100)(random) <= percent; };
    Query query;
    const auto moment = [&] { return oneOf(all, random).time; };
    if (chance(40))
        query.from = moment();
    if (chance(40))
        query.to = moment();
    const auto term = [&] {
        const Told& like = oneOf(all, random);
        const Field field =
            allFields.at(std::uniform_int_distribution<std::size_t>(0, allFields.size() - 1)(random));
        const auto found = like.fields.find(field);
        Term made{field, found == like.fields.end() ? "nobody" : found->second, false};
        if ((field == Field::Resource || field == Field::Principal) && chance(30)) {
            made.prefix = true;
            made.value.resize(made.value.size() / 2);
        }
        if ((field == Field::Decision || field == Field::Kind) && made.value == "nobody")
            made.value = "unknown";
        if (field == Field::Kind)
            made.value = chance(70) ? "authz" : "unparsed";
        return made;
    };
    while (chance(45))
        query.where.push_back(term());
    while (chance(25))
        query.whereNot.push_back(term());
    if (chance(50)) {
        const std::string& raw = oneOf(all, random).raw;
        const std::size_t at = std::uniform_int_distribution<std::size_t>(0, raw.size() - 1)(random);
        query.text = raw.substr(at, std::uniform_int_distribution<std::size_t>(1, 12)(random));
    }
    if (chance(60))
        query.bucket =
            oneOf<base::Duration>({std::chrono::seconds{1}, std::chrono::seconds{10}, std::chrono::minutes{1},
                                   std::chrono::minutes{5}, std::chrono::hours{1}},
                                  random);
    query.facets.assign(allFields.begin(), allFields.end());
    query.limit = std::uniform_int_distribution(0, 60)(random);
    query.newestFirst = chance(50);
    return query;
}

} // namespace

class IndexTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aClustersAnswerHasItsOwnLinesAlone() {
        LogFolder logs;
        const auto store = openStore(logs.folder());
        const store::KnownCluster one = clusterIn(*store, "c1", "one");
        const store::KnownCluster two = clusterIn(*store, "c2", "two");
        const auto fill = [&](std::optional<std::int64_t> cluster, const char* moment,
                              const char* principal) {
            const std::string name = std::string(principal).substr(5) + ".log";
            logs.append(Said{.moment = moment, .principal = principal}.line() + "\nno event\n", name);
            Source source = sourceAt(logs.file(name)); // all nodes have one name
            source.cluster = cluster;
            LogReader reader = readerOf(*store, source);
            QVERIFY(readAll(*store, reader));
        };
        fill(one.key, "2026-03-04 02:10:00,000", "User:ada");
        fill(two.key, "2026-03-04 02:20:00,000", "User:pat");
        fill(std::nullopt, "2026-03-04 02:30:00,000", "User:jax");
        Query query;
        query.facets = {Field::Principal, Field::Source};
        QCOMPARE(askStore(*store, query)->matched, 6);
        QCOMPARE(askStore(*store, query)->facets[0].values.size(), std::size_t{3});
        query.cluster = two.key;
        const auto answer = askStore(*store, query);
        QCOMPARE(answer->matched, 2);
        QCOMPARE(answer->unparsed, 1);
        QVERIFY(answer->facets[0].values == (std::vector<FacetValue>{{"User:pat", 1}}));
        QVERIFY(answer->facets[1].values == (std::vector<FacetValue>{{"broker-1", 2}}));
        for (const Event& event : answer->events)
            QCOMPARE(event.place.cluster, std::optional<std::string>("two"));
        const auto summaryOf = [&](std::optional<std::int64_t> cluster) {
            return *await(
                store->read<Summary>("", [cluster](store::Sql& sql) { return summary(sql, cluster); }));
        };
        const Summary ofTwo = summaryOf(two.key);
        QCOMPARE(ofTwo.lines, 2);
        QCOMPARE(ofTwo.sources, 1);
        QCOMPARE(ofTwo.unnamed, 2);
        QCOMPARE(ofTwo.first, base::parseRfc3339("2026-03-04T02:20:00Z"));
        QCOMPARE(ofTwo.last, ofTwo.first);
        const Summary ofAll = summaryOf(std::nullopt);
        QCOMPARE(ofAll.lines, 6);
        QCOMPARE(ofAll.unnamed, 0);
        QCOMPARE(ofAll.first, base::parseRfc3339("2026-03-04T02:10:00Z"));
        QCOMPARE(ofAll.last, base::parseRfc3339("2026-03-04T02:30:00Z"));
    }
    void answersAsAPlainSearchWould() {
        std::mt19937 random(20261123);
        for (int round = 0; round < 3; ++round) {
            std::string log;
            const std::vector<Told> all = randomLog(random, 900, log);
            LogFolder logs;
            logs.write(log);
            const auto store = openStore(logs.folder());
            QVERIFY(store);
            LogReader reader = readerOf(*store, sourceAt(logs.path()));
            QVERIFY(readAll(*store, reader, 10'000));
            for (int i = 0; i < 150; ++i)
                compare(*store, all, randomQuery(random, all));
        }
    }
    void timesAreReadInTheSourcesZone() {
        LogFolder logs;
        logs.write(Said{}.line() + "\n");
        const auto store = openStore(logs.folder());
        LogReader reader = readerOf(*store, {"authorizer", "", "Europe/Berlin", {logs.path()}});
        QVERIFY(readAll(*store, reader));
        Query query;
        query.text = "02:10:07,412"; // as the line has it
        const auto answer = askStore(*store, query);
        QVERIFY(answer);
        QCOMPARE(answer->events.size(), std::size_t{1});
        QCOMPARE(answer->events[0].time, base::parseRfc3339("2026-03-04T01:10:07.412Z"));
        QCOMPARE(answer->events[0].place.source, std::string("authorizer"));
    }
    void aRolledFileStillShowsItsLines() {
        LogFolder logs;
        logs.write(Said{}.line() + "\n");
        const auto store = openStore(logs.folder());
        LogReader reader = readerOf(*store, sourceAt(logs.path()));
        QVERIFY(readAll(*store, reader));
        logs.rename("kafka-authorizer.log", "kafka-authorizer.log.2026-03-04-02");
        logs.write("something else\n");
        const auto answer = askStore(*store, {});
        QVERIFY(answer);
        QCOMPARE(answer->events.at(0).raw, std::optional(Said{}.line()));
        QVERIFY(answer->events[0].place.path.ends_with("02"));
    }
    void aLineWhoseFileIsGoneSaysSo() {
        LogFolder logs;
        logs.write(Said{}.line() + "\nnot an event\n");
        const auto store = openStore(logs.folder());
        LogReader reader = readerOf(*store, sourceAt(logs.path()));
        QVERIFY(readAll(*store, reader));
        std::filesystem::remove(logs.file());
        Query query;
        query.text = "event";
        const auto answer = askStore(*store, query);
        QVERIFY(answer);
        QCOMPARE(answer->unsearched, 1);
        query.text = "User:pat is Denied";
        const auto found = askStore(*store, query);
        QCOMPARE(found->matched, 1);
        QVERIFY(!found->events.at(0).raw);
        QCOMPARE(found->events[0].whyNoRaw, std::string("The file with this line is gone"));
        QCOMPARE(found->events[0].facts.principal, std::optional<std::string>("User:pat"));
    }
    void aLineThatWasChangedSaysSo() {
        LogFolder logs;
        Said first;
        logs.write(std::string(1100, '#') + "\n" + first.line() + "\n");
        const auto store = openStore(logs.folder());
        LogReader reader = readerOf(*store, sourceAt(logs.path()));
        QVERIFY(readAll(*store, reader));
        first.principal = "User:tap";
        logs.write(std::string(1100, '#') + "\n" + first.line() + "\n");
        Query query;
        query.where = {{Field::Principal, "User:pat", false}};
        const auto answer = askStore(*store, query);
        QVERIFY(!answer->events.at(0).raw);
        QVERIFY(answer->events[0].whyNoRaw.find("changed") != std::string::npos);
    }
    void eventsBehindATornLineAreSuspect() {
        LogFolder logs;
        const std::string torn =
            "[2026-03-04 02:10:08,000] INFO Principal = User:eve is Denied operation = DESCRIBE "
            "from host = 10.0.0.9 on resource = Group:LITERAL:x";
        logs.write(Said{}.line() + "\n" + torn + "\n");
        const auto store = openStore(logs.folder());
        const Source source = sourceAt(logs.path());
        {
            LogReader reader = readerOf(*store, source);
            QVERIFY(readAll(*store, reader));
        }
        // The forged part is read by the next start of the program.
        std::string text = Said{.principal = "User:admin"}.line() + "\n";
        while (text.size() < static_cast<std::size_t>(forgeableBytes))
            text += "filling\n";
        logs.append(text + Said{.principal = "User:kaff"}.line() + "\n");
        LogReader reader = readerOf(*store, source);
        QVERIFY(readAll(*store, reader));
        const auto suspect = [&](const std::string& principal) {
            Query query;
            query.where = {{Field::Principal, principal, false}};
            return askStore(*store, query)->events.at(0).suspect;
        };
        QVERIFY(!suspect("User:pat"));
        QVERIFY(suspect("User:admin"));
        QVERIFY(!suspect("User:kaff"));
    }
    void aBatchKeptTwiceAddsNothing() {
        LogFolder logs;
        logs.write(Said{}.line() + "\n");
        const auto store = openStore(logs.folder());
        LogReader reader = readerOf(*store, sourceAt(logs.path()));
        reader.scan(false);
        const BatchPtr batch = reader.next();
        const auto keepIt = [&] {
            return await(store->write<Indexed>([batch](store::Sql& sql) { return keep(sql, *batch); }));
        };
        QCOMPARE(keepIt()->events, 1);
        QCOMPARE(keepIt()->events, 0);
        QCOMPARE(askStore(*store, {})->matched, 1);
    }
    void aBatchThatLeavesAHoleIsRefused() {
        LogFolder logs;
        logs.write(Said{}.line() + "\n" + Said{}.line() + "\n" + Said{}.line() + "\n");
        const auto store = openStore(logs.folder());
        LogReader reader = readerOf(*store, sourceAt(logs.path()));
        reader.scan(false);
        QVERIFY(reader.next(400));
        const BatchPtr second = reader.next(400);
        QVERIFY(second);
        const auto kept =
            await(store->write<Indexed>([second](store::Sql& sql) { return keep(sql, *second); }));
        QVERIFY(!kept);
        QCOMPARE(kept.error().kind, base::ErrorKind::Conflict);
        QCOMPARE(askStore(*store, {})->matched, 0);
    }
    void aDecisionThereIsNotIsInvalid() {
        LogFolder logs;
        const auto store = openStore(logs.folder());
        Query query;
        query.where = {{Field::Decision, "maybe", false}};
        QCOMPARE(askStore(*store, query).error().kind, base::ErrorKind::Invalid);
    }
    void theTimelineNeverHasMoreBarsThanItMay() {
        for (std::int64_t ms = 1; ms < 40LL * 365 * 86'400'000; ms = ms * 3 / 2 + 1)
            QVERIFY(ms / roundBucket(base::Duration{ms}).count() + 1 < mostBuckets);
    }

private:
    static void compare(store::Store& store, const std::vector<Told>& all, const Query& query) {
        const auto answer = askStore(store, query);
        QVERIFY2(answer, answer ? "" : base::describe(answer.error()).c_str());
        std::vector<const Told*> matches;
        for (const Told& told : all)
            if (isMatch(told, query))
                matches.push_back(&told);
        QCOMPARE(answer->matched, static_cast<std::int64_t>(matches.size()));
        std::int64_t unparsed = 0;
        std::map<std::int64_t, std::array<std::int64_t, 3>> bars;
        for (const Told* told : matches) {
            const std::string& decision = told->fields.at(Field::Decision);
            unparsed += told->fields.at(Field::Kind) == "unparsed";
            if (told->time) {
                const std::int64_t ms = base::toMilliseconds(*told->time);
                ++bars[ms - ms % answer->bucket.count()][decision == "allow"  ? 0
                                                         : decision == "deny" ? 1
                                                                              : 2];
            }
        }
        QCOMPARE(answer->unparsed, unparsed);
        QVERIFY(query.bucket || answer->histogram.size() <= static_cast<std::size_t>(mostBuckets));
        std::map<std::int64_t, std::array<std::int64_t, 3>> answered;
        for (const Bucket& bar : answer->histogram)
            answered[base::toMilliseconds(bar.begin)] = {bar.allow, bar.deny, bar.other};
        QVERIFY(answered == bars);
        for (const Facet& facet : answer->facets) {
            std::map<std::string, std::int64_t> counts;
            for (const Told* told : matches)
                if (const auto found = told->fields.find(facet.field); found != told->fields.end())
                    ++counts[found->second];
            QCOMPARE(facet.values.size(), counts.size());
            for (std::size_t i = 0; i < facet.values.size(); ++i) {
                QCOMPARE(counts[facet.values[i].value], facet.values[i].count);
                QVERIFY(i == 0 || facet.values[i - 1].count > facet.values[i].count ||
                        (facet.values[i - 1].count == facet.values[i].count &&
                         facet.values[i - 1].value < facet.values[i].value));
            }
        }
        std::stable_sort(matches.begin(), matches.end(), [&](const Told* a, const Told* b) {
            const auto key = [](const Told* t) {
                return std::pair(t->time.value_or(Time::min()), t->position);
            };
            return query.newestFirst ? key(b) < key(a) : key(a) < key(b);
        });
        matches.resize(std::min(matches.size(), static_cast<std::size_t>(query.limit)));
        QCOMPARE(answer->events.size(), matches.size());
        for (std::size_t i = 0; i < matches.size(); ++i) {
            const Event& event = answer->events[i];
            QCOMPARE(event.raw, std::optional(matches[i]->raw));
            QCOMPARE(event.place.position, matches[i]->position);
            QCOMPARE(event.time, matches[i]->time);
            for (const Field field : allFields) {
                const auto found = matches[i]->fields.find(field);
                QCOMPARE(valueOf(event, field),
                         found == matches[i]->fields.end() ? std::nullopt : std::optional(found->second));
            }
        }
    }
};

QTEST_GUILESS_MAIN(IndexTest)
#include "tst_index.moc"
