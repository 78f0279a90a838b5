// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/common/context.h"

#include <QFrame>
#include <QTimer>

#include <vector>

class QHBoxLayout;
class QLabel;
class QProgressBar;
class QToolButton;

namespace streamscape::widgets {

/// A notice of the window itself, beside what its page says.
struct Notice {
    QString text;
    base::Severity severity = base::Severity::None;
    QString tooltip;
};

/// The line at the bottom: how old the data is and what it cost, what runs, what needs saying, and at the
/// right the command that gives the same answer; a click copies it.
class StatusBar final : public QFrame {
    Q_OBJECT

public:
    explicit StatusBar(const PageContext& context, QWidget* parent = nullptr);

    void setStatus(const PageStatus& status);
    /// Under an id of its own; an empty text takes it away.
    void setNotice(const QString& id, const Notice& notice);
    /// What is under way, under an id of its own; nullopt: it ended.
    void setWork(const QString& id, const std::optional<Work>& work);
    /// What was just done, for some seconds in the command's place.
    void confirm(const QString& text);

Q_SIGNALS:
    void cancelRequested(const QString& workId);

private:
    struct WorkRow {
        QString id;
        QWidget* box;
        QLabel* text;
        QProgressBar* bar;
        QToolButton* cancel;
    };
    struct NoticeLabel {
        QString id;
        QLabel* label;
        Notice notice;
    };
    void recolour();
    void showAge();
    void showCommand();
    WorkRow& rowOf(const QString& id);

    PageContext m_context;
    PageStatus m_status;
    QHBoxLayout* m_row;
    QLabel* m_age;
    QLabel* m_pageNotice;
    QToolButton* m_command;
    std::vector<NoticeLabel> m_notices;
    std::vector<WorkRow> m_work;
    QTimer m_ageTimer;
    QTimer m_confirmTimer;
};

} // namespace streamscape::widgets
