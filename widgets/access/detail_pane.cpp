// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/access/detail_pane.h"

#include "models/access/whocan.h"
#include "widgets/common/buttons.h"
#include "widgets/common/labels.h"

#include <QGridLayout>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace streamscape::widgets {

using access::Decision;
using base::toQString;

namespace {

QLabel* paragraph(const char* role, const char* name, QWidget* parent) {
    QLabel* label = makeParagraph(role, parent);
    label->setObjectName(QString::fromLatin1(name));
    return label;
}

QVBoxLayout* padded(int top, int bottom) {
    auto* layout = new QVBoxLayout;
    layout->setContentsMargins(12, top, 12, bottom);
    layout->setSpacing(6);
    return layout;
}

} // namespace

DetailPane::DetailPane(const PageContext& context, QWidget* parent)
    : QWidget(parent)
    , m_pane(new Pane(tr("Principal"), this))
    , m_empty(new QWidget(this))
    , m_content(new QWidget(this))
    , m_name(paragraph("heading", "principalName", m_content))
    , m_state(new Badge(context.theme, m_content))
    , m_summary(paragraph("dim", "summary", m_content))
    , m_binding(paragraph("", "binding", m_content))
    , m_why(paragraph("raw", "why", m_content))
    , m_acls(access::briefAclColumns())
    , m_reach(access::reachColumns())
    , m_aclTable(new DataTable(context, QStringLiteral("access.detail.acls"), m_content))
    , m_reachTable(new DataTable(context, QStringLiteral("access.detail.reach"), m_content))
    , m_links(new QWidget(m_content)) {
    auto* nothing = paragraph("dim", "nothing", m_empty);
    nothing->setText(tr("Choose a principal to see what it may do, and why."));
    nothing->setAlignment(Qt::AlignCenter);
    auto* emptyRows = padded(24, 24);
    emptyRows->addWidget(nothing);
    emptyRows->addStretch(1);
    m_empty->setLayout(emptyRows);

    auto* nameRow = new QHBoxLayout;
    nameRow->addWidget(m_name, 1);
    nameRow->addWidget(m_state, 0, Qt::AlignTop);
    auto* head = padded(10, 8);
    head->addLayout(nameRow);
    head->addWidget(m_summary);
    head->addWidget(m_binding);
    head->addWidget(m_why);
    head->addWidget(m_links);
    m_links->setLayout(new QGridLayout);
    m_links->layout()->setContentsMargins(0, 4, 0, 2);

    m_aclTable->setAccessibleName(tr("ACLs of this principal"));
    m_aclTable->setStretchColumn(QStringLiteral("on"));
    m_aclTable->setEmptyText(tr("No ACL names it"));
    m_reachTable->setAccessibleName(tr("What this principal reaches"));
    m_reachTable->setStretchColumn(QStringLiteral("resource"));
    m_reachTable->setLeastWidths({{"may", 170}});
    m_reachTable->setEmptyText(tr("It reaches no topic or group seen here"));
    m_aclTable->setRowModel(&m_acls);
    m_reachTable->setRowModel(&m_reach);
    auto* rows = new QVBoxLayout(m_content);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(0);
    rows->addLayout(head);
    rows->addWidget(m_aclTable, 2);
    rows->addWidget(m_reachTable, 3);
    m_pane->body()->addWidget(m_empty, 1);
    m_pane->body()->addWidget(m_content, 1);
    m_content->hide();

    auto* all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->addWidget(m_pane);

    connect(m_aclTable, &DataTable::linkActivated, this, &DetailPane::linkActivated);
    connect(m_reachTable, &DataTable::linkActivated, this, &DetailPane::linkActivated);
}

void DetailPane::show(const access::SnapshotPtr& snapshot, const std::string& principal,
                      const access::RoleRow* binding, const std::optional<access::Question>& question) {
    const bool chosen = snapshot && !principal.empty();
    m_empty->setVisible(!chosen);
    m_content->setVisible(chosen);
    if (!chosen)
        return;
    const access::Reach reach = access::reachOf(*snapshot, principal);
    m_name->setText(toQString(principal));
    m_summary->setText(access::reachWords(*snapshot, principal, reach));
    const access::Principal* known = snapshot->find(principal);
    const access::PrincipalState state =
        stateOf(known ? *known : access::Principal{principal, {}, {}, false, false, 0, 0, 0});
    m_state->set(QString::fromUtf8(state.word), state.shape, state.severity);
    m_state->setToolTip(QString::fromUtf8(state.why));

    m_binding->setVisible(binding != nullptr);
    if (binding) {
        QString on = access::words(binding->type);
        if (binding->type != kafka::ResourceType::Cluster)
            on += QLatin1Char(' ') + access::patternWords(binding->pattern, binding->name);
        const QString role = binding->custom ? tr("Custom ACL: %1").arg(access::longWords(*binding->custom))
                                             : tr("%1 on %2").arg(toQString(binding->role), on);
        m_binding->setText(role + QStringLiteral(" — ") + binding->why);
    }
    m_why->setVisible(question.has_value());
    if (question)
        m_why->setText(access::can(*snapshot, *question).why);

    std::vector<access::AclRow> acls = access::aclRows(*snapshot);
    std::erase_if(acls, [&](const access::AclRow& acl) { return acl.acl.principal != principal; });
    m_acls.setRows(std::move(acls));
    m_reach.setRows(reach.rows);
    showLinks(principal, question);
}

void DetailPane::showLinks(const std::string& principal, const std::optional<access::Question>& question) {
    // One line for the principal, one for what is being asked about: its name, and where else it is found.
    std::vector<std::pair<EntityKind, std::string>> wanted{{EntityKind::Principal, principal}};
    if (question && question->resource.type == kafka::ResourceType::Topic)
        wanted.emplace_back(EntityKind::Topic, question->resource.name);
    if (question && question->resource.type == kafka::ResourceType::Group)
        wanted.emplace_back(EntityKind::Group, question->resource.name);
    if (wanted == m_linked)
        return;
    m_linked = wanted;
    qDeleteAll(m_links->findChildren<QWidget*>(QString(), Qt::FindDirectChildrenOnly));
    auto* grid = static_cast<QGridLayout*>(m_links->layout());
    for (int line = 0; line < static_cast<int>(wanted.size()); ++line) {
        const auto& [kind, name] = wanted[static_cast<std::size_t>(line)];
        auto* label = paragraph("small", "", m_links);
        label->setText(toQString(name));
        grid->addWidget(label, 2 * line, 0, 1, 4);
        int column = 0;
        for (const Destination& destination : destinations(kind, name)) {
            if (destination.location.page == "access")
                continue;
            QPushButton* button = makeButton(destination.text, ButtonLook::Secondary, m_links);
            button->setAccessibleName(destination.text + QStringLiteral(" · ") + toQString(name));
            connect(button, &QPushButton::clicked, this,
                    [this, location = destination.location] { Q_EMIT linkActivated(location); });
            grid->addWidget(button, 2 * line + 1, column++);
        }
    }
    grid->setColumnStretch(3, 1);
}

} // namespace streamscape::widgets
