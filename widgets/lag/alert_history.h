// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/lag/alert_table.h"
#include "widgets/common/data_table.h"
#include "widgets/common/face.h"
#include "widgets/lag/lag_source.h"

class QComboBox;

namespace streamscape::widgets {

/// The alerts that were open at some time of the last days. Reads only while shown.
class AlertHistory final : public QWidget {
    Q_OBJECT

public:
    AlertHistory(const PageContext& context, LagSources sources, QWidget* parent = nullptr);
    void setSources(LagSources sources);

Q_SIGNALS:
    void locationRequested(const streamscape::base::Location& location);

protected:
    void showEvent(QShowEvent* event) override;

private:
    void takeSources();
    void ask();
    void take(const std::string& cluster, const base::Result<std::vector<lag::Alert>>& alerts);

    PageContext m_context;
    LagSources m_sources;
    lag::AlertModel m_model;
    std::vector<lag::AlertEntry> m_coming; ///< until all clusters have answered
    std::optional<base::Error> m_error;
    std::size_t m_waiting = 0;
    quint64 m_asked = 0; ///< newest question wins
    QComboBox* m_span;
    DataTable* m_table;
    FaceStack* m_faces;
};

} // namespace streamscape::widgets
