// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/lag/group_detail.h"

#include "models/lag/words.h"
#include "widgets/common/buttons.h"
#include "widgets/common/labels.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QVBoxLayout>

namespace streamscape::widgets {

namespace {

constexpr int topicColumn = 1;

} // namespace

GroupDetail::GroupDetail(const PageContext& context, QWidget* parent)
    : QWidget(parent)
    , m_pane(new Pane(QString(), this))
    , m_badge(new Badge(context.theme, this))
    , m_why(makeParagraph("dim", this))
    , m_table(new DataTable(context, QStringLiteral("lagPartitions"), this)) {
    auto* all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->addWidget(m_pane);
    m_pane->addTitleWidget(m_badge);
    m_why->setObjectName(QStringLiteral("lagWhy"));
    m_why->setContentsMargins(12, 9, 12, 9);
    m_table->setDefaultSort(QStringLiteral("lag"), Qt::DescendingOrder);
    m_table->setHiddenByDefault({QStringLiteral("group"), QStringLiteral("host"), QStringLiteral("read"),
                                 QStringLiteral("written"), QStringLiteral("expiry"),
                                 QStringLiteral("start")});
    m_table->setLeastWidths(
        {{"topic", 130}, {"partition", 76}, {"time_lag", 84}, {"condition", 96}, {"member", 150}});
    m_table->setEmptyText(tr("No partitions"));
    m_table->setAccessibleName(tr("Partitions of the selected group"));
    m_table->setRowModel(&m_model);
    auto* links = new QHBoxLayout;
    links->setContentsMargins(12, 10, 12, 12);
    links->setSpacing(8);
    m_audit = addLink(links, tr("Audit →"), "lagToAudit");
    m_access = addLink(links, tr("Who can write here →"), "lagToAccess");
    m_topicLink = addLink(links, tr("Topic →"), "lagToTopic");
    links->addStretch(1);
    m_pane->body()->addWidget(m_why);
    m_pane->body()->addWidget(m_table, 1);
    m_pane->body()->addLayout(links);
    connect(m_audit, &QPushButton::clicked, this, [this] {
        Q_EMIT locationRequested(
            {"audit", "", {{"resource", topic()}, {"resource_type", "TOPIC"}}, std::nullopt});
    });
    connect(m_access, &QPushButton::clicked, this, [this] {
        Q_EMIT locationRequested({"access", "", {{"topic", topic()}}, std::nullopt});
    });
    connect(m_topicLink, &QPushButton::clicked, this, [this] {
        Q_EMIT locationRequested({"inventory", "cluster", {{"topic", topic()}}, std::nullopt});
    });
    connect(m_table, &DataTable::linkActivated, this, &GroupDetail::locationRequested);
    connect(m_table, &DataTable::currentKeyChanged, this, &GroupDetail::updateLinks);
    setGroup(nullptr, {});
}

QPushButton* GroupDetail::addLink(QHBoxLayout* row, const QString& text, const char* name) {
    QPushButton* button = makeButton(text, ButtonLook::Secondary, this);
    button->setObjectName(QString::fromLatin1(name));
    row->addWidget(button);
    return button;
}

// The topic of the selected partition, or the group's first.
std::string GroupDetail::topic() const {
    const QString key = m_table->currentKey();
    for (const lag::PartitionEntry& row : m_model.rows())
        if (row.keyText() == key)
            return row->partition.topic;
    return m_topics.empty() ? std::string() : m_topics.front();
}

void GroupDetail::updateLinks() {
    const std::string name = topic();
    for (QPushButton* button : {m_audit, m_access, m_topicLink}) {
        button->setEnabled(!name.empty());
        button->setToolTip(name.empty() ? tr("It reads no topic that is known") : base::toQString(name));
    }
}

void GroupDetail::showNone(const std::string& name) {
    m_pane->setTitle(name.empty() ? tr("No group selected") : base::toQString(name));
    m_pane->setRemark({});
    m_badge->hide();
    m_why->setText(
        name.empty() ? tr("Select a group to see its partitions.")
                     : tr("There is no such group on this cluster, or this connection may not describe it."));
    m_topics.clear();
    m_model.setGroup(nullptr, {});
    updateLinks();
}

void GroupDetail::setGroup(const lag::SnapshotPtr& snapshot, const std::string& name) {
    if (name != m_group)
        m_table->selectKey({});
    m_group = name;
    const lag::Group* group = snapshot ? snapshot->find(name) : nullptr;
    if (!group)
        return showNone(name);
    const lag::GroupRow& row = group->row;
    m_pane->setTitle(base::toQString(row.group));
    m_pane->setRemark(lag::protocolText(row));
    m_badge->set(row.error ? tr("Not readable") : lag::word(row.verdict), lag::shape(row.verdict),
                 lag::severity(row.verdict));
    m_badge->show();
    m_why->setText(base::toQString(row.error ? base::describe(*row.error) : row.why));
    m_topics = row.topics;
    m_table->setColumnHidden(topicColumn, m_topics.size() < 2);
    m_model.setGroup(snapshot, name);
    updateLinks();
}

} // namespace streamscape::widgets
