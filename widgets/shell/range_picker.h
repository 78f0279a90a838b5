// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/common/context.h"

#include <QWidget>

class QDateTimeEdit;
class QFrame;
class QLabel;

namespace streamscape::widgets {

class Segmented;

/// The time all pages look at: Live and the usual spans, which follow the clock, and a stretch of one's own.
class RangePicker final : public QWidget {
    Q_OBJECT

public:
    explicit RangePicker(const PageContext& context, QWidget* parent = nullptr);

    /// What "Live" looks back on.
    static constexpr std::chrono::minutes liveSpan{5};

private:
    void choose(const QString& id);
    void showRange();
    void openForm();
    void apply();

    PageContext m_context;
    Segmented* m_spans;
    QFrame* m_form = nullptr; // made when first opened
    QDateTimeEdit* m_from = nullptr;
    QDateTimeEdit* m_to = nullptr;
    QLabel* m_refusal = nullptr;
};

} // namespace streamscape::widgets
