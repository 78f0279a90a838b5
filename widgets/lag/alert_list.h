// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/lag/alert_table.h"
#include "widgets/common/data_table.h"
#include "widgets/lag/lag_source.h"

class QPushButton;

namespace streamscape::widgets {

/// The open alerts of all clusters: each is acknowledged, muted for a while, or heard of again.
class AlertList final : public QWidget {
    Q_OBJECT

public:
    AlertList(const PageContext& context, LagSources sources, QWidget* parent = nullptr);
    void setSources(LagSources sources);

    /// How many need somebody.
    int needing() const;

Q_SIGNALS:
    void changed();
    void locationRequested(const streamscape::base::Location& location);

private:
    void takeSources();
    void showNewest();
    void updateButtons();
    QPushButton* add(QLayout* row, const QString& text, const char* name);
    /// Of the selected rows.
    std::vector<lag::AlertEntry> selected() const;
    lag::Feed* feedOf(const lag::AlertEntry& entry) const;
    void acknowledge();
    void mute(std::optional<base::Time> until);

    PageContext m_context;
    LagSources m_sources;
    lag::AlertModel m_model;
    DataTable* m_table;
    QPushButton* m_acknowledge;
    QPushButton* m_muteHour;
    QPushButton* m_muteShift;
    QPushButton* m_muteForGood;
    QPushButton* m_unmute;
};

} // namespace streamscape::widgets
