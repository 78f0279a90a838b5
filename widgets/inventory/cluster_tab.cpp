// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/inventory/cluster_tab.h"

#include "widgets/common/buttons.h"
#include "widgets/common/data_table.h"
#include "widgets/common/face.h"
#include "widgets/common/kpi_card.h"
#include "widgets/common/pane.h"
#include "widgets/common/split.h"
#include "widgets/inventory/words.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace streamscape::widgets {

using base::grouped;
using base::Severity;
using base::toQString;

namespace {

QString describeAll(const std::vector<base::Error>& errors) {
    QStringList lines;
    for (const base::Error& error : errors)
        lines << toQString(base::describe(error));
    return lines.join(QLatin1Char('\n'));
}

} // namespace

ClusterTab::ClusterTab(const PageContext& context, inventory::ClusterFeed& feed, QWidget* parent)
    : QWidget(parent)
    , m_context(context)
    , m_feed(feed) {
    auto* all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    m_face = new FaceStack(makeContent(), this);
    all->addWidget(m_face);
    connect(m_face, &FaceStack::actionTriggered, &feed, &inventory::ClusterFeed::refresh);
    connect(&feed, &inventory::ClusterFeed::changed, this, &ClusterTab::showNewest);
    showNewest();
}

ClusterTab::~ClusterTab() = default;

QWidget* ClusterTab::makeContent() {
    auto* content = new QWidget(this);
    auto* rows = new QVBoxLayout(content);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(12);
    auto* cards = new QHBoxLayout;
    cards->setSpacing(10);
    for (KpiCard*& card : m_cards) {
        card = new KpiCard(m_context.theme, content);
        cards->addWidget(card, 1);
    }
    rows->addLayout(cards);

    auto* brokerPane = new Pane(tr("Brokers"), content);
    auto* brokerTable = new DataTable(m_context, QStringLiteral("clusterBrokers"), brokerPane);
    brokerTable->setAccessibleName(tr("Brokers"));
    brokerTable->setDefaultSort(QStringLiteral("id"), Qt::AscendingOrder);
    brokerTable->setStretchColumn(QStringLiteral("host"));
    brokerTable->setLeastWidths(
        {{"id", 66}, {"host", 130}, {"rack", 50}, {"state", 112}, {"leads", 54}, {"replicas", 66}});
    brokerTable->setRowModel(&m_brokers);
    brokerPane->body()->addWidget(brokerTable);
    m_findingPane = new Pane(tr("Findings"), content);
    m_findingTable = new DataTable(m_context, QStringLiteral("clusterFindings"), m_findingPane);
    m_findingTable->setAccessibleName(tr("Findings"));
    m_findingTable->setDefaultSort(QStringLiteral("severity"), Qt::AscendingOrder);
    m_findingTable->setStretchColumn(QStringLiteral("what"));
    m_findingTable->setLeastWidths({{"severity", 94}, {"subject", 150}, {"what", 220}, {"hint", 210}});
    m_findingTable->setRowModel(&m_findings);
    m_findingPane->body()->addWidget(m_findingTable);
    auto* upper = new QHBoxLayout;
    upper->setSpacing(12);
    upper->addWidget(brokerPane, 5);
    upper->addWidget(m_findingPane, 7);
    brokerPane->setFixedHeight(176);
    m_findingPane->setFixedHeight(176);
    rows->addLayout(upper);

    m_topicPane = new Pane(tr("Topics"), content);
    m_topicTable = new DataTable(m_context, QStringLiteral("clusterTopics"), m_topicPane);
    m_topicTable->setAccessibleName(tr("Topics"));
    m_topicTable->setDefaultSort(QStringLiteral("topic"), Qt::AscendingOrder);
    m_topicTable->setStretchColumn(QStringLiteral("topic"));
    m_topicTable->setLeastWidths({{"topic", 160},
                                  {"state", 128},
                                  {"partitions", 74},
                                  {"replication", 58},
                                  {"min_isr", 64},
                                  {"records", 80},
                                  {"rate", 76},
                                  {"retention", 72}});
    m_topicTable->setRowModel(&m_topics);
    m_topicPane->body()->addWidget(m_topicTable);
    m_topicFace = new FaceStack(makeSplit(m_context.memory, QStringLiteral("inventory/clusterSplit"),
                                          {{m_topicPane, 800, 2}, {makeDetail(content), 500, 1}}, content),
                                content);
    rows->addWidget(m_topicFace, 1);
    connect(m_topicFace, &FaceStack::actionTriggered, &m_feed, &inventory::ClusterFeed::refresh);
    connect(m_topicTable, &DataTable::currentKeyChanged, this, [this](const QString& key) {
        if (key.isEmpty() || base::toStd(key) == m_topic)
            return;
        m_topic = base::toStd(key);
        m_chosen = true;
        showTopic();
        Q_EMIT locationChanged();
    });
    connect(m_topicTable, &DataTable::linkActivated, this, &ClusterTab::locationRequested);
    return content;
}

