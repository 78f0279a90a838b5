// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/lag/lag_page.h"

#include "models/lag/verdict.h"
#include "models/lag/words.h"
#include "widgets/common/face.h"
#include "widgets/common/pane.h"
#include "widgets/common/split.h"
#include "widgets/lag/alerts_dialog.h"
#include "widgets/lag/group_detail.h"
#include "widgets/lag/lag_cards.h"
#include "widgets/lag/lag_chart.h"
#include "widgets/lag/lag_faces.h"
#include "widgets/lag/lag_filter.h"
#include "widgets/lag/lag_head.h"
#include "widgets/lag/lag_strip.h"

#include <QKeyEvent>
#include <QVBoxLayout>

#include <algorithm>
#include <array>

namespace streamscape::widgets {

using base::Severity;
using base::toQString;

namespace {

constexpr std::chrono::seconds noteStays{8};
constexpr std::array allVerdicts{lag::Verdict::Unknown,   lag::Verdict::Empty,   lag::Verdict::Idle,
                                 lag::Verdict::KeepingUp, lag::Verdict::Rewound, lag::Verdict::FallingBehind,
                                 lag::Verdict::Stalled,   lag::Verdict::Stopped};

// "stopped,stalled" and back; what is no verdict is left out.
std::string listed(const std::set<lag::Verdict>& verdicts) {
    std::string text;
    for (const lag::Verdict verdict : verdicts)
        text += (text.empty() ? "" : ",") + std::string(lag::name(verdict));
    return text;
}
std::set<lag::Verdict> unlisted(const std::string& text) {
    std::set<lag::Verdict> verdicts;
    const QStringList names = toQString(text).split(QLatin1Char(','), Qt::SkipEmptyParts);
    for (const lag::Verdict verdict : allVerdicts)
        if (names.contains(QLatin1String(lag::name(verdict))))
            verdicts.insert(verdict);
    return verdicts;
}

} // namespace

LagPage::LagPage(const PageContext& context, LagSources sources, QWidget* parent)
    : Page(parent)
    , m_context(context)
    , m_watch(context, std::move(sources)) {
    makeHead();
    m_face = new FaceStack(makeContent(), this);
    auto* body = new QWidget(this);
    auto* rows = new QVBoxLayout(body);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(12);
    m_strip = new LagStrip(body);
    m_strip->setObjectName(QStringLiteral("lagStrip"));
    rows->addWidget(m_strip);
    rows->addWidget(m_face, 1);
    layOut(m_head, body);
    m_noteTimer.setSingleShot(true);
    m_noteTimer.setInterval(noteStays);
    connect(&m_noteTimer, &QTimer::timeout, this, [this] { note({}, Severity::None); });
    connect(m_face, &FaceStack::actionTriggered, this,
            [this] { m_watch.mode() == LagWatch::Mode::Past ? m_watch.resume() : refresh(); });
    connect(m_strip, &LagStrip::backAsked, &m_watch, &LagWatch::resume);
    connect(&m_watch, &LagWatch::changed, this, &LagPage::showNewest);
    connect(&context.view, &View::zoneChanged, this, &LagPage::updateStrip);
    listen();
    showNewest();
}

LagPage::~LagPage() = default;

void LagPage::listen() {
    for (const LagSource& source : m_watch.sources())
        connect(source.feed, &lag::Feed::alertsChanged, this, &LagPage::updateBadge);
}

void LagPage::setSources(LagSources sources) {
    for (const LagSource& source : m_watch.sources()) {
        disconnect(source.feed, nullptr, this, nullptr);
        source.feed->setInterest({});
    }
    const std::string cluster = isSeveral() ? m_key.cluster : m_watch.sources().front().name;
    const bool stays = std::any_of(sources.begin(), sources.end(),
                                   [&](const LagSource& source) { return source.name == cluster; });
    m_chosen = m_chosen && stays;
    m_key = stays && !m_key.isEmpty()
                ? lag::GroupKey{sources.size() > 1 ? cluster : std::string(), m_key.group}
                : lag::GroupKey{};
    m_watch.setSources(std::move(sources)); // shows them
    listen();
    m_tables->setSeveral(isSeveral());
    m_tables->select(m_key);
    follow(m_key);
    if (m_alerts)
        m_alerts->setSources(m_watch.sources());
    tellMoved();
}

void LagPage::makeHead() {
    m_head = new LagHead(title(), this);
    m_export = new LagExport(this);
    connect(m_head, &LagHead::byChosen, this, [this](LagTables::By by) {
        m_tables->setBy(by);
        tellMoved();
    });
    connect(m_head, &LagHead::resetAsked, this, &LagPage::requestReset);
    connect(m_head, &LagHead::alertsAsked, this, &LagPage::showAlerts);
    connect(m_head, &LagHead::exportAsked, this, [this](LagExport::What what, LagExport::To to) {
        m_export->run(what, to, *m_tables->table(), m_watch.shown(), QStringLiteral("lag"));
    });
    connect(m_export, &LagExport::done, this, [this](const QString& text) { note(text, Severity::Good); });
    connect(m_export, &LagExport::failed, this, [this](const QString& text) { note(text, Severity::Bad); });
}

QWidget* LagPage::makeContent() {
    auto* content = new QWidget(this);
    auto* rows = new QVBoxLayout(content);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(12);
    m_cards = new LagCards(m_context, content);
    m_chart = new LagChart(m_context, m_watch, content);
    auto* tablePane = new Pane(QString(), content);
    tablePane->setHeaderVisible(false);
    m_filter = new LagFilter(tablePane);
    m_tables = new LagTables(m_context, isSeveral(), tablePane);
    tablePane->body()->addWidget(m_filter);
    tablePane->body()->addWidget(m_tables, 1);
    m_detail = new GroupDetail(m_context, content);
    rows->addWidget(m_cards);
    rows->addWidget(m_chart);
    rows->addWidget(makeSplit(m_context.memory, QStringLiteral("lag/split"),
                              {{tablePane, 838, 7}, {m_detail, 362, 3}}, content),
                    1);
    connect(m_filter, &LagFilter::changed, this, &LagPage::takeFilter);
    connect(m_filter, &LagFilter::pauseAsked, this, &LagPage::togglePause);
    connect(m_tables, &LagTables::pauseAsked, this, &LagPage::togglePause);
    connect(m_tables, &LagTables::filterIn, m_filter, &LagFilter::takeOnly);
    connect(m_tables, &LagTables::filterOut, m_filter, &LagFilter::takeWithout);
    connect(m_tables, &LagTables::linkActivated, this, &LagPage::locationRequested);
    connect(m_tables, &LagTables::groupChosen, this,
            [this](const lag::GroupKey& key, const std::string& topic,
                   const std::optional<base::TopicPartition>& partition) {
                choose(key);
                m_topic = topic;
                if (partition)
                    m_detail->selectPartition(*partition);
            });
    connect(m_detail, &GroupDetail::locationRequested, this, &LagPage::locationRequested);
    wireCards();
    return content;
}

void LagPage::wireCards() {
    const auto sorted = [this](const char* column, Qt::SortOrder order) {
        if (m_tables->by() != LagTables::By::Group) {
            m_tables->setBy(LagTables::By::Group);
            m_head->setBy(LagTables::By::Group);
            tellMoved();
        }
        m_tables->sortBy(column, order);
    };
    connect(m_cards, &LagCards::neededAsked, this, [this, sorted] {
        sorted("verdict", Qt::DescendingOrder);
        m_filter->setOnly({lag::Verdict::Stopped, lag::Verdict::Stalled, lag::Verdict::FallingBehind,
                           lag::Verdict::Rewound});
    });
    connect(m_cards, &LagCards::behindAsked, this, [sorted] { sorted("lag", Qt::DescendingOrder); });
    connect(m_cards, &LagCards::worstAsked, this, [sorted] { sorted("time_lag", Qt::DescendingOrder); });
    connect(m_cards, &LagCards::expiringAsked, this, [sorted] { sorted("expiry", Qt::AscendingOrder); });
    connect(m_cards, &LagCards::busiestAsked, this, [sorted] { sorted("written", Qt::DescendingOrder); });
}

void LagPage::open(const base::Location& location) {
    lag::RowFilter rows;
    rows.topic = location.value("topic");
    rows.only = unlisted(location.value("verdict"));
    rows.without = unlisted(location.value("not_verdict"));
    m_filter->set(rows, base::filterOf(location));
    m_tables->setFilter(m_filter->table());
    const LagTables::By by = LagTables::byName(location.value("by"));
    m_head->setBy(by);
    m_tables->setBy(by);
    lag::GroupKey key{location.value("cluster"), location.value("group")};
    const std::string& first = m_watch.sources().front().name;
    if (!isSeveral() && key.cluster == first)
        key.cluster.clear();                                        // rows do not name it
    if (isSeveral() && key.cluster.empty() && !key.group.empty()) { // an address that knows of one cluster
        for (const lag::SnapshotPtr& snapshot : m_watch.shown())
            if (const lag::Group* group = snapshot->find(key.group); group && key.cluster.empty())
                key.cluster = group->row.cluster;
        if (key.cluster.empty())
            key.cluster = first;
    }
    m_chosen = !key.isEmpty();
    m_key = key;
    m_topic.clear();
    showNewest();
    if (m_chosen) {
        m_tables->select(key);
        follow(key);
    }
}

base::Location LagPage::location() const {
    base::Location here{"lag", "", {}, std::nullopt};
    const auto add = [&](const char* name, const std::string& value) {
        if (!value.empty())
            here.query[name] = value;
    };
    if (m_tables->by() != LagTables::By::Group)
        add("by", LagTables::name(m_tables->by()));
    if (m_chosen) {
        add("group", m_key.group);
        add("cluster", m_key.cluster);
    }
    add("topic", m_filter->rows().topic);
    add("verdict", listed(m_filter->rows().only));
    add("not_verdict", listed(m_filter->rows().without));
    base::putFilter(m_filter->table(), here);
    return here;
}

// A line in the chart, a rate and a verdict take two looks: before that the page is not what it will be.
bool LagPage::isReady() const {
    if (m_watch.error())
        return true;
    if (m_watch.mode() == LagWatch::Mode::Past)
        return !m_watch.isAsking();
    const lag::Snapshots& shown = m_watch.shown();
    return !shown.empty() && std::all_of(shown.begin(), shown.end(), [](const lag::SnapshotPtr& one) {
        return one->groups.empty() || one->looks > 1;
    });
}

// A verdict that was come to sooner than that may be of a moment.
bool LagPage::isSettled() const {
    const lag::Snapshots& shown = m_watch.shown();
    return isReady() && std::all_of(shown.begin(), shown.end(), [](const lag::SnapshotPtr& one) {
               return one->groups.empty() || one->asOf - one->since.value_or(one->asOf) >= lag::patience;
           });
}

PageStatus LagPage::status() const {
    PageStatus status;
    status.age = m_watch.mode() == LagWatch::Mode::Past ? tr("Lag recorded") : tr("Lag read");
    status.command = QStringLiteral("streamscapectl lag");
    if (m_chosen && !m_key.isEmpty())
        status.command += QStringLiteral(" --group ") + base::shellQuoted(m_key.group);
    if (const std::string& topic = m_filter->rows().topic; !topic.empty())
        status.command += QStringLiteral(" --topic ") + base::shellQuoted(topic);
    status.asOf = m_watch.asOf();
    std::int64_t groups = 0;
    base::Duration took{};
    for (const lag::SnapshotPtr& snapshot : m_watch.shown()) {
        groups += static_cast<std::int64_t>(snapshot->groups.size());
        took = std::max(took, snapshot->took);
        if (!snapshot->errors.empty()) {
            status.notice = toQString(base::describe(snapshot->errors.front()));
            status.severity = Severity::Warn;
        }
    }
    if (!m_watch.shown().empty())
        status.cost =
            m_watch.mode() == LagWatch::Mode::Past
                ? base::counted(groups, tr("group"), tr("groups"))
                : tr("%1 in %2 ms").arg(base::counted(groups, tr("group"), tr("groups"))).arg(took.count());
    for (const LagSource& source : m_watch.sources())
        for (const auto& failure : {source.feed->keepingError(), source.feed->alarmError()})
            if (failure) {
                status.notice = toQString(base::describe(*failure));
                status.severity = Severity::Warn;
            }
    if (m_watch.error()) {
        status.notice = toQString(base::describe(*m_watch.error()));
        status.severity = Severity::Bad;
    }
    if (!m_note.isEmpty()) {
        status.notice = m_note;
        status.severity = m_noteSeverity;
    }
    return status;
}

std::vector<Finding> LagPage::findings() const {
    std::vector<Finding> found;
    std::set<std::string> topics;
    for (const lag::SnapshotPtr& snapshot : m_watch.shown())
        for (const lag::Group& group : snapshot->groups) {
            const lag::GroupRow& row = group.row;
            base::Location place = lag::placeOf({row.cluster, row.group});
            if (!row.cluster.empty())
                place.query["cluster"] = row.cluster;
            found.push_back({toQString(row.cluster.empty() ? row.group : row.group + " · " + row.cluster),
                             tr("group"), place});
            topics.insert(row.topics.begin(), row.topics.end());
        }
    for (const std::string& topic : topics)
        found.push_back({tr("Lag on %1").arg(toQString(topic)), tr("topic"),
                         base::Location{"lag", "", {{"topic", topic}}, std::nullopt}});
    return found;
}

void LagPage::refresh() {
    for (const LagSource& source : m_watch.sources())
        source.feed->refresh();
}

void LagPage::focusFilter() { m_filter->focusLine(); }

void LagPage::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Space && event->modifiers() == Qt::NoModifier)
        togglePause();
    else
        Page::keyPressEvent(event);
}

