// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/lag/feed.h"
#include "models/lag/group_table.h"
#include "widgets/common/context.h"

class QLabel;

namespace streamscape::widgets {

class DataTable;
class FaceStack;
class FilterBar;
class GroupDetail;
class LagCards;
class LagChart;
class PageHead;

/// Consumer lag: who needs somebody, how far behind, since when. Address: lag?group=G&topic=T&text=…
class LagPage final : public Page {
    Q_OBJECT

public:
    /// The feed outlives the page.
    LagPage(const PageContext& context, lag::Feed& feed, QWidget* parent = nullptr);
    ~LagPage() override;

    QString id() const override { return QStringLiteral("lag"); }
    QString title() const override { return tr("Consumer lag"); }
    void open(const base::Location& location) override;
    base::Location location() const override;
    bool isReady() const override;
    bool isSettled() const override;
    PageStatus status() const override;
    std::vector<Finding> findings() const override;
    void refresh() override { m_feed.refresh(); }
    void focusFilter() override;

private:
    void makeHead();
    QWidget* makeContent();
    void showNewest();
    void selectWorst(const lag::Snapshot& snapshot);
    void updateFace();
    void updateHead(const lag::Snapshot& snapshot);
    void updateDetail();
    void updateChips();
    void select(const std::string& group);

    PageContext m_context;
    lag::Feed& m_feed;
    lag::GroupModel m_model;
    std::string m_group;
    std::string m_topic;
    bool m_chosen = false; ///< by a person or an address, not by us
    PageHead* m_head = nullptr;
    QLabel* m_visibility = nullptr;
    FilterBar* m_filter = nullptr;
    FaceStack* m_face = nullptr;
    LagCards* m_cards = nullptr;
    LagChart* m_chart = nullptr;
    DataTable* m_table = nullptr;
    GroupDetail* m_detail = nullptr;
};

} // namespace streamscape::widgets
