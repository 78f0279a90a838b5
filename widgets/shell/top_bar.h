// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/shell/connection_pill.h"
#include "widgets/shell/search_box.h"

#include <QFrame>

class QMenu;
class QPushButton;

namespace streamscape::widgets {

/// The saved connections by their names.
struct ClusterChoice {
    QStringList saved;
    QString current;    ///< the one in use; empty: none
    QStringList beside; ///< shown with it in the tables that can show several
};

/// The line at the top: which cluster and how it is, the search box, the time range and zone all pages share,
/// and the read-only lock.
class TopBar final : public QFrame {
    Q_OBJECT

public:
    TopBar(const PageContext& context, SearchBox::Source source, QWidget* parent = nullptr);

    void setClusters(const ClusterChoice& choice);
    /// nullopt: there is no connection to say anything about.
    void setConnection(const std::optional<kafka::ConnectionState>& state);
    void setLocked(bool locked);
    SearchBox* search() const { return m_search; }

Q_SIGNALS:
    void clusterChosen(const QString& name);
    /// A connection is to be shown beside the one in use, or no longer.
    void besideChosen(const QString& name, bool beside);
    void connectionsRequested(); ///< the connection dialog, for a new one or to look at this one
    void lockRequested(bool locked);

private:
    void showZone();

    PageContext m_context;
    QPushButton* m_cluster;
    QMenu* m_clusterMenu;
    ConnectionPill* m_pill;
    SearchBox* m_search;
    QPushButton* m_zone;
    QMenu* m_zoneMenu;
    QPushButton* m_lock;
};

} // namespace streamscape::widgets
