// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/kafka/connection_check.h"
#include "widgets/common/theme.h"

#include <QFrame>

class QVBoxLayout;

namespace streamscape::widgets {

/// The steps of a connection test as they run: which passed, which failed and why, what to do.
class CheckView final : public QFrame {
    Q_OBJECT

public:
    explicit CheckView(const Theme& theme, QWidget* parent = nullptr);

    void setSteps(const std::vector<kafka::CheckStep>& steps);
    /// In place of steps: why the test cannot begin.
    void setProblem(const QString& what, const QString& hint);

private:
    void clear();
    void addLine(base::Shape shape, base::Severity severity, const QString& name, const QString& what,
                 const QString& hint);

    const Theme& m_theme;
    QVBoxLayout* m_lines;
};

} // namespace streamscape::widgets