void LagPage::togglePause() {
    if (m_watch.mode() == LagWatch::Mode::Live)
        m_watch.pause();
    else
        m_watch.resume();
}

void LagPage::requestReset() {
    if (m_key.isEmpty())
        return;
    // A topic named to the plan is planned whole, also where the group has no commit: that must be somebody's
    // wish.
    const bool isOfTopic =
        m_tables->by() == LagTables::By::Topic || m_tables->by() == LagTables::By::Partition;
    Q_EMIT resetRequested(isSeveral() ? m_key.cluster : m_watch.sources().front().name, m_key.group,
                          isOfTopic ? m_topic : std::string());
}

void LagPage::showNewest() {
    showFace(*m_face, m_watch, m_context);
    updateStrip();
    const lag::Snapshots& shown = m_watch.shown();
    m_tables->setSnapshots(shown, m_filter->rows());
    if (shown.empty()) {
        m_head->clearNumbers();
    } else {
        const lag::Overview overview = lag::overview(shown);
        m_head->setNumbers(overview);
        m_cards->setNumbers(overview);
        if (!m_chosen)
            selectWorst();
    }
    updateVisibility();
    m_detail->setGroup(shown, m_key);
    m_chart->setGroup(m_key);
    m_head->setResettable(m_watch.mode() == LagWatch::Mode::Past ? std::string() : m_key.group);
    updateBadge();
    Q_EMIT statusChanged();
    tellReady();
}

