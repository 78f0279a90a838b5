// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/lag/lag_watch.h"

#include "models/base/answered.h"

#include <algorithm>

namespace streamscape::widgets {

namespace {

constexpr std::chrono::minutes liveSpan{15};
constexpr std::chrono::seconds leastWait{2}; // until a past that could not be said is asked for again

} // namespace

LagWatch::LagWatch(const PageContext& context, LagSources sources, QObject* parent)
    : QObject(parent)
    , m_context(context)
    , m_sources(std::move(sources))
    , m_named(m_sources.size()) {
    listen();
    connect(&context.view, &View::rangeChanged, this, &LagWatch::followRange);
    takeNewest();
    followRange();
}

void LagWatch::listen() {
    for (const LagSource& source : m_sources)
        connect(source.feed, &lag::Feed::changed, this, [this] {
            if (m_mode == Mode::Live)
                takeNewest();
            else if (m_mode == Mode::Past)
                askAgain();
            Q_EMIT changed();
        });
}

void LagWatch::setSources(LagSources sources) {
    for (const LagSource& source : m_sources)
        disconnect(source.feed, nullptr, this, nullptr);
    m_sources = std::move(sources);
    m_named.assign(m_sources.size(), {});
    listen();
    if (m_mode == Mode::Past)
        askPast(*m_moment); // says changed()
    else {
        m_mode == Mode::Live ? takeNewest() : renameShown();
        Q_EMIT changed();
    }
    Q_EMIT sourcesChanged();
}

lag::SnapshotPtr LagWatch::newestOf(std::size_t source) const {
    const lag::SnapshotPtr newest = m_sources[source].feed->snapshot();
    if (m_sources.size() == 1)
        return newest;
    Named& named = m_named[source];
    if (named.of != newest)
        named = {newest, lag::named(newest, m_sources[source].name)};
    return named.named;
}

lag::Snapshots LagWatch::newest() const {
    lag::Snapshots all;
    for (std::size_t i = 0; i < m_sources.size(); ++i)
        if (lag::SnapshotPtr one = newestOf(i))
            all.push_back(std::move(one));
    return all;
}

void LagWatch::takeNewest() {
    m_shown.clear();
    m_shownOf.clear();
    for (std::size_t i = 0; i < m_sources.size(); ++i)
        if (lag::SnapshotPtr one = newestOf(i)) {
            m_shown.push_back(std::move(one));
            m_shownOf.push_back(m_sources[i].name);
        }
}

// Rows name the cluster only where there are several.
void LagWatch::renameShown() {
    const lag::Snapshots were = std::exchange(m_shown, {});
    const std::vector<std::string> of = std::exchange(m_shownOf, {});
    for (std::size_t i = 0; i < were.size(); ++i) {
        if (std::none_of(m_sources.begin(), m_sources.end(),
                         [&](const LagSource& source) { return source.name == of[i]; }))
            continue;
        m_shown.push_back(lag::named(were[i], m_sources.size() > 1 ? of[i] : std::string()));
        m_shownOf.push_back(of[i]);
    }
}

std::optional<base::Time> LagWatch::asOf() const {
    std::optional<base::Time> oldest;
    for (const lag::SnapshotPtr& one : m_shown)
        oldest = std::min(oldest.value_or(one->asOf), one->asOf);
    return oldest;
}

const std::optional<base::Error>& LagWatch::error() const {
    if (m_mode == Mode::Past)
        return m_pastError;
    static const std::optional<base::Error> none;
    const auto failed = std::find_if(m_sources.begin(), m_sources.end(), [](const LagSource& source) {
        return source.feed->error().has_value();
    });
    return failed == m_sources.end() ? none : failed->feed->error();
}

lag::Feed* LagWatch::feedOf(const std::string& cluster) const {
    for (const LagSource& source : m_sources)
        if (m_sources.size() == 1 || source.name == cluster)
            return source.feed;
    return nullptr;
}

void LagWatch::pause() {
    if (m_mode != Mode::Live || m_shown.empty())
        return;
    m_mode = Mode::Paused;
    Q_EMIT changed();
}

void LagWatch::resume() {
    if (m_mode == Mode::Past)
        return m_context.view.setRange(base::lastOf(liveSpan)); // followRange() does the rest
    m_mode = Mode::Live;
    takeNewest();
    Q_EMIT changed();
}

void LagWatch::followRange() {
    const base::TimeRange range = m_context.view.range();
    const base::Time now = m_context.clock();
    if (!range.isLive() && range.end(now) < now)
        return askPast(range.end(now));
    if (m_mode != Mode::Past)
        return;
    ++m_asked; // an answer that is still to come is of no use
    m_waiting = 0;
    m_moment.reset();
    m_pastError.reset();
    m_mode = Mode::Live;
    takeNewest();
    Q_EMIT changed();
}

void LagWatch::askPast(base::Time moment) {
    m_mode = Mode::Past;
    m_moment = moment;
    m_coming.clear();
    m_unanswered.clear();
    for (const LagSource& source : m_sources)
        m_unanswered.push_back(source.name);
    m_askingAgain = false;
    askUnanswered();
    Q_EMIT changed();
}

void LagWatch::askAgain() {
    if (m_waiting > 0 || m_unanswered.empty() || m_context.clock() - m_askedAt < leastWait)
        return;
    m_coming = m_shown;
    m_askingAgain = true;
    askUnanswered();
}

void LagWatch::askUnanswered() {
    const std::vector<std::string> names = std::exchange(m_unanswered, {});
    m_waiting = static_cast<int>(names.size());
    m_comingError.reset();
    m_askedAt = m_context.clock();
    const quint64 asked = ++m_asked;
    for (const std::string& name : names)
        base::whenAnswered(feedOf(name)->at(*m_moment), this,
                           [this, asked, name](const base::Result<lag::SnapshotPtr>& was) {
                               if (asked == m_asked)
                                   takePast(name, was);
                           });
}

// What is shown stays until all that takes its place is there: nothing blinks while somebody zooms.
void LagWatch::takePast(const std::string& name, const base::Result<lag::SnapshotPtr>& was) {
    if (was) {
        m_coming.push_back(m_sources.size() == 1 ? *was : lag::named(*was, name));
    } else {
        m_comingError = was.error();
        m_unanswered.push_back(name);
    }
    if (--m_waiting > 0)
        return;
    m_shown = std::move(m_coming);
    m_pastError = m_comingError;
    m_askingAgain = false;
    Q_EMIT changed();
}

} // namespace streamscape::widgets
