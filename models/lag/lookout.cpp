// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/lag/lookout.h"

#include "models/base/answered.h"
#include "models/base/reply.h"
#include "models/lag/compute.h"

#include <algorithm>

namespace streamscape::lag {

namespace {

// Records are fetched sparingly: this many at once, one request for each broker.
constexpr std::size_t peekedAtOnce = 50;
constexpr std::size_t mostMarks = 500;
// Looks before the past was read; it takes one or two.
constexpr std::size_t mostMeanwhile = 4;

template<class T>
QFuture<base::Result<T>> answered(base::Result<T> result) {
    const base::Reply<T> reply;
    reply.answer(std::move(result));
    return reply.future();
}

} // namespace

Lookout::Lookout(kafka::Cluster& cluster, base::Clock clock)
    : m_cluster(cluster)
    , m_clock(std::move(clock))
    , m_alarm({}, m_clock, this)
    , m_timer(this) {
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &Lookout::lookNow);
    connect(&m_alarm, &Alarm::changed, this, &Lookout::alertsChanged);
    connect(&m_alarm, &Alarm::told, this, &Lookout::told);
    connect(&m_alarm, &Alarm::failed, this, [this](const base::Error& error) { Q_EMIT alarmed(error); });
    connect(&m_alarm, &Alarm::succeeded, this, [this] { Q_EMIT alarmed(std::nullopt); });
    // A connection that comes back is read at once, not at the next tick.
    connect(&m_cluster, &kafka::Cluster::stateChanged, this, [this](const kafka::ConnectionState& state) {
        if (state.link == kafka::LinkState::Up && m_failed && m_timer.isActive())
            lookNow();
    });
}

void Lookout::start(base::Duration interval) {
    m_interval = interval;
    lookNow();
}

void Lookout::stop() {
    m_interval = {};
    m_timer.stop();
}

void Lookout::setRules(Rules rules) {
    if (m_rules == rules)
        return;
    m_rules = rules;
    if (m_newest)
        judge(*m_newest);
}

void Lookout::lookNow() {
    m_timer.stop();
    m_again = m_looking;
    if (m_looking)
        return;
    m_looking = true;
    m_took.start();
    base::whenAnswered(look(m_cluster, m_roster, m_query, m_clock, this), this,
                       [this](const base::Result<Looked>& looked) { take(looked); });
}

void Lookout::take(const base::Result<Looked>& looked) {
    m_looking = false;
    m_failed = !looked.has_value();
    if (looked) {
        Snapshot snapshot = compute(*m_roster, *looked);
        m_history->record(snapshot);
        const SnapshotPtr before = m_newest;
        judge(std::move(snapshot));
        if (before) {
            const std::vector<Mark> marks = marksBetween(*before, *m_newest, m_markState);
            m_marks.insert(m_marks.end(), marks.begin(), marks.end());
            if (m_marks.size() > mostMarks)
                m_marks.erase(m_marks.begin(), m_marks.end() - static_cast<std::ptrdiff_t>(mostMarks));
            if (m_chronicle)
                m_chronicle->keep(marks);
        }
        beginChronicle();
        keep();
        peek();
    } else {
        Q_EMIT this->looked(base::fail(looked.error()));
    }
    rest();
}

void Lookout::judge(Snapshot snapshot) {
    const Retentions retentions = retentionsOf(*m_roster);
    assess(snapshot, *m_history, {&m_peeks, &retentions, m_rules});
    for (const Group& group : snapshot.groups)
        if (const TimeLag& lag = group.row.timeLag; lag.value && !group.row.readAt)
            m_history->sawTimeLag(group.row.group, *lag.value);
    m_newest = std::make_shared<const Snapshot>(std::move(snapshot));
    Q_EMIT this->looked(m_newest);
}

// Verdicts and alerts wait for the past, so that a restart neither forgets nor warns too soon.
void Lookout::keep() {
    if (m_recalling || (m_store && !m_chronicle)) {
        if (m_meanwhile.size() < mostMeanwhile)
            m_meanwhile.push_back(m_newest);
        return;
    }
    if (m_chronicle)
        m_chronicle->keep(*m_newest);
    if (!m_chronicle || m_chronicle->keeps())
        m_alarm.look(*m_newest);
}

void Lookout::useStore(store::Store& store, std::string name) {
    m_store = &store;
    m_name = std::move(name);
    if (m_newest && m_meanwhile.empty())
        m_meanwhile.push_back(m_newest);
    beginChronicle();
}