// Until somebody chooses, the page opens with whom it is about. It does not jump from one to the next: only
// a group that needs nobody gives way to one that does.
void LagPage::selectWorst() {
    const lag::GroupKey first = m_tables->first();
    if (first.isEmpty())
        return;
    const lag::Group* shown = lag::find(m_watch.shown(), m_key);
    const lag::Group* worst = lag::find(m_watch.shown(), first);
    if (shown &&
        (lag::needsSomebody(shown->row.verdict) || !worst || !lag::needsSomebody(worst->row.verdict)))
        return;
    m_tables->select(first);
    follow(first);
}

void LagPage::updateStrip() {
    sayMoment(*m_strip, m_watch, m_context);
    m_filter->setPaused(m_watch.mode() == LagWatch::Mode::Paused, m_watch.mode() != LagWatch::Mode::Past);
}

void LagPage::updateVisibility() {
    const lag::Snapshots& shown = m_watch.shown();
    const auto isAny = [&](lag::Visibility visibility) {
        return std::any_of(shown.begin(), shown.end(),
                           [&](const auto& one) { return one->visibility == visibility; });
    };
    QString text;
    if (m_watch.mode() == LagWatch::Mode::Past)
        return m_head->setWarning({}, {}); // what is kept is all there is to show
    if (isAny(lag::Visibility::Some))
        text = tr("This connection may not list all groups");
    else if (isAny(lag::Visibility::Unsaid))
        text = tr("The broker did not say whether these are all groups");
    m_head->setWarning(text, tr("ListGroups answers only the groups this connection may describe. DESCRIBE "
                                "on the cluster shows all of them."));
}

