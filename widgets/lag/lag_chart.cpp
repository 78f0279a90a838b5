// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/lag/lag_chart.h"

#include "models/base/answered.h"
#include "models/lag/words.h"
#include "widgets/common/pane.h"
#include "widgets/common/segmented.h"

#include <QComboBox>
#include <QVBoxLayout>

#include <algorithm>
#include <memory>
#include <set>

namespace streamscape::widgets {

using base::Severity;
using base::toQString;
using Of = lag::Line::Of;

namespace {

constexpr std::size_t mostLines = 8; // more is slow to draw, and no help to the eye
constexpr std::size_t mostGroups = 5;
constexpr int groupColours = 5; // of the theme's: those behind them are a verdict's, or hardly seen
static_assert(groupColours >= static_cast<int>(mostGroups));
constexpr std::chrono::minutes leastSpan{2}; // the first seconds of a history would fill the whole axis
constexpr std::chrono::seconds leastWait{2};
constexpr std::chrono::hours day{24};

bool isEarlier(Of of) { return of == Of::ValueEarlier || of == Of::ReadEarlier || of == Of::WrittenEarlier; }

double newestOf(const lag::Line& line) {
    for (auto sample = line.samples.rbegin(); sample != line.samples.rend(); ++sample)
        if (sample->value)
            return *sample->value;
    return -1;
}

Severity severityOf(lag::Mark::Kind kind) {
    switch (kind) {
    case lag::Mark::Kind::RecordsLost:
        return Severity::Bad;
    case lag::Mark::Kind::Reset:
    case lag::Mark::Kind::TopicRecreated:
    case lag::Mark::Kind::GroupGone:
        return Severity::Warn;
    default:
        return Severity::Muted;
    }
}

// "last hour", "last 15 m"
QString spanWords(base::Duration span) {
    return span == std::chrono::hours{1} ? QStringLiteral("last hour")
                                         : QStringLiteral("last ") + base::durationWords(span);
}

} // namespace

LagChart::LagChart(const PageContext& context, LagWatch& watch, QWidget* parent)
    : QWidget(parent)
    , m_context(context)
    , m_watch(watch)
    , m_pane(new Pane(QString(), this))
    , m_metric(new Segmented(this))
    , m_scope(new Segmented(this))
    , m_earlier(new QComboBox(this))
    , m_chart(new LineChart(context, LineChart::Unit::Duration, m_pane)) {
    makeHeader();
    m_chart->setObjectName(QStringLiteral("lagLines"));
    m_chart->setFixedHeight(176);
    m_pane->body()->addWidget(m_chart);
    auto* all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->addWidget(m_pane);
    connect(&watch, &LagWatch::changed, this, &LagChart::showNewest);
    connect(&watch, &LagWatch::sourcesChanged, this, qOverload<>(&LagChart::ask));
    connect(&context.view, &View::rangeChanged, this, qOverload<>(&LagChart::ask));
    connect(&context.view, &View::zoneChanged, this, qOverload<>(&LagChart::ask));
    connect(&context.theme, &Theme::changed, this, qOverload<>(&LagChart::ask));
    connect(m_chart, &LineChart::rangeSelected, this,
            [this](base::Time from, base::Time to) { m_context.view.setRange(base::between(from, to)); });
    connect(m_chart, &LineChart::liveRequested, &m_watch,
            [this] { m_context.view.setRange(base::lastOf(std::chrono::minutes{15})); });
}

void LagChart::makeHeader() {
    m_chart->legend()->setObjectName(QStringLiteral("lagLegend"));
    m_pane->addHeaderWidget(m_chart->legend());
    m_chart->legend()->show();
    m_metric->setObjectName(QStringLiteral("lagMetric"));
    m_metric->setAccessibleName(tr("What the lines show"));
    m_metric->add(QStringLiteral("time"), tr("Time lag"), tr("How long the oldest unread record has waited"));
    m_metric->add(QStringLiteral("lag"), tr("Lag"), tr("Records written and not yet read"));
    m_metric->add(QStringLiteral("rates"), tr("Rates"), tr("Records read and written a second"));
    m_scope->setObjectName(QStringLiteral("lagScope"));
    m_scope->setAccessibleName(tr("Whose lines"));
    m_scope->add(QStringLiteral("worst"), tr("Worst"), tr("The groups that are worst off"));
    m_scope->add(QStringLiteral("selected"), tr("Selected"), tr("The selected group alone"));
    m_earlier->setObjectName(QStringLiteral("lagEarlier"));
    m_earlier->setAccessibleName(tr("Compare with an earlier time"));
    m_earlier->addItem(tr("No comparison"), 0);
    m_earlier->addItem(tr("The day before"), 1);
    m_earlier->addItem(tr("A week before"), 7);
    for (QWidget* widget : std::initializer_list<QWidget*>{m_metric, m_scope, m_earlier})
        m_pane->addHeaderWidget(widget);
    m_metric->setCurrent(m_context.memory.value(QStringLiteral("lag/metric")).toString());
    connect(m_metric, &Segmented::chosen, this, [this](const QString& id) {
        m_context.memory.setValue(QStringLiteral("lag/metric"), id);
        ask();
    });
    connect(m_scope, &Segmented::chosen, this, qOverload<>(&LagChart::ask));
    connect(m_earlier, &QComboBox::activated, this, qOverload<>(&LagChart::ask));
}

void LagChart::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    ask();
}