void Lookout::beginChronicle() {
    if (!m_store || m_chronicle || !m_newest || m_newest->clusterId.empty())
        return;
    const std::string& id = m_newest->clusterId;
    m_chronicle = std::make_unique<Chronicle>(*m_store, id, m_name, m_clock);
    connect(m_chronicle.get(), &Chronicle::kept, this, &Lookout::kept);
    if (m_chronicle->keeps())
        m_alarm.useStore(*m_store, id, m_name);
    m_recalling = true;
    base::whenAnswered(m_chronicle->recall(), this,
                       [this](const base::Result<std::shared_ptr<History>>& past) { takeRecalled(past); });
}

void Lookout::takeRecalled(const base::Result<std::shared_ptr<History>>& past) {
    m_recalling = false;
    const std::vector<SnapshotPtr> meanwhile = std::exchange(m_meanwhile, {});
    if (!past) {
        Q_EMIT kept(past.error());
    } else if ((*past)->looks() > 0) { // else this session's own memory is the better one
        m_history = *past;
        for (const SnapshotPtr& snapshot : meanwhile)
            m_history->record(*snapshot);
        if (!meanwhile.empty() && meanwhile.back() != m_newest)
            m_history->record(*m_newest);
        judge(*m_newest);
    }
    keep();
}

void Lookout::peek() {
    m_peeks.forget(*m_newest);
    if (m_peeking)
        return;
    std::vector<kafka::RecordPlace> places = worthPeeking(*m_newest, m_peeks, m_query.interest, peekedAtOnce);
    if (places.empty())
        return;
    const std::vector<base::Offset> ends = endsOf(*m_roster, places);
    m_peeking = true;
    base::whenAnswered(m_cluster.peek(std::move(places), {0, m_query.isolation}), this,
                       [this, ends](const base::Result<std::vector<kafka::PeekedRecord>>& peeked) {
                           takePeeked(peeked, ends);
                       });
}

void Lookout::takePeeked(const base::Result<std::vector<kafka::PeekedRecord>>& peeked,
                         const std::vector<base::Offset>& ends) {
    m_peeking = false;
    if (!peeked)
        return; // the next look asks again
    for (std::size_t i = 0; i < peeked->size() && i < ends.size(); ++i)
        m_peeks.take((*peeked)[i], ends[i], m_clock());
}

void Lookout::rest() {
    if (std::exchange(m_again, false))
        return lookNow();
    if (m_interval.count() == 0)
        return;
    const base::Duration took{m_took.elapsed()};
    m_timer.start(std::max(m_interval - took, took));
}

QFuture<base::Result<Picture>> Lookout::picture(PictureQuery query) {
    if (query.groups.empty() && m_newest)
        query.groups = worstGroups(*m_newest, query.metric, query.most);
    const Picture memory = rememberedPicture(query);
    if (!m_chronicle)
        return answered<Picture>(memory);
    const base::Reply<Picture> reply;
    base::whenAnswered(m_chronicle->picture(query), this, [memory, reply](base::Result<Picture> stored) {
        if (stored)
            joinMemory(*stored, memory);
        reply.answer(std::move(stored));
    });
    return reply.future();
}

Picture Lookout::rememberedPicture(const PictureQuery& query) const {
    Picture picture;
    if (!m_newest)
        return picture;
    picture.lines = remembered(query, *m_newest, *m_history);
    for (const Mark& mark : m_marks)
        if (mark.at >= query.from && mark.at <= query.to &&
            (mark.group.empty() || isAsked(query, mark.group)))
            picture.marks.push_back(mark);
    for (const Alert& alert : m_alarm.open())
        if (isAsked(query, alert.group))
            picture.alerts.push_back(alert);
    picture.since = m_history->since();
    return picture;
}

QFuture<base::Result<SnapshotPtr>> Lookout::at(base::Time moment) {
    if (m_chronicle)
        return m_chronicle->at(moment);
    return answered<SnapshotPtr>(
        base::fail({base::ErrorKind::NotFound, "No history is kept: there is no store", "", "", ""}));
}

QFuture<base::Result<std::vector<Alert>>> Lookout::alertsBetween(base::Time from, base::Time to) {
    return m_chronicle ? m_chronicle->alertsBetween(from, to) : answered<std::vector<Alert>>(m_alarm.open());
}

} // namespace streamscape::lag
