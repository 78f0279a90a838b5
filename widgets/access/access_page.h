// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/access/feed.h"
#include "widgets/access/detail_pane.h"
#include "widgets/access/lists.h"
#include "widgets/access/who_can_pane.h"
#include "widgets/common/filter_bar.h"
#include "widgets/common/page.h"
#include "widgets/common/segmented.h"

namespace streamscape::widgets {

class PageHead;

/// Who may do what: roles and ACLs as they are, who can do something to a topic, and one principal in detail.
/// Locations: access[/roles|who-can|acls|users]?principal=P&topic=T|group=G&operation=WRITE
class AccessPage final : public Page {
    Q_OBJECT

public:
    /// Feed and context outlive the page; somebody else starts the feed.
    AccessPage(access::AccessFeed& feed, const PageContext& context, QWidget* parent = nullptr);

    QString id() const override { return QStringLiteral("access"); }
    QString title() const override { return tr("Access"); }
    void open(const base::Location& location) override;
    base::Location location() const override;
    bool isReady() const override;
    PageStatus status() const override;
    std::vector<Finding> findings() const override;
    void refresh() override;
    void focusFilter() override;

protected:
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    void makeHead();
    QWidget* makeBody();
    void apply();
    void applyFaces();
    void applyAnswer();
    void showTab(const QString& tab);
    void chooseBinding(const QString& key);
    void choosePrincipal(const std::string& principal);
    void selectWanted();
    void ask(access::Op op, const access::Resource& resource);
    void askSomething();
    void showDetail();
    void moved();
    std::optional<access::Question> question() const;

    access::AccessFeed& m_feed;
    PageContext m_context;
    PageHead* m_head = nullptr;
    FilterBar* m_filter = nullptr;
    Segmented* m_tabs = nullptr;
    FaceStack* m_faces = nullptr;
    AccessLists* m_lists = nullptr;
    WhoCanPane* m_whoCan = nullptr;
    DetailPane* m_detail = nullptr;
    std::string m_principal; ///< in the detail; may be one no ACL names
    QString m_bindingKey;    ///< the role row it was chosen by, or empty
    bool m_asked = false;    ///< somebody chose the question; else the page picks one
    bool m_opening = false;  ///< selections made by open() are no moves of the user
    bool m_wanted = false;   ///< the principal came by a Location: its first role row is yet to be selected
};

} // namespace streamscape::widgets