// Whom to call is a question of now, whatever the page shows: alerts that nobody has taken on; where nothing
// is watched for, the groups that need somebody.
void LagPage::updateBadge() {
    const bool watches = std::any_of(m_alertRules.begin(), m_alertRules.end(),
                                     [](const lag::AlertRule& rule) { return rule.enabled; });
    int count = 0;
    bool urgent = false;
    if (watches) {
        const base::Time now = m_context.clock();
        for (const LagSource& source : m_watch.sources())
            for (const lag::Alert& alert : source.feed->alerts())
                if (alert.needsSomebody(now)) {
                    ++count;
                    urgent = urgent || alert.severity == Severity::Bad;
                }
    } else {
        for (const lag::SnapshotPtr& snapshot : m_watch.newest())
            for (const lag::Group& group : snapshot->groups)
                if (lag::needsSomebody(group.row.verdict)) {
                    ++count;
                    urgent = urgent || group.row.verdict != lag::Verdict::Rewound;
                }
    }
    m_head->setAlerts(watches ? std::optional(count) : std::nullopt);
    Q_EMIT badgeChanged(count, count == 0 ? Severity::None : urgent ? Severity::Bad : Severity::Warn);
}

void LagPage::setAlertRules(std::vector<lag::AlertRule> rules) {
    m_alertRules = std::move(rules);
    if (m_alerts)
        m_alerts->setRules(m_alertRules);
    updateBadge();
}