void LagChart::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    showHint();
    if (event->size().width() != event->oldSize().width())
        ask();
}

void LagChart::setGroup(const lag::GroupKey& key) {
    if (key == m_key)
        return;
    m_key = key;
    if (isOfSelected())
        ask();
}

// In the heading; where that is full, beside the mouse.
void LagChart::showHint() {
    const QString hint = tr("drag to zoom · double-click for live");
    m_chart->setHint(m_pane->setRemarkWhereRoom(hint) ? QString() : hint);
}

lag::Metric LagChart::metric() const {
    const QString id = m_metric->current();
    return id == QLatin1String("lag")     ? lag::Metric::Lag
           : id == QLatin1String("rates") ? lag::Metric::Rates
                                          : lag::Metric::TimeLag;
}

bool LagChart::isOfSelected() const { return m_scope->current() == QLatin1String("selected"); }

std::optional<base::Duration> LagChart::earlier() const {
    const int days = m_earlier->currentData().toInt();
    return days > 0 ? std::optional<base::Duration>(days * day) : std::nullopt;
}

// So many groups that their lines, and what they are compared with, are not too many.
std::size_t LagChart::most() const {
    const std::size_t each = (metric() == lag::Metric::Rates ? 2 : 1) * (earlier() ? 2 : 1);
    return std::min(mostGroups, mostLines / each);
}

// What is new shows only once a pixel has passed. The past does not change, but its store may still be
// opening.
void LagChart::showNewest() {
    const base::TimeRange range = m_context.view.range();
    const bool isMissed = !range.isLive() && m_watch.error();
    if (std::exchange(m_missed, isMissed) && !range.isLive() && !isMissed)
        return ask();
    if (range.isLive() ? m_watch.mode() == LagWatch::Mode::Paused : !m_unknown)
        return;
    const base::Duration wait =
        range.isLive() ? std::max<base::Duration>(leastWait, *range.last / std::max(m_chart->width(), 1))
                       : base::Duration{leastWait};
    if (!m_askedAt || m_context.clock() - *m_askedAt >= wait)
        ask();
}

void LagChart::ask() {
    if (!isVisible())
        return;
    const lag::Snapshots newest = m_watch.newest();
    const base::TimeRange range = m_context.view.range();
    base::Time now = m_context.clock();
    if (range.isLive() && m_watch.mode() != LagWatch::Mode::Past && m_watch.asOf())
        now = *m_watch.asOf();
    if (newest.empty() && range.isLive())
        return;
    m_askedAt = m_context.clock();
    lag::PictureQuery query;
    query.metric = metric();
    query.from = range.begin(now);
    query.to = std::min(range.end(now), std::max(now, query.from + leastSpan));
    query.pixels = std::max(m_chart->width(), 100);
    query.most = most();
    query.earlier = earlier();
    if (isOfSelected() && !m_key.isEmpty())
        query.groups = {m_key.group};
    ask(query, now);
}

void LagChart::ask(lag::PictureQuery query, base::Time now) {
    const quint64 asked = ++m_asked;
    LagSources asking = m_watch.sources();
    if (!query.groups.empty())
        std::erase_if(asking,
                      [this](const LagSource& one) { return one.feed != m_watch.feedOf(m_key.cluster); });
    auto answers = std::make_shared<std::vector<Answer>>();
    auto waiting = std::make_shared<std::size_t>(asking.size());
    const bool several = m_watch.sources().size() > 1;
    for (const LagSource& source : asking)
        base::whenAnswered(
            source.feed->picture(query), this,
            [this, asked, query, now, answers, waiting,
             cluster = several ? source.name : std::string()](const base::Result<lag::Picture>& picture) {
                if (asked != m_asked)
                    return;
                if (picture)
                    answers->push_back({cluster, *picture});
                if (--*waiting == 0 && !answers->empty())
                    take(query, std::move(*answers), now);
            });
}

