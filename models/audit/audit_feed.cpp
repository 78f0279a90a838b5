// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/audit/audit_feed.h"

#include "models/audit/index_reader.h"
#include "models/base/answered.h"

#include <filesystem>

namespace streamscape::audit {

namespace {

constexpr std::chrono::milliseconds answersApart{250};
constexpr std::chrono::milliseconds liveEvery{2000};

Query queryOf(const Question& question, std::int64_t cluster, Time now) {
    Query query;
    query.cluster = cluster;
    query.from = question.range.begin(now);
    query.to = question.range.end(now);
    query.where = question.where;
    query.whereNot = question.whereNot;
    query.text = question.text;
    query.limit = question.limit;
    query.facets = {Field::Decision, Field::Principal, Field::Operation, Field::Resource,
                    Field::Host,     Field::Request,   Field::Rule,      Field::Source};
    return query;
}

// Refusals in the range, whatever the question looks for.
base::Result<std::int64_t> countDenied(store::Sql& sql, const Query& asked) {
    Query query;
    query.cluster = asked.cluster;
    query.from = asked.from;
    query.to = asked.to;
    query.where = {{Field::Decision, name(Decision::Deny), false}};
    query.limit = 0;
    return audit::ask(sql, query).map([](const Answer& answer) { return answer.matched; });
}

} // namespace

AuditFeed::AuditFeed(store::Store& store, base::Clock clock, QObject* parent)
    : QObject(parent)
    , m_store(store)
    , m_clock(std::move(clock)) {
    m_soon.setSingleShot(true);
    m_soon.setInterval(answersApart);
    m_tick.setInterval(liveEvery);
    connect(&m_soon, &QTimer::timeout, this, [this] {
        if (m_stale && m_active && !m_asking)
            askNow();
    });
    connect(&m_tick, &QTimer::timeout, this, [this] {
        if (m_question.range.isLive())
            linesCame();
    });
    m_tick.start();
}

AuditFeed::~AuditFeed() = default;

void AuditFeed::setCluster(const store::KnownCluster& cluster) {
    if (m_cluster == cluster)
        return;
    const bool another = !m_cluster || m_cluster->key != cluster.key;
    m_cluster = cluster;
    m_error.reset();
    if (!another)
        return;
    m_snapshot.reset();
    ++m_generation; // an answer under way is the other cluster's
    m_asking = false;
    follow();
    refresh();
}

void AuditFeed::setClusterUnknown(const base::Error& why) {
    if (m_cluster)
        return;
    m_error = why;
    Q_EMIT snapshotChanged();
}

void AuditFeed::setSources(const std::vector<Source>& sources) {
    if (sources == m_sources && !m_followers.empty())
        return;
    m_sources = sources;
    follow();
}

void AuditFeed::follow() {
    m_followers.clear();
    m_refused.clear();
    // The copy that holds the store reads the logs.
    if (!m_cluster || m_store.mode() == store::Mode::ReadOnly) {
        Q_EMIT progressChanged();
        return;
    }
    for (Source source : m_sources) {
        source.cluster = m_cluster->key;
        if (!ZoneClock(source.zone).isValid()) {
            m_refused.push_back({base::ErrorKind::Invalid,
                                 "There is no such time zone",
                                 source.zone,
                                 "Use a name like Europe/Berlin, UTC or UTC+02:00",
                                 {}});
            continue;
        }
        auto follower = std::make_unique<LogFollower>(m_store, std::move(source), LogFollower::Mode::Follow);
        connect(follower.get(), &LogFollower::progressed, this, [this] {
            linesCame();
            Q_EMIT progressChanged();
        });
        connect(follower.get(), &LogFollower::caughtUp, this, &AuditFeed::progressChanged);
        m_followers.push_back(std::move(follower));
    }
    for (const auto& follower : m_followers)
        follower->start();
    Q_EMIT progressChanged();
}

Progress AuditFeed::progress() const {
    Progress sum;
    sum.caughtUp = true;
    sum.errors = m_refused;
    for (const auto& follower : m_followers) {
        const Progress& one = follower->progress();
        sum.files += one.files;
        sum.bytes += one.bytes;
        sum.unread += one.unread;
        sum.lines += one.lines;
        sum.events += one.events;
        sum.unparsed += one.unparsed;
        sum.already += one.already;
        sum.errors.insert(sum.errors.end(), one.errors.begin(), one.errors.end());
        if (one.failure)
            sum.failure = one.failure;
        sum.caughtUp = sum.caughtUp && one.caughtUp;
    }
    return sum;
}

void AuditFeed::ask(const Question& question) {
    if (question == m_question && m_snapshot)
        return;
    m_question = question;
    refresh();
}

void AuditFeed::refresh() {
    m_stale = true;
    if (m_active && m_cluster)
        askNow(); // also while another is under way: the store lets go of the older one
}

void AuditFeed::setActive(bool active) {
    m_active = active;
    if (active && m_cluster && m_stale && !m_asking)
        askNow();
}

void AuditFeed::linesCame() {
    m_stale = true;
    if (m_active && m_cluster && !m_soon.isActive())
        m_soon.start();
}

void AuditFeed::askNow() {
    const std::uint64_t generation = ++m_generation;
    m_asking = true;
    m_stale = false;
    const Question question = m_question;
    const Time now = m_clock();
    const Query query = queryOf(question, m_cluster->key, now);
    const auto read = [question, query, now](store::Sql& sql) -> base::Result<SnapshotPtr> {
        base::Result<Answer> answer = audit::ask(sql, query);
        if (!answer)
            return base::fail(answer.error());
        const base::Result<std::int64_t> denied = countDenied(sql, query);
        if (!denied)
            return base::fail(denied.error());
        base::Result<Summary> held = summary(sql, query.cluster);
        if (!held)
            return base::fail(held.error());
        return std::make_shared<const Snapshot>(
            Snapshot{question, query, std::move(*answer), *denied, *held, now});
    };
    // By cluster: two feeds of one store do not interrupt each other.
    base::whenAnswered(m_store.read<SnapshotPtr>("audit-" + std::to_string(m_cluster->key), read), this,
                       [this, generation](const base::Result<SnapshotPtr>& snapshot) {
                           if (generation == m_generation)
                               take(snapshot);
                       });
}

void AuditFeed::take(const base::Result<SnapshotPtr>& snapshot) {
    m_asking = false;
    m_error.reset();
    if (snapshot)
        m_snapshot = *snapshot;
    else
        m_error = snapshot.error();
    if (m_stale && !m_soon.isActive())
        m_soon.start();
    Q_EMIT snapshotChanged();
}

std::vector<Source> authorizerSources(const std::vector<std::string>& folders) {
    std::vector<Source> sources;
    for (const std::string& folder : folders) {
        std::filesystem::path path = std::filesystem::path(folder).lexically_normal();
        if (!path.has_filename())
            path = path.parent_path();
        std::string node = path.filename().string();
        if ((node == "logs" || node == "log") && path.parent_path().has_filename())
            node = path.parent_path().filename().string();
        sources.push_back({"authorizer", node, {}, {folder}, {}});
    }
    return sources;
}

} // namespace streamscape::audit
