// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/error.h"

#include <QStackedWidget>
#include <QWidget>

class QLabel;
class QProgressBar;
class QPushButton;

namespace streamscape::widgets {

/// What stands in place of content: loading, empty, denied, failed. What happened, and what to do next.
class Face final : public QWidget {
    Q_OBJECT

public:
    enum class Kind { Loading, Empty, Denied, Failed };

    explicit Face(QWidget* parent = nullptr);

    void show(Kind kind, const QString& what, const QString& hint = {}, const QString& action = {});
    void showError(const base::Error& error, const QString& action = {});
    /// It takes the room it is given: else every change of a page measures the wrapped text of its hidden
    /// faces.
    bool hasHeightForWidth() const override { return false; }

Q_SIGNALS:
    void actionTriggered();

private:
    QLabel* m_sign;
    QLabel* m_what;
    QLabel* m_hint;
    QProgressBar* m_busy;
    QPushButton* m_action;
};

/// Content, or a face in its place; and above content a bar that says it is stale and why.
class FaceStack final : public QWidget {
    Q_OBJECT

public:
    explicit FaceStack(QWidget* content, QWidget* parent = nullptr);

    void showContent();
    void showFace(Face::Kind kind, const QString& what, const QString& hint = {}, const QString& action = {});
    void showError(const base::Error& error, const QString& action = {});
    /// Over the content, which stays: empty text takes it away.
    void setStale(const QString& text);
    bool isContentShown() const;
    bool hasHeightForWidth() const override { return false; }

Q_SIGNALS:
    void actionTriggered();

private:
    QLabel* m_stale;
    QStackedWidget* m_stack;
    Face* m_face;
    QWidget* m_content;
};

} // namespace streamscape::widgets
