// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/access/who_can_pane.h"

#include "widgets/common/labels.h"

#include <QComboBox>
#include <QCompleter>
#include <QLineEdit>
#include <QStringListModel>
#include <QVBoxLayout>

namespace streamscape::widgets {

using access::Resource;
using base::toQString;
using kafka::ResourceType;

namespace {

std::vector<access::Verb> offered() {
    std::vector<access::Verb> all;
    for (const ResourceType type :
         {ResourceType::Topic, ResourceType::Group, ResourceType::TransactionalId, ResourceType::Cluster}) {
        for (const access::Verb& verb : access::verbsFor(type))
            all.push_back(verb);
    }
    return all;
}

QString words(const access::Verb& verb) {
    const QString noun = verb.type == ResourceType::Cluster ? QStringLiteral("the cluster")
                                                            : access::words(verb.type).toLower();
    return QString::fromLatin1(verb.words) + QLatin1Char(' ') + noun;
}

QStringList shown(const std::vector<std::string>& names) {
    QStringList list;
    list.reserve(static_cast<qsizetype>(names.size()));
    for (const std::string& name : names)
        list << toQString(name);
    return list;
}

} // namespace

WhoCanPane::WhoCanPane(const PageContext& context, QWidget* parent)
    : QWidget(parent)
    , m_pane(new Pane(tr("Who can"), this))
    , m_verbs(offered())
    , m_verb(new QComboBox(this))
    , m_name(new QLineEdit(this))
    , m_names(new QStringListModel(this))
    , m_note(makeParagraph("warnbox", this))
    , m_faces(nullptr)
    , m_model(access::whoCanColumns())
    , m_table(new DataTable(context, QStringLiteral("access.whocan"), this)) {
    for (const access::Verb& verb : m_verbs)
        m_verb->addItem(words(verb));
    m_verb->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    m_verb->setObjectName(QStringLiteral("verb"));
    m_verb->setAccessibleName(tr("What is asked about"));
    m_name->setObjectName(QStringLiteral("resourceName"));
    m_name->setAccessibleName(tr("Name of the resource"));
    m_name->setPlaceholderText(tr("name"));
    m_name->setMinimumWidth(190);
    auto* completer = new QCompleter(m_names, m_name);
    completer->setFilterMode(Qt::MatchContains);
    completer->setCaseSensitivity(Qt::CaseInsensitive);
    m_name->setCompleter(completer);
    m_pane->addTitleWidget(m_verb);
    m_pane->addTitleWidget(m_name);
    m_pane->addTitleWidget(makeLabel("heading", this, QStringLiteral("?")));
    m_pane->setSubtitle(tr("evaluated as the broker does, deny first"));

    m_note->hide();
    m_table->setAccessibleName(tr("Who can do this"));
    m_table->setStretchColumn(QStringLiteral("because"));
    m_table->setLeastWidths({{"principal", 150}});
    m_table->setDefaultSort(QStringLiteral("answer"), Qt::AscendingOrder);
    m_table->setRowModel(&m_model);
    m_faces = new FaceStack(m_table, this);
    m_faces->showFace(Face::Kind::Loading, tr("Reading the ACLs"));
    m_pane->body()->addWidget(m_note);
    m_pane->body()->addWidget(m_faces, 1);

    auto* all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->addWidget(m_pane);

    connect(m_verb, &QComboBox::activated, this, [this] {
        offerNames();
        ask();
    });
    connect(m_name, &QLineEdit::returnPressed, this, &WhoCanPane::ask);
    connect(completer, qOverload<const QString&>(&QCompleter::activated), this, &WhoCanPane::ask);
    connect(m_table, &DataTable::currentKeyChanged, this, [this](const QString& key) {
        for (const access::WhoCanRow& row : m_model.rows()) {
            if (row.keyText() == key)
                Q_EMIT principalChosen(toQString(row.answer.principal));
        }
    });
}

const access::Verb& WhoCanPane::verb() const {
    return m_verbs[static_cast<std::size_t>(std::max(0, m_verb->currentIndex()))];
}
access::Op WhoCanPane::op() const { return verb().op; }
Resource WhoCanPane::resource() const {
    if (verb().type == ResourceType::Cluster)
        return {ResourceType::Cluster, access::clusterName};
    return {verb().type, base::toStd(m_name->text())};
}

void WhoCanPane::setQuestion(access::Op op, const Resource& resource) {
    for (std::size_t i = 0; i < m_verbs.size(); ++i) {
        if (m_verbs[i].op == op && m_verbs[i].type == resource.type)
            m_verb->setCurrentIndex(static_cast<int>(i));
    }
    if (resource.type != ResourceType::Cluster)
        m_name->setText(toQString(resource.name));
    m_name->setCursorPosition(0);
    offerNames();
}

void WhoCanPane::offerNames() {
    const ResourceType type = verb().type;
    m_name->setVisible(type != ResourceType::Cluster);
    m_names->setStringList(type == ResourceType::Topic   ? m_topics
                           : type == ResourceType::Group ? m_groups
                                                         : QStringList());
}

void WhoCanPane::ask() {
    const Resource asked = resource();
    if (!asked.name.empty())
        Q_EMIT this->asked(op(), asked);
}

void WhoCanPane::setSnapshot(const access::Snapshot& snapshot) {
    const QStringList topics = shown(snapshot.topics);
    const QStringList groups = shown(snapshot.groups);
    if (topics == m_topics && groups == m_groups)
        return;
    m_topics = topics;
    m_groups = groups;
    offerNames();
}

void WhoCanPane::setAnswer(const access::WhoCan* answer) {
    m_table->setEmptyText(answer ? tr("Nobody has an ACL here") : tr("Working it out"));
    if (!answer) {
        m_model.setRows({});
        m_note->hide();
        if (!resource().name.empty())
            return;
        m_faces->showFace(Face::Kind::Empty, tr("Ask about a topic, a group or the cluster"),
                          tr("Choose a row above, or type a name and press Return."));
        return;
    }
    m_model.setRows(access::whoCanRows(*answer));
    QString note;
    if (answer->everyone)
        note = tr("▲ Everyone who can connect may do this.");
    else if (!answer->exists)
        note = tr("This connection sees no such %1. The answer is what would hold for one of that name.")
                   .arg(access::words(answer->resource.type).toLower());
    m_note->setText(note);
    m_note->setVisible(!note.isEmpty());
    if (answer->possible)
        m_faces->showContent();
    else
        m_faces->showFace(Face::Kind::Denied, tr("No answer can be given"),
                          tr("Not everything that decides is known here."));
}

} // namespace streamscape::widgets
