// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/lag/group_detail.h"

#include "models/lag/words.h"
#include "widgets/common/buttons.h"
#include "widgets/common/labels.h"
#include "widgets/common/segmented.h"
#include "widgets/lag/lag_tables.h"
#include "widgets/lag/partition_map.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QRegularExpression>
#include <QScrollArea>
#include <QStackedWidget>

namespace streamscape::widgets {

using base::toQString;

namespace {

const QString partitionsTab = QStringLiteral("partitions");
const QString membersTab = QStringLiteral("members");
const QString mapTab = QStringLiteral("map");
constexpr int mapPlace = 2;               // in the stack
constexpr std::chrono::minutes around{5}; // what was done before and after a moment

// The figures of a sentence stand out from its words.
QString emphasized(const QString& sentence) {
    static const QRegularExpression figures(
        QStringLiteral("(\\d\\d:\\d\\d:\\d\\d|\\d[\\d,.]* /s|\\d[\\d,]* records?)"));
    return sentence.toHtmlEscaped().replace(figures, QStringLiteral("<b>\\1</b>"));
}

} // namespace

GroupDetail::GroupDetail(const PageContext& context, QWidget* parent)
    : QWidget(parent)
    , m_context(context)
    , m_pane(new Pane(QString(), this))
    , m_badge(new Badge(context.theme, this))
    , m_why(makeParagraph("dim", this))
    , m_skew(makeParagraph("dim", this))
    , m_tabs(new Segmented(this))
    , m_stack(new QStackedWidget(this))
    , m_table(new DataTable(context, QStringLiteral("lagPartitions"), m_stack))
    , m_members(new DataTable(context, QStringLiteral("lagGroupMembers"), m_stack))
    , m_map(new PartitionMap(context.theme, this)) {
    auto* all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->addWidget(m_pane);
    m_pane->addTitleWidget(m_badge);
    m_why->setObjectName(QStringLiteral("lagWhy"));
    m_why->setTextFormat(Qt::RichText);
    m_why->setContentsMargins(12, 9, 12, 9);
    m_skew->setObjectName(QStringLiteral("lagSkew"));
    m_skew->setContentsMargins(12, 0, 12, 9);
    m_table->setDefaultSort(QStringLiteral("lag"), Qt::DescendingOrder);
    m_table->setHiddenByDefault({QStringLiteral("group"), QStringLiteral("cluster"),
                                 QStringLiteral("verdict"), QStringLiteral("host"), QStringLiteral("read"),
                                 QStringLiteral("written"), QStringLiteral("expiry"),
                                 QStringLiteral("start")});
    m_table->setLeastWidths({{"topic", 130}, {"partition", 70}, {"condition", 96}, {"member", 150}});
    m_table->setUsualWidths({{"time_lag", LagTables::timeLagWidth}});
    m_table->setEmptyText(tr("No partitions"));
    m_table->setAccessibleName(tr("Partitions of the selected group"));
    m_table->setRowModel(&m_model);
    m_members->setDefaultSort(QStringLiteral("lag"), Qt::DescendingOrder);
    m_members->setHiddenByDefault({QStringLiteral("group"), QStringLiteral("cluster"),
                                   QStringLiteral("verdict"), QStringLiteral("member")});
    m_members->setEmptyText(tr("No members"));
    m_members->setAccessibleName(tr("Members of the selected group"));
    m_members->setRowModel(&m_memberModel);
    auto* scroll = new QScrollArea(m_stack);
    scroll->setWidgetResizable(true);
    scroll->setWidget(m_map);
    m_map->setObjectName(QStringLiteral("lagMap"));
    m_stack->addWidget(m_table);
    m_stack->addWidget(m_members);
    m_stack->addWidget(scroll);
    m_pane->body()->addWidget(m_why);
    m_pane->body()->addWidget(m_skew);
    m_pane->body()->addWidget(makeTabs());
    m_pane->body()->addWidget(m_stack, 1);
    m_pane->body()->addWidget(makeLinks());
    for (DataTable* table : {m_table, m_members})
        connect(table, &DataTable::linkActivated, this, &GroupDetail::locationRequested);
    connect(m_table, &DataTable::currentKeyChanged, this, [this](const QString& key) {
        m_map->setCurrent(key);
        updateLinks();
    });
    connect(m_map, &PartitionMap::chosen, m_table, &DataTable::selectKey);
    showNone();
}

QWidget* GroupDetail::makeTabs() {
    auto* row = new QWidget(this);
    auto* boxes = new QHBoxLayout(row);
    boxes->setContentsMargins(12, 0, 12, 9);
    m_tabs->setObjectName(QStringLiteral("lagDetailTabs"));
    m_tabs->setAccessibleName(tr("What is shown of the group"));
    m_tabs->add(partitionsTab, tr("Partitions"));
    m_tabs->add(membersTab, tr("Members"));
    m_tabs->add(mapTab, tr("Map"), tr("All partitions at one look: the stronger, the more lag"));
    boxes->addWidget(m_tabs);
    boxes->addStretch(1);
    connect(m_tabs, &Segmented::chosen, this, &GroupDetail::showTab);
    return row;
}

QWidget* GroupDetail::makeLinks() {
    auto* links = new QWidget(this);
    auto* rows = new QVBoxLayout(links);
    rows->setContentsMargins(12, 10, 12, 12);
    rows->setSpacing(8);
    auto* first = new QHBoxLayout;
    auto* second = new QHBoxLayout;
    for (QHBoxLayout* row : {first, second}) {
        row->setSpacing(8);
        rows->addLayout(row);
    }
    first->addWidget(m_audit = makeLink(tr("Audit →"), "lagToAudit"));
    first->addWidget(m_topicLink = makeLink(tr("Topic →"), "lagToTopic"));
    second->addWidget(m_access = makeLink(tr("Who can write here →"), "lagToAccess"));
    first->addStretch(1);
    second->addStretch(1);
    connect(m_audit, &QPushButton::clicked, this, &GroupDetail::goToAudit);
    connect(m_access, &QPushButton::clicked, this, [this] {
        Q_EMIT locationRequested({"access", "", {{"topic", topic()}}, std::nullopt});
    });
    connect(m_topicLink, &QPushButton::clicked, this, [this] {
        Q_EMIT locationRequested({"inventory", "cluster", {{"topic", topic()}}, std::nullopt});
    });
    return links;
}

QPushButton* GroupDetail::makeLink(const QString& text, const char* name) {
    QPushButton* button = makeButton(text, ButtonLook::Secondary, this);
    button->setObjectName(QString::fromLatin1(name));
    return button;
}

void GroupDetail::showTab(const QString& id) {
    if (id == mapTab) {
        m_map->setRows(m_model.rows());
        m_map->setCurrent(m_table->currentKey());
    }
    m_stack->setCurrentIndex(id == membersTab ? 1 : id == mapTab ? mapPlace : 0);
}

const lag::PartitionEntry* GroupDetail::current() const {
    const QString key = m_table->currentKey();
    if (key.isEmpty())
        return nullptr;
    for (const lag::PartitionEntry& row : m_model.rows())
        if (row.keyText() == key)
            return &row;
    return nullptr;
}

// The topic of the selected partition, or the group's first.
std::string GroupDetail::topic() const {
    if (const lag::PartitionEntry* row = current())
        return (*row)->partition.topic;
    return m_topics.empty() ? std::string() : m_topics.front();
}

// When the oldest unread record of the selected partition, or of the group, was written. A bound is no
// moment to look at.
std::optional<base::Time> GroupDetail::unreadSince() const {
    if (!m_asOf || m_model.rows().empty())
        return std::nullopt;
    const lag::PartitionEntry* row = current();
    const lag::TimeLag& timeLag = row ? (*row)->timeLag : m_model.rows().front().group->timeLag;
    const bool isMoment = timeLag.basis == lag::Basis::Exact || timeLag.basis == lag::Basis::Interpolated;
    if (!timeLag.value || !isMoment || *timeLag.value < std::chrono::seconds{10})
        return std::nullopt;
    return *m_asOf - *timeLag.value;
}

void GroupDetail::goToAudit() {
    base::Location place{"audit", "", {{"resource", topic()}, {"resource_type", "TOPIC"}}, std::nullopt};
    if (const std::optional<base::Time> moment = unreadSince())
        place.range = base::between(*moment - around, *moment + around);
    Q_EMIT locationRequested(place);
}

void GroupDetail::updateLinks() {
    const std::string name = topic();
    for (QPushButton* button : {m_audit, m_access, m_topicLink}) {
        button->setEnabled(!name.empty());
        button->setToolTip(plainTip(name.empty() ? tr("It reads no topic that is known") : toQString(name)));
    }
    const std::optional<base::Time> moment = unreadSince();
    m_audit->setText(
        moment ? tr("Audit at %1 →").arg(base::clockTime(*moment, m_context.clock(), m_context.view.zone()))
               : tr("Audit →"));
    if (moment)
        m_audit->setToolTip(plainTip(
            tr("What happened on %1 when its oldest unread record was written").arg(toQString(name))));
}

void GroupDetail::showNone() {
    m_pane->setTitle(m_key.isEmpty() ? tr("No group selected") : toQString(m_key.group));
    m_pane->setRemark({});
    m_badge->hide();
    m_why->setText(
        m_key.isEmpty()
            ? tr("Select a group to see its partitions.")
            : tr("There is no such group on this cluster, or this connection may not describe it."));
    m_skew->hide();
    m_tabs->setCount(partitionsTab, -1);
    m_tabs->setCount(membersTab, -1);
    m_topics.clear();
    m_model.setGroup(nullptr, {});
    m_memberModel.setGroup(nullptr);
    m_map->setRows({});
    updateLinks();
}

void GroupDetail::setGroup(const lag::Snapshots& snapshots, const lag::GroupKey& key) {
    if (key != m_key)
        m_table->selectKey({});
    m_key = key;
    const lag::SnapshotPtr snapshot = lag::snapshotOf(snapshots, key);
    const lag::Group* group = snapshot ? snapshot->find(key.group) : nullptr;
    m_asOf = snapshot ? std::optional(snapshot->asOf) : std::nullopt;
    if (!group)
        return showNone();
    m_model.setGroup(snapshot, key.group);
    m_memberModel.setGroup(group);
    if (m_stack->currentIndex() == mapPlace)
        m_map->setRows(m_model.rows());
    showGroup(*group);
}

void GroupDetail::showGroup(const lag::Group& group) {
    const lag::GroupRow& row = group.row;
    m_pane->setTitle(toQString(row.cluster.empty() ? row.group : row.group + " · " + row.cluster));
    m_pane->setRemark(row.recorded ? tr("out of history") : lag::protocolText(row));
    m_members->setEmptyText(row.recorded ? tr("History does not keep who the members were")
                                         : tr("No members"));
    m_badge->set(row.error ? tr("Not readable") : lag::word(row.verdict), lag::shape(row.verdict),
                 lag::severity(row.verdict));
    m_badge->show();
    m_why->setText(emphasized(toQString(row.error ? base::describe(*row.error) : row.why)));
    m_skew->setText(toQString(row.skew));
    m_skew->setVisible(!row.skew.empty());
    m_tabs->setCount(partitionsTab, row.partitions);
    m_tabs->setCount(membersTab, row.members.value_or(-1));
    m_topics = row.topics;
    m_table->setColumnNeeded(QStringLiteral("topic"), m_topics.size() > 1);
    updateLinks();
}

void GroupDetail::selectPartition(const base::TopicPartition& partition) {
    lag::GroupRow group;
    group.cluster = m_key.cluster;
    group.group = m_key.group;
    lag::PartitionRow row;
    row.partition = partition;
    m_table->selectKey(lag::PartitionEntry{&group, &row}.keyText());
}

} // namespace streamscape::widgets
