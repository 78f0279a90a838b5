// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/audit/facet_model.h"
#include "widgets/common/context.h"

#include <QTableView>

namespace streamscape::widgets {

/// The facets as a quiet list: headings, values with their counts. A click or F filters in, X or a click with
/// Shift filters out, "n more" opens the field.
class FacetView final : public QTableView {
    Q_OBJECT

public:
    FacetView(const PageContext& context, audit::FacetModel& model, QWidget* parent = nullptr);

Q_SIGNALS:
    void valueChosen(streamscape::audit::Field field, const std::string& value, bool exclude);
    void moreWanted(streamscape::audit::Field field);

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;

private:
    void fit(); ///< heights by what a row is, and room for every count
    void choose(const QModelIndex& index, bool exclude);

    audit::FacetModel& m_model;
};

} // namespace streamscape::widgets