Pane* ClusterTab::makeDetail(QWidget* parent) {
    m_detailPane = new Pane(QString(), parent);
    m_partitionTable = new DataTable(m_context, QStringLiteral("clusterPartitions"), m_detailPane);
    m_partitionTable->setAccessibleName(tr("Partitions of the selected topic"));
    m_partitionTable->setDefaultSort(QStringLiteral("partition"), Qt::AscendingOrder);
    m_partitionTable->setStretchColumn(QStringLiteral("records"));
    m_partitionTable->setLeastWidths({{"partition", 86},
                                      {"leader", 58},
                                      {"replicas", 62},
                                      {"isr", 54},
                                      {"start", 66},
                                      {"end", 60},
                                      {"records", 60}});
    m_partitionTable->setEmptyText(tr("Select a topic to see its partitions"));
    m_partitionTable->setRowModel(&m_partitions);
    m_detailPane->body()->addWidget(m_partitionTable, 1);
    auto* links = new QHBoxLayout;
    links->setContentsMargins(12, 10, 12, 12);
    links->setSpacing(8);
    const auto add = [&](const QString& text, const char* name, const char* page) {
        QPushButton* button = makeButton(text, ButtonLook::Secondary, m_detailPane);
        button->setObjectName(QString::fromLatin1(name));
        links->addWidget(button);
        m_links << button;
        connect(button, &QPushButton::clicked, this, [this, page] { go(page); });
    };
    add(tr("Lag of its readers →"), "topicToLag", "lag");
    add(tr("Audit →"), "topicToAudit", "audit");
    add(tr("Who has access →"), "topicToAccess", "access");
    links->addStretch(1);
    m_detailPane->body()->addLayout(links);
    return m_detailPane;
}

void ClusterTab::go(const char* page) {
    base::Location there{page, "", {{"topic", m_topic}}, std::nullopt};
    if (there.page == "audit")
        there.query = {{"resource", m_topic}, {"resource_type", "TOPIC"}};
    Q_EMIT locationRequested(there);
}

void ClusterTab::open(const base::Location& location) {
    m_topic = location.value("topic");
    m_chosen = !m_topic.empty();
    if (m_chosen)
        m_topicTable->selectKey(toQString(m_topic));
    showNewest();
}

base::Location ClusterTab::location() const {
    base::Location here{"inventory", "cluster", {}, std::nullopt};
    if (m_chosen)
        here.query["topic"] = m_topic;
    return here;
}

void ClusterTab::setFilterText(const QString& text) { m_topicTable->setFilterText(text); }

void ClusterTab::showNewest() {
    const inventory::ClusterView& view = *m_feed.view();
    updateFace();
    updateCards();
    m_brokers.setRows(view.brokers);
    m_findings.setRows(view.findings);
    m_topics.setRows(view.topics);
    m_topicTable->setEmptyText(view.topics.empty()
                                   ? tr("There is no topic, or none that this connection may DESCRIBE")
                                   : tr("No topic matches"));
    m_findingTable->setEmptyText(view.noTopics         ? tr("Not known: no topic may be seen")
                                 : view.partly.empty() ? tr("Nothing is wrong")
                                                       : tr("Nothing is wrong with what is shown"));
    m_topicPane->setSubtitle(
        base::counted(static_cast<std::int64_t>(view.topics.size()), tr("topic"), tr("topics")));
    m_findingPane->setSubtitle(view.findings.empty() ? QString() : QString::number(view.findings.size()));
    if (m_topic.empty() && m_topicTable->visibleRows() > 0) {
        m_topic = base::toStd(m_topicTable->model()->index(0, 0).data(base::KeyRole).toString());
        m_topicTable->selectKey(toQString(m_topic));
    }
    showTopic();
}

