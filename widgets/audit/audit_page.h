// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/audit/audit_feed.h"
#include "models/audit/facet_model.h"
#include "models/audit/query_line.h"
#include "widgets/common/context.h"

namespace streamscape::widgets {

class EventDetail;
class EventTable;
class FaceStack;
class FacetView;
class FilterBar;
class PageHead;
class TimelinePane;

/// Who did what, when it was refused, and why: timeline, facets, lines and the selected one. Address:
/// audit?principal=P&host=H&resource=R&resource_type=T&decision=D&text=S, each field of --where once; what
/// does not fit so is in q, as in the query line; event selects a line.
class AuditPage final : public Page {
    Q_OBJECT

public:
    /// The feed outlives the page.
    AuditPage(const PageContext& context, audit::AuditFeed& feed, QWidget* parent = nullptr);
    ~AuditPage() override;

    QString id() const override { return QStringLiteral("audit"); }
    QString title() const override { return tr("Audit"); }
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
    void ask();
    void filter(audit::Field field, const std::string& value, bool exclude);
    void filterByCell(const QString& columnId, bool exclude);
    void removeChip(const QString& id);
    void showNewest();
    void showHead();
    void takeLines(bool otherQuestion);
    void choose(const std::string& event);
    void showFacets();
    void showChips();
    void selectFirst();
    void showDetail();
    void updateFace();
    std::string clusterName() const; ///< empty while it is not known

    PageContext m_context;
    audit::AuditFeed& m_feed;
    audit::FacetModel m_facets;
    audit::QueryLine m_query;
    std::vector<audit::Field> m_openFacets;
    std::string m_event;   ///< the id of the line shown in detail
    bool m_chosen = false; ///< by a person or an address, not by us
    PageHead* m_head = nullptr;
    FilterBar* m_filter = nullptr;
    FaceStack* m_face = nullptr;
    TimelinePane* m_timeline = nullptr;
    FacetView* m_facetView = nullptr;
    EventTable* m_table = nullptr;
    EventDetail* m_detail = nullptr;
};

} // namespace streamscape::widgets
