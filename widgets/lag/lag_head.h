// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/lag/lag_export.h"
#include "widgets/lag/lag_tables.h"

class QLabel;
class QPushButton;

namespace streamscape::widgets {

class PageHead;
class Segmented;

/// The page's first line: its title, how much there is, by what it is listed, and what can be done.
class LagHead final : public QWidget {
    Q_OBJECT

public:
    explicit LagHead(const QString& title, QWidget* parent = nullptr);

    void setNumbers(const lag::Overview& overview);
    void clearNumbers();
    void setBy(LagTables::By by);
    /// A warning behind the counts, and what to do about it; empty takes it away.
    void setWarning(const QString& text, const QString& tooltip);
    /// How many alerts are open and need somebody; none where nothing is watched for.
    void setAlerts(std::optional<int> needing);
    /// Whose offsets would be reset; none greys it.
    void setResettable(const std::string& group);

Q_SIGNALS:
    void byChosen(streamscape::widgets::LagTables::By by);
    void resetAsked();
    void alertsAsked();
    void exportAsked(streamscape::widgets::LagExport::What what, streamscape::widgets::LagExport::To to);

protected:
    bool event(QEvent* event) override;

private:
    void reserveRoom();
    QPushButton* add(const QString& text, const char* name);
    QMenu* makeExportMenu();

    PageHead* m_head;
    QLabel* m_warning;
    Segmented* m_by;
    QPushButton* m_reset;
    QPushButton* m_alerts;
};

} // namespace streamscape::widgets
