// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/lag/lag_page.h"

#include "models/lag/verdict.h"
#include "models/lag/words.h"
#include "widgets/common/data_table.h"
#include "widgets/common/face.h"
#include "widgets/common/filter_bar.h"
#include "widgets/common/labels.h"
#include "widgets/common/page_head.h"
#include "widgets/common/pane.h"
#include "widgets/common/split.h"
#include "widgets/lag/group_detail.h"
#include "widgets/lag/lag_cards.h"
#include "widgets/lag/lag_chart.h"

#include <QVBoxLayout>

#include <algorithm>
#include <set>

namespace streamscape::widgets {

using base::Severity;
using base::toQString;

namespace {

const QString topicChip = QStringLiteral("topic");

} // namespace

LagPage::LagPage(const PageContext& context, lag::Feed& feed, QWidget* parent)
    : Page(parent)
    , m_context(context)
    , m_feed(feed) {
    makeHead();
    m_face = new FaceStack(makeContent(), this);
    layOut(m_head, m_face);
    connect(m_face, &FaceStack::actionTriggered, this, &LagPage::refresh);
    connect(&feed, &lag::Feed::changed, this, &LagPage::showNewest);
    showNewest();
}

LagPage::~LagPage() = default;

void LagPage::makeHead() {
    m_head =
        new PageHead(title(), tr("Filter groups, topics, verdicts…"), PageHead::FilterPlace::Beside, this);
    m_filter = m_head->filter();
    m_visibility = makeLabel("stale", m_head);
    m_visibility->setObjectName(QStringLiteral("lagVisibility"));
    m_visibility->setToolTip(tr("ListGroups answers only the groups this connection may describe. DESCRIBE "
                                "on the cluster shows all of them."));
    m_visibility->hide();
    m_head->addBehindCounts(m_visibility);
    connect(m_filter, &FilterBar::textChanged, this, [this](const QString& text) {
        m_table->setFilterText(text);
        Q_EMIT locationChanged();
    });
    connect(m_filter, &FilterBar::chipRemoved, this, [this] {
        m_topic.clear();
        updateChips();
        showNewest();
        Q_EMIT locationChanged();
    });
}

QWidget* LagPage::makeContent() {
    auto* content = new QWidget(this);
    auto* rows = new QVBoxLayout(content);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(12);
    m_cards = new LagCards(m_context, content);
    m_chart = new LagChart(m_context, m_feed, content);
    auto* tablePane = new Pane(QString(), content);
    tablePane->setHeaderVisible(false);
    m_table = new DataTable(m_context, QStringLiteral("lagGroups"), tablePane);
    m_table->setDefaultSort(QStringLiteral("verdict"), Qt::DescendingOrder);
    m_table->setStretchColumn(QStringLiteral("spark"));
    m_table->setLeastWidths({{"topic", 144},
                             {"verdict", 136},
                             {"lag", 74},
                             {"time_lag", 86},
                             {"read", 64},
                             {"written", 76},
                             {"drain", 84},
                             {"members", 70},
                             {"spark", 80}});
    m_table->setHiddenByDefault({QStringLiteral("cluster"), QStringLiteral("state"), QStringLiteral("skew"),
                                 QStringLiteral("expiry")});
    m_table->setEmptyText(tr("No group matches the filter"));
    m_table->setAccessibleName(tr("Groups"));
    m_table->setRowModel(&m_model);
    tablePane->body()->addWidget(m_table);
    m_detail = new GroupDetail(m_context, content);
    rows->addWidget(m_cards);
    rows->addWidget(m_chart);
    rows->addWidget(makeSplit(m_context.memory, QStringLiteral("lag/split"),
                              {{tablePane, 850, 7}, {m_detail, 350, 3}}, content),
                    1);
    connect(m_table, &DataTable::currentKeyChanged, this, [this](const QString& key) {
        if (key.isEmpty() || base::toStd(key) == m_group)
            return;
        m_chosen = true;
        select(base::toStd(key));
        Q_EMIT locationChanged();
        Q_EMIT statusChanged();
    });
    connect(m_table, &DataTable::linkActivated, this, &LagPage::locationRequested);
    connect(m_detail, &GroupDetail::locationRequested, this, &LagPage::locationRequested);
    return content;
}

void LagPage::open(const base::Location& location) {
    m_topic = location.value("topic");
    m_filter->setText(toQString(location.value("text")));
    m_table->setFilterText(m_filter->text());
    updateChips();
    const std::string group = location.value("group");
    m_chosen = !group.empty();
    m_group = group;
    showNewest();
    if (m_chosen) {
        m_table->selectKey(toQString(group));
        select(group);
    }
}

base::Location LagPage::location() const {
    base::Location here{"lag", "", {}, std::nullopt};
    if (m_chosen && !m_group.empty())
        here.query["group"] = m_group;
    if (!m_topic.empty())
        here.query["topic"] = m_topic;
    if (!m_filter->text().isEmpty())
        here.query["text"] = base::toStd(m_filter->text());
    return here;
}

// A line in the chart, a rate and a verdict take two looks: before that the page is not what it will be.
bool LagPage::isReady() const {
    const lag::SnapshotPtr snapshot = m_feed.snapshot();
    return m_feed.error() || (snapshot && (snapshot->groups.empty() || snapshot->looks > 1));
}

// A verdict that was come to sooner than that may be of a moment.
bool LagPage::isSettled() const {
    const lag::SnapshotPtr snapshot = m_feed.snapshot();
    return isReady() && (!snapshot || snapshot->groups.empty() ||
                         snapshot->asOf - snapshot->since.value_or(snapshot->asOf) >= lag::patience);
}

PageStatus LagPage::status() const {
    PageStatus status;
    status.age = tr("Lag read");
    status.command = QStringLiteral("streamscapectl lag");
    if (m_chosen && !m_group.empty())
        status.command += QStringLiteral(" --group ") + base::shellQuoted(m_group);
    if (!m_topic.empty())
        status.command += QStringLiteral(" --topic ") + base::shellQuoted(m_topic);
    if (const lag::SnapshotPtr snapshot = m_feed.snapshot()) {
        status.asOf = snapshot->asOf;
        status.cost = tr("%1 in %2 ms")
                          .arg(lag::counted(static_cast<std::int64_t>(snapshot->groups.size()), tr("group"),
                                            tr("groups")))
                          .arg(snapshot->took.count());
        if (!snapshot->errors.empty()) {
            status.notice = toQString(base::describe(snapshot->errors.front()));
            status.severity = Severity::Warn;
        }
    }
    if (m_feed.error()) {
        status.notice = toQString(base::describe(*m_feed.error()));
        status.severity = Severity::Bad;
    }
    return status;
}

std::vector<Finding> LagPage::findings() const {
    std::vector<Finding> found;
    const lag::SnapshotPtr snapshot = m_feed.snapshot();
    if (!snapshot)
        return found;
    std::set<std::string> topics;
    for (const lag::Group& group : snapshot->groups) {
        found.push_back({toQString(group.row.group), tr("group"),
                         base::Location{"lag", "", {{"group", group.row.group}}, std::nullopt}});
        topics.insert(group.row.topics.begin(), group.row.topics.end());
    }
    for (const std::string& topic : topics)
        found.push_back({tr("Lag on %1").arg(toQString(topic)), tr("topic"),
                         base::Location{"lag", "", {{"topic", topic}}, std::nullopt}});
    return found;
}

void LagPage::focusFilter() { m_filter->focusLine(); }

void LagPage::showNewest() {
    const lag::SnapshotPtr snapshot = m_feed.snapshot();
    updateFace();
    if (snapshot) {
        const lag::Totals totals = lag::totals(*snapshot);
        m_model.setSnapshots({snapshot}, m_topic);
        updateHead(*snapshot);
        m_cards->setNumbers(*snapshot, totals);
        m_chart->showNewest();
        if (!m_chosen)
            selectWorst(*snapshot);
        Q_EMIT badgeChanged(totals.needSomebody(), totals.stopped + totals.stalled + totals.fallingBehind > 0
                                                       ? Severity::Bad
                                                       : Severity::Warn);
    } else {
        m_model.setSnapshots({});
        m_head->setCounts({});
        m_visibility->hide();
        Q_EMIT badgeChanged(0, Severity::None);
    }
    updateDetail();
    Q_EMIT statusChanged();
    tellReady();
}

// Until somebody chooses, the page opens with whom it is about. It does not jump from one to the next: only
// a group that needs nobody gives way to one that does.
void LagPage::selectWorst(const lag::Snapshot& snapshot) {
    if (m_table->visibleRows() == 0)
        return;
    const std::string first = base::toStd(m_table->model()->index(0, 0).data(base::KeyRole).toString());
    const lag::Group* shown = snapshot.find(m_group);
    const lag::Group* worst = snapshot.find(first);
    if (shown &&
        (lag::needsSomebody(shown->row.verdict) || !worst || !lag::needsSomebody(worst->row.verdict)))
        return;
    m_group = first;
    m_table->selectKey(toQString(m_group));
}

void LagPage::updateFace() {
    const lag::SnapshotPtr snapshot = m_feed.snapshot();
    const std::optional<base::Error>& error = m_feed.error();
    m_face->setStale({});
    if (!snapshot && error)
        return m_face->showError(*error, tr("Try again"));
    if (!snapshot)
        return m_face->showFace(Face::Kind::Loading, tr("Reading groups and offsets…"));
    if (error)
        m_face->setStale(tr("As of %1: the newest look failed. %2")
                             .arg(base::clockTime(snapshot->asOf, m_context.clock(), m_context.view.zone()),
                                  toQString(base::describe(*error))));
    if (!snapshot->groups.empty())
        return m_face->showContent();
    if (snapshot->visibility == lag::Visibility::Some)
        return m_face->showFace(
            Face::Kind::Denied, tr("This connection may not list all groups"),
            tr("None of the groups it may describe exists. DESCRIBE on the cluster, or on "
               "the groups, shows them."),
            tr("Try again"));
    m_face->showFace(Face::Kind::Empty, tr("There are no consumer groups on this cluster"),
                     tr("A group appears here when its first member joins or commits."), tr("Look again"));
}

void LagPage::updateHead(const lag::Snapshot& snapshot) {
    const QString dot = QStringLiteral(" · ");
    m_head->setCounts(
        lag::counted(static_cast<std::int64_t>(snapshot.groups.size()), tr("group"), tr("groups")) + dot +
        lag::counted(snapshot.topics, tr("topic"), tr("topics")) + dot +
        lag::counted(snapshot.partitions, tr("partition"), tr("partitions")));
    m_visibility->setVisible(snapshot.visibility != lag::Visibility::All);
    m_visibility->setText(snapshot.visibility == lag::Visibility::Some
                              ? tr("This connection may not list all groups")
                              : tr("The broker did not say whether these are all groups"));
}

void LagPage::updateDetail() {
    const lag::SnapshotPtr snapshot = m_feed.snapshot();
    m_detail->setGroup(snapshot, m_group);
}

void LagPage::updateChips() {
    QList<FilterBar::Chip> chips;
    if (!m_topic.empty())
        chips << FilterBar::Chip{topicChip, tr("topic is %1").arg(toQString(m_topic))};
    m_filter->setChips(chips);
}

void LagPage::select(const std::string& group) {
    m_group = group;
    updateDetail();
}

} // namespace streamscape::widgets