// Each group's lines stay together; of several clusters the worst groups of all.
std::vector<LagChart::Drawn> LagChart::worstOf(const std::vector<Answer>& answers) const {
    struct One {
        std::vector<Drawn> lines;
        double newest;
    };
    std::vector<One> groups;
    for (const Answer& answer : answers)
        for (const lag::Line& line : answer.picture.lines) {
            if (groups.empty() || groups.back().lines.front().cluster != answer.cluster ||
                groups.back().lines.front().line.group != line.group)
                groups.push_back({{}, newestOf(line)});
            groups.back().lines.push_back({answer.cluster, line});
        }
    if (answers.size() > 1)
        std::stable_sort(groups.begin(), groups.end(),
                         [](const One& a, const One& b) { return a.newest > b.newest; });
    // What has no value has no line, and no place in the legend.
    std::erase_if(groups, [](const One& group) {
        return std::all_of(group.lines.begin(), group.lines.end(),
                           [](const Drawn& one) { return newestOf(one.line) < 0; });
    });
    std::vector<Drawn> lines;
    for (std::size_t i = 0; i < std::min(groups.size(), most()); ++i)
        lines.insert(lines.end(), groups[i].lines.begin(), groups[i].lines.end());
    return lines;
}

QString LagChart::nameOf(const Drawn& one) const {
    QString name = toQString(one.cluster.empty() ? one.line.group : one.line.group + " · " + one.cluster);
    if (one.line.of == Of::Written || one.line.of == Of::WrittenEarlier)
        name += tr(", written");
    else if (one.line.of == Of::Read || one.line.of == Of::ReadEarlier)
        name += tr(", read");
    if (isEarlier(one.line.of))
        name += m_earlier->currentData().toInt() == 1 ? tr(", the day before") : tr(", a week before");
    return name;
}

// A group keeps its colour whatever its rank; where two that share one are drawn at once, the less bad one
// gets another.
void LagChart::chooseColours(const std::vector<Drawn>& drawn) {
    std::set<lag::GroupKey> groups;
    std::set<int> taken;
    std::vector<lag::GroupKey> without;
    for (const Drawn& one : drawn) {
        const lag::GroupKey key{one.cluster, one.line.group};
        if (!groups.insert(key).second)
            continue;
        const auto has = m_colours.find(key);
        if (has == m_colours.end() || !taken.insert(has->second).second)
            without.push_back(key);
    }
    std::map<int, int> owners;
    for (const auto& [key, colour] : m_colours)
        ++owners[colour];
    for (const lag::GroupKey& key : without) {
        int best = -1; // that of the fewest other groups
        for (int colour = 0; colour < groupColours; ++colour)
            if (!taken.contains(colour) && (best < 0 || owners[colour] < owners[best]))
                best = colour;
        taken.insert(best);
        ++owners[best];
        m_colours[key] = best;
    }
}

std::vector<LineChart::Line> LagChart::linesOf(const std::vector<Drawn>& drawn) const {
    std::vector<LineChart::Line> lines;
    std::size_t first = 0; // of the same group
    bool isFilled = false;
    for (const Drawn& one : drawn) {
        const std::size_t place = lines.size();
        if (place > 0 && (drawn[first].cluster != one.cluster || drawn[first].line.group != one.line.group))
            first = place;
        LineChart::Line& line = lines.emplace_back();
        line.name = nameOf(one);
        if (first != place)
            line.besides = first;
        line.stroke = isEarlier(one.line.of)       ? LineChart::Stroke::Dashed
                      : one.line.of == Of::Written ? LineChart::Stroke::Dotted
                                                   : LineChart::Stroke::Solid;
        line.colour = m_colours.at({one.cluster, one.line.group});
        // Of those that need somebody only the worst is red and filled: two red lines could not be told
        // apart.
        line.filled = !isFilled && one.line.of == Of::Value && lag::needsSomebody(one.line.verdict);
        isFilled = isFilled || line.filled;
        line.severity = line.filled ? lag::severity(one.line.verdict) : Severity::None;
        line.points.reserve(one.line.samples.size());
        for (const base::Sample& sample : one.line.samples)
            line.points.push_back({sample.time, sample.value});
    }
    return lines;
}