void LagPage::showAlerts() {
    if (!m_alerts) {
        m_alerts = new AlertsDialog(m_context, m_watch.sources(), this);
        m_alerts->setAttribute(Qt::WA_DeleteOnClose);
        connect(m_alerts, &AlertsDialog::locationRequested, this, &LagPage::locationRequested);
        connect(m_alerts, &AlertsDialog::rulesChanged, this,
                [this](const std::vector<lag::AlertRule>& rules) {
                    m_alertRules = rules;
                    updateBadge();
                    Q_EMIT alertRulesChanged(rules);
                });
        m_alerts->setRules(m_alertRules);
    }
    m_alerts->show();
    m_alerts->raise();
    m_alerts->activateWindow();
}

void LagPage::takeFilter() {
    m_tables->setFilter(m_filter->table());
    m_tables->setSnapshots(m_watch.shown(), m_filter->rows());
    tellMoved();
}

void LagPage::choose(const lag::GroupKey& key) {
    if (key == m_key && m_chosen)
        return;
    m_chosen = true;
    follow(key);
    if (m_tables->by() != LagTables::By::Group)
        m_tables->select(key); // it is in front of whoever comes back to it
    tellMoved();
}

// Shows a group beside the table, without it being anybody's choice.
void LagPage::follow(const lag::GroupKey& key) {
    m_key = key;
    m_topic.clear();
    m_detail->setGroup(m_watch.shown(), key);
    m_chart->setGroup(key);
    m_head->setResettable(m_watch.mode() == LagWatch::Mode::Past ? std::string() : key.group);
    const lag::Feed* mine = m_watch.feedOf(key.cluster);
    for (const LagSource& source : m_watch.sources())
        source.feed->setInterest(source.feed == mine ? key.group : std::string());
}

void LagPage::tellMoved() {
    Q_EMIT locationChanged();
    Q_EMIT statusChanged();
}

void LagPage::note(const QString& text, Severity severity) {
    m_note = text;
    m_noteSeverity = severity;
    if (!text.isEmpty())
        m_noteTimer.start();
    Q_EMIT statusChanged();
}

} // namespace streamscape::widgets
