// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/offsets/plan_view.h"

#include <QLabel>
#include <QVBoxLayout>

namespace streamscape::widgets {

using base::toQString;

namespace {

constexpr qsizetype mostReasons = 4;

} // namespace

PlanView::PlanView(const PageContext& context, QWidget* parent)
    : QWidget(parent)
    , m_context(context)
    , m_pane(new Pane(tr("Change plan"), this))
    , m_summary(new QLabel(this))
    , m_warnings(new QLabel(this))
    , m_table(new DataTable(context, QStringLiteral("offsetsPlan"), this)) {
    m_summary->setProperty("role", QStringLiteral("heading"));
    m_summary->setObjectName(QStringLiteral("offsetsSummary"));
    m_summary->setTextFormat(Qt::PlainText);
    m_summary->setWordWrap(true);
    m_summary->setContentsMargins(12, 10, 12, 2);
    m_warnings->setProperty("role", QStringLiteral("warnbox"));
    m_warnings->setObjectName(QStringLiteral("offsetsWarnings"));
    m_warnings->setTextFormat(Qt::PlainText);
    m_warnings->setWordWrap(true);
    m_table->setDefaultSort(QStringLiteral("topic"), Qt::AscendingOrder);
    m_table->setStretchColumn(QStringLiteral("first"));
    m_table->setEditTriggers(QAbstractItemView::DoubleClicked | QAbstractItemView::EditKeyPressed |
                             QAbstractItemView::AnyKeyPressed);
    m_table->setAccessibleName(tr("Steps of the plan"));
    m_table->setEmptyText(tr("No commit would change"));
    m_table->setRowModel(&m_model);

    auto* content = new QWidget(this);
    auto* rows = new QVBoxLayout(content);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(6);
    rows->addWidget(m_summary);
    auto* boxed = new QVBoxLayout;
    boxed->setContentsMargins(12, 0, 12, 0);
    boxed->addWidget(m_warnings);
    rows->addLayout(boxed);
    rows->addWidget(m_table, 1);
    m_faces = new FaceStack(content, this);
    m_pane->body()->addWidget(m_faces);
    auto* all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->addWidget(m_pane);
    connect(&m_model, &offsets::StepModel::targetEdited, this, &PlanView::targetEdited);
    connect(m_table, &DataTable::linkActivated, this, &PlanView::linkActivated);
    connect(m_faces, &FaceStack::actionTriggered, this, &PlanView::retryAsked);
}

void PlanView::clear() {
    m_model.setRows({});
    m_pane->setTitle(tr("Change plan"));
    m_pane->setSubtitle({});
    m_pane->setRemark({});
    m_faces->setStale({});
}

void PlanView::showNothing(const QString& what, const QString& hint) {
    clear();
    m_faces->showFace(Face::Kind::Empty, what, hint);
}

void PlanView::showLoading(const QString& what) {
    clear();
    m_faces->showFace(Face::Kind::Loading, what);
}

void PlanView::showError(const base::Error& error) {
    clear();
    m_faces->showError(error, tr("Try again"));
}

// Warnings first, then each error once, as far as there is room.
void PlanView::showNotes(const std::vector<std::string>& warnings, const std::vector<base::Error>& errors) {
    QStringList lines;
    for (const std::string& warning : warnings)
        lines << QStringLiteral("▲ ") + toQString(warning);
    QStringList reasons;
    for (const base::Error& error : errors)
        if (const QString said = toQString(base::describe(error)); !reasons.contains(said))
            reasons << said;
    for (const QString& reason : reasons.mid(0, mostReasons))
        lines << QStringLiteral("■ ") + reason;
    if (reasons.size() > mostReasons)
        lines << tr("and %1 more, in the rows below").arg(reasons.size() - mostReasons);
    m_warnings->setText(lines.join(QLatin1Char('\n')));
    m_warnings->setVisible(!lines.isEmpty());
}

void PlanView::showAge(base::Time asOf) {
    m_pane->setRemark(tr("against the cluster as read at %1")
                          .arg(base::clockTime(asOf, m_context.clock(), m_context.view.zone())));
}

void PlanView::showPlan(const offsets::Plan& plan) {
    m_pane->setTitle(offsets::title(plan.action));
    m_pane->setSubtitle(tr("plan %1 · not applied").arg(toQString(plan.id)));
    showAge(plan.asOf);
    m_summary->setText(offsets::summary(plan));
    std::vector<base::Error> errors;
    for (const offsets::Refusal& refusal : plan.refused)
        errors.push_back(refusal.error);
    showNotes(plan.warnings, errors);
    m_model.setRows(offsets::rowsOf(plan));
    m_faces->setStale({});
    m_faces->showContent();
}

void PlanView::showOutcome(const offsets::Plan& plan, const offsets::Outcome& outcome) {
    m_pane->setSubtitle(tr("plan %1 · %2")
                            .arg(toQString(plan.id), !outcome.applied        ? tr("not applied")
                                                     : outcome.readBackEqual ? tr("applied")
                                                                             : tr("applied in part")));
    m_pane->setRemark(tr("read back at %1")
                          .arg(base::clockTime(m_context.clock(), m_context.clock(), m_context.view.zone())));
    m_summary->setText(offsets::summary(outcome));
    std::vector<base::Error> errors;
    if (outcome.error)
        errors.push_back(*outcome.error);
    for (const offsets::ItemOutcome& item : outcome.items)
        if (item.error)
            errors.push_back(*item.error);
    showNotes({}, errors);
    m_model.setRows(offsets::rowsOf(plan, &outcome));
    m_faces->setStale({});
    m_faces->showContent();
}

void PlanView::setNotice(const QString& text) { m_faces->setStale(text); }

} // namespace streamscape::widgets