// Of the groups that were asked for, and of topics as a whole.
std::vector<LineChart::Mark> LagChart::marksOf(const std::vector<Answer>& answers, base::Time now) const {
    std::set<lag::GroupKey> shown;
    for (const Answer& answer : answers)
        for (const lag::Line& line : answer.picture.lines)
            shown.insert({answer.cluster, line.group});
    const auto words = [&](base::Time at, const std::string& whose, const std::string& what) {
        QString text = base::clockTime(at, now, m_context.view.zone()) + QLatin1Char(' ');
        if (!whose.empty() && (shown.size() > 1 || what.empty()))
            text += toQString(whose) + QStringLiteral(": ");
        return text + toQString(what);
    };
    std::vector<LineChart::Mark> marks;
    for (const Answer& answer : answers) {
        for (const lag::Mark& mark : answer.picture.marks)
            if (mark.group.empty() || shown.contains({answer.cluster, mark.group}))
                marks.push_back({mark.at,
                                 words(mark.at, mark.group.empty() ? mark.topic : mark.group, mark.text),
                                 severityOf(mark.kind)});
        for (const lag::Alert& alert : answer.picture.alerts)
            if (shown.contains({answer.cluster, alert.group}))
                marks.push_back({alert.raisedAt, words(alert.raisedAt, alert.group, "alert, " + alert.name),
                                 alert.severity});
    }
    std::stable_sort(marks.begin(), marks.end(),
                     [](const auto& a, const auto& b) { return a.time < b.time; });
    return marks;
}

QString LagChart::subtitle(std::size_t groups, const lag::PictureQuery& query,
                           std::optional<base::Time> since, base::Time now) const {
    if (m_unknown)
        return m_context.view.range().isLive() ? tr("the first look; a line takes two")
                                               : tr("nothing is known of the chosen time");
    static const char* const counts[] = {"no", "one", "two", "three", "four", "five"};
    QString which = tr("worst %1 groups").arg(QLatin1String(counts[std::min(groups, mostGroups)]));
    if (!query.groups.empty())
        which = toQString(query.groups.front());
    else if (groups < 2)
        which = tr("worst group");
    const auto clock = [&](base::Time at) { return base::clockTime(at, now, m_context.view.zone()); };
    const base::TimeRange range = m_context.view.range();
    QStringList parts;
    if (!range.isLive())
        parts << tr("%1, %2 to %3").arg(which, clock(query.from), clock(query.to));
    else if (*since > query.from)
        parts << tr("%1 since %2").arg(which, clock(*since));
    else
        parts << which + QStringLiteral(", ") + spanWords(*range.last);
    if (query.metric == lag::Metric::Rates)
        parts << tr("solid read, dotted written");
    if (query.earlier)
        parts << (*query.earlier == day ? tr("dashed the day before") : tr("dashed a week before"));
    return parts.join(QStringLiteral(" · "));
}

// Why there is no line.
QString LagChart::emptyText(const lag::PictureQuery& query) const {
    if (m_unknown)
        return m_context.view.range().isLive() ? tr("A line takes two looks")
                                               : tr("Nothing is recorded in this stretch");
    const bool isOfOne = !query.groups.empty();
    if (query.metric == lag::Metric::Rates)
        return isOfOne ? tr("No rates are recorded for this group in this stretch")
                       : tr("No rates are recorded in this stretch");
    if (query.metric == lag::Metric::Lag)
        return isOfOne ? tr("No lag is recorded for this group in this stretch")
                       : tr("No lag is recorded in this stretch");
    return isOfOne ? tr("No time lag is recorded for this group in this stretch")
                   : tr("No time lag is recorded in this stretch");
}

void LagChart::take(const lag::PictureQuery& query, std::vector<Answer> answers, base::Time now) {
    const std::vector<Drawn> drawn = worstOf(answers);
    std::optional<base::Time> since;
    for (const Answer& answer : answers)
        if (answer.picture.since)
            since = std::min(since.value_or(*answer.picture.since), *answer.picture.since);
    m_unknown = !since || *since >= query.to;
    chooseColours(drawn);
    const std::vector<LineChart::Line> lines = linesOf(drawn);
    const auto groups = static_cast<std::size_t>(
        std::count_if(lines.begin(), lines.end(), [](const auto& line) { return !line.besides; }));
    const QString words = subtitle(groups, query, since, now);
    static const QString titles[] = {tr("Time lag"), tr("Lag"), tr("Rates")};
    m_pane->setTitle(titles[static_cast<int>(query.metric)]);
    m_pane->setSubtitle(words);
    m_chart->setUnit(query.metric == lag::Metric::TimeLag ? LineChart::Unit::Duration
                                                          : LineChart::Unit::Count);
    m_chart->setEmptyText(emptyText(query));
    m_chart->setAccessibleName(tr("%1, %2").arg(titles[static_cast<int>(query.metric)], words));
    // A history that has only begun has the axis to itself.
    base::Time from = query.from;
    if (m_context.view.range().isLive() && since && !query.earlier)
        from = std::max(from, std::min(*since, query.to - leastSpan));
    m_chart->setData(lines, from, query.to, marksOf(answers, now));
    showHint(); // beside the legend of these lines
}

} // namespace streamscape::widgets
