// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/offsets/spec.h"

#include <QWidget>

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;

namespace streamscape::widgets {

class Segmented;

/// What somebody wants done with a group's offsets: the action, its topics, and where to. It says what is
/// wrong with what was typed and asks no cluster.
class SpecForm final : public QWidget {
    Q_OBJECT

public:
    explicit SpecForm(QWidget* parent = nullptr);

    struct Wish {
        offsets::Spec spec;
        offsets::Scope scope;
        std::string file; ///< of Target::File
    };
    /// Invalid with the reason, fit to be shown.
    base::Result<Wish> wish() const;

    /// "orders inventory.movements:0,2"; empty is every topic with a commit.
    void setTopics(const QString& topics);
    /// Reset, from this file.
    void setFile(const QString& path);

Q_SIGNALS:
    /// Anything changed: a plan made before is of another wish.
    void edited();
    /// Return was pressed: make the plan.
    void submitted();

private:
    void chooseFile();
    void showFields();
    offsets::Target target() const;
    base::Result<offsets::Spec> spec() const;
    base::Result<offsets::Scope> scope() const;

    Segmented* m_action;
    QLineEdit* m_topics;
    QLabel* m_topicsLabel;
    QComboBox* m_target;
    QLabel* m_targetLabel;
    QLineEdit* m_value;
    QPushButton* m_browse;
    QLabel* m_hint;
};

} // namespace streamscape::widgets
