// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/inventory/cluster_feed.h"
#include "models/inventory/cluster_models.h"
#include "widgets/common/context.h"

class QPushButton;

namespace streamscape::widgets {

class DataTable;
class FaceStack;
class KpiCard;
class Pane;

/// Brokers, topics, partitions, and what is wrong with them. Address: inventory/cluster?topic=T
class ClusterTab final : public QWidget {
    Q_OBJECT

public:
    ClusterTab(const PageContext& context, inventory::ClusterFeed& feed, QWidget* parent = nullptr);
    ~ClusterTab() override;

    void open(const base::Location& location);
    base::Location location() const;
    void setFilterText(const QString& text);

Q_SIGNALS:
    void locationRequested(const streamscape::base::Location& location);
    void locationChanged();

private:
    QWidget* makeContent();
    Pane* makeDetail(QWidget* parent);
    void showNewest();
    void updateFace();
    void updateCards();
    void coverCards(const QString& why);
    void showTopic();
    void go(const char* page);

    PageContext m_context;
    inventory::ClusterFeed& m_feed;
    inventory::BrokerModel m_brokers;
    inventory::FindingModel m_findings;
    inventory::TopicModel m_topics;
    inventory::PartitionModel m_partitions;
    std::string m_topic;
    bool m_chosen = false;
    FaceStack* m_face = nullptr;
    KpiCard* m_cards[5] = {};
    Pane* m_findingPane = nullptr;
    Pane* m_topicPane = nullptr;
    Pane* m_detailPane = nullptr;
    DataTable* m_findingTable = nullptr;
    FaceStack* m_topicFace = nullptr; ///< topics and their partitions, or why none is shown
    DataTable* m_topicTable = nullptr;
    DataTable* m_partitionTable = nullptr;
    QList<QPushButton*> m_links;
};

} // namespace streamscape::widgets
