// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/access/whocan_table.h"
#include "widgets/common/data_table.h"
#include "widgets/common/face.h"
#include "widgets/common/pane.h"

class QComboBox;
class QLabel;
class QLineEdit;
class QStringListModel;

namespace streamscape::widgets {

/// "Who can [write to topic] [NAME]?": the question as it is asked, and everybody's answer.
class WhoCanPane final : public QWidget {
    Q_OBJECT

public:
    explicit WhoCanPane(const PageContext& context, QWidget* parent = nullptr);

    /// Without a signal.
    void setQuestion(access::Op op, const access::Resource& resource);
    access::Op op() const;
    access::Resource resource() const;

    void setSnapshot(const access::Snapshot& snapshot);
    /// Null while there is no answer.
    void setAnswer(const access::WhoCan* answer);
    DataTable* table() const { return m_table; }
    void setFilterText(const QString& text) { m_table->setFilterText(text); }

Q_SIGNALS:
    void asked(streamscape::access::Op op, const streamscape::access::Resource& resource);
    void principalChosen(const QString& principal);

private:
    void ask();
    void offerNames();
    const access::Verb& verb() const;

    Pane* m_pane;
    std::vector<access::Verb> m_verbs;
    QComboBox* m_verb;
    QLineEdit* m_name;
    QStringListModel* m_names;
    QLabel* m_note;
    FaceStack* m_faces;
    access::WhoCanModel m_model;
    DataTable* m_table;
    QStringList m_topics;
    QStringList m_groups;
};

} // namespace streamscape::widgets