void ClusterTab::updateFace() {
    const inventory::ClusterView& view = *m_feed.view();
    m_face->setStale({});
    if (!view.started)
        return m_face->showFace(Face::Kind::Loading, tr("Reading brokers, topics and offsets…"));
    if (view.brokers.empty() && view.error)
        return m_face->showError(*view.error, tr("Try again"));
    if (view.error)
        m_face->setStale(tr("As of %1: the newest look failed. %2")
                             .arg(base::clockTime(view.asOf, m_context.clock(), m_context.view.zone()),
                                  toQString(base::describe(*view.error))));
    else if (!view.partly.empty())
        m_face->setStale(describeAll(view.partly));
    m_face->showContent();
    if (view.noTopics)
        m_topicFace->showError(*view.noTopics, tr("Try again"));
    else
        m_topicFace->showContent();
}

void ClusterTab::updateCards() {
    const inventory::ClusterView& view = *m_feed.view();
    int missing = 0;
    for (const inventory::BrokerRow& broker : view.brokers)
        missing += broker.missing ? 1 : 0;
    m_cards[0]->set(grouped(static_cast<std::int64_t>(view.brokers.size()) - missing),
                    missing > 0 ? tr("brokers · %1 missing").arg(missing) : tr("brokers"),
                    missing > 0 ? Severity::Bad : Severity::None);
    if (view.noTopics)
        return coverCards(toQString(base::describe(*view.noTopics)));
    const inventory::TopicSums sums = sumUp(view.topics);
    const auto topics = static_cast<std::int64_t>(view.topics.size());
    m_cards[1]->set(grouped(sums.partitions),
                    tr("partitions in %1").arg(base::counted(topics, tr("topic"), tr("topics"))));
    m_cards[2]->set(grouped(sums.underReplicated), tr("partitions under-replicated"),
                    sums.underReplicated > 0 ? Severity::Warn : Severity::None);
    m_cards[3]->set(grouped(sums.offline), tr("partitions offline"),
                    sums.offline > 0 ? Severity::Bad : Severity::None);
    if (sums.rated == 0)
        return m_cards[4]->set(base::unknownText, tr("records written, all topics"), Severity::None,
                               tr("Known after the second reading"));
    m_cards[4]->set(grouped(static_cast<std::int64_t>(sums.perSecond + 0.5)) + QStringLiteral(" /s"),
                    sums.rated == topics ? tr("records written, all topics")
                                         : tr("records written, %1 of %2 topics").arg(sums.rated).arg(topics),
                    Severity::None,
                    sums.rated == topics ? QString() : tr("The rate of the others is not known"));
}

// Counts of topics that may not be seen are unknown, not 0.
void ClusterTab::coverCards(const QString& why) {
    m_cards[1]->set(base::unknownText, tr("partitions"), Severity::None, why);
    m_cards[2]->set(base::unknownText, tr("partitions under-replicated"), Severity::None, why);
    m_cards[3]->set(base::unknownText, tr("partitions offline"), Severity::None, why);
    m_cards[4]->set(base::unknownText, tr("records written, all topics"), Severity::None, why);
}

void ClusterTab::showTopic() {
    const auto& topics = m_topics.rows();
    const auto found = std::find_if(topics.begin(), topics.end(), [this](const inventory::TopicRow& topic) {
        return topic.name == m_topic;
    });
    const bool there = found != topics.end();
    m_detailPane->setTitle(m_topic.empty() ? tr("No topic selected") : toQString(m_topic));
    m_detailPane->setSubtitle(
        there || m_topic.empty() ? QString() : tr("not there, or this connection may not describe it"));
    m_detailPane->setRemark(there && !found->id.empty() ? tr("id %1").arg(toQString(found->id)) : QString());
    m_partitions.setRows(there ? found->partitions : std::vector<inventory::PartitionRow>{});
    for (QPushButton* link : std::as_const(m_links))
        link->setEnabled(!m_topic.empty());
}

} // namespace streamscape::widgets
