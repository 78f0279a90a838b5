// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/offsets/offsets_dialog.h"

#include "models/base/answered.h"
#include "models/offsets/command.h"
#include "models/offsets/make_plan.h"
#include "models/offsets/undo.h"
#include "widgets/common/buttons.h"
#include "widgets/common/pane.h"
#include "widgets/offsets/plan_view.h"
#include "widgets/offsets/spec_form.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QVBoxLayout>

namespace streamscape::widgets {

using base::Result;
using base::toQString;
using base::toStd;
using offsets::Outcome;
using offsets::Plan;

namespace {

// More would take the cluster a while for what nobody reads line by line.
constexpr std::size_t mostLookedUp = 300;

QPushButton* button(const QString& text, const char* name, ButtonLook look, QWidget* parent) {
    QPushButton* made = makeButton(text, look, parent);
    made->setObjectName(QString::fromLatin1(name));
    made->setAutoDefault(false); // Return in a field makes the plan and nothing else
    return made;
}

} // namespace

OffsetsDialog::OffsetsDialog(const PageContext& context, kafka::Cluster& cluster, journal::Journal& journal,
                             offsets::Changes& changes, std::optional<std::string> principal, QWidget* parent)
    : QDialog(parent)
    , m_context(context)
    , m_cluster(&cluster)
    , m_journal(journal)
    , m_changes(changes)
    , m_principal(std::move(principal))
    , m_groupLabel(new QLabel(this))
    , m_form(new SpecForm(this))
    , m_preview(button(tr("Make plan"), "offsetsPreview", ButtonLook::Primary, this))
    , m_view(new PlanView(context, this))
    , m_typed(new QLineEdit(this))
    , m_apply(button(tr("Apply"), "offsetsApply", ButtonLook::Danger, this))
    , m_undo(button(tr("Undo…"), "offsetsUndo", ButtonLook::Secondary, this))
    , m_csv(button(tr("Copy as CSV"), "offsetsCsv", ButtonLook::Secondary, this))
    , m_copyCommand(button(tr("Copy command"), "offsetsCommand", ButtonLook::Secondary, this))
    , m_close(button(tr("Close"), "offsetsClose", ButtonLook::Secondary, this))
    , m_why(new QLabel(this))
    , m_progress(new QProgressBar(this)) {
    setWindowTitle(tr("Change a group's offsets"));
    resize(1020, 720);
    auto* wish = new Pane(tr("What to change"), this);
    auto* fields = new QVBoxLayout;
    fields->setContentsMargins(12, 10, 12, 12);
    fields->addWidget(m_form);
    wish->body()->addLayout(fields);
    wish->addHeaderWidget(m_preview);
    auto* all = new QVBoxLayout(this);
    all->setContentsMargins(16, 14, 16, 14);
    all->setSpacing(12);
    all->addWidget(makeHead());
    all->addWidget(wish);
    all->addWidget(m_view, 1);
    all->addWidget(makeFooter());

    connect(m_preview, &QPushButton::clicked, this, &OffsetsDialog::makePlan);
    connect(m_form, &SpecForm::submitted, this, &OffsetsDialog::makePlan);
    connect(m_form, &SpecForm::edited, this, [this] {
        m_stale = m_plan.has_value();
        m_view->setNotice(m_stale ? tr("The settings above were changed: make the plan again") : QString());
        updateButtons();
    });
    connect(m_view, &PlanView::retryAsked, this, &OffsetsDialog::makePlan);
    connect(m_view, &PlanView::targetEdited, this, &OffsetsDialog::edit);
    connect(m_view, &PlanView::linkActivated, this, &OffsetsDialog::locationRequested);
    connect(m_typed, &QLineEdit::textChanged, this, &OffsetsDialog::updateButtons);
    connect(m_apply, &QPushButton::clicked, this, &OffsetsDialog::apply);
    connect(m_undo, &QPushButton::clicked, this, [this] { showUndo(m_plan->id); });
    connect(m_csv, &QPushButton::clicked, this, &OffsetsDialog::copyCsv);
    connect(m_copyCommand, &QPushButton::clicked, this,
            [this] { QGuiApplication::clipboard()->setText(toQString(commandLine())); });
    connect(m_close, &QPushButton::clicked, this, &OffsetsDialog::reject);
    connect(&cluster, &QObject::destroyed, this, &OffsetsDialog::updateButtons);
    forgetPlan();
}

QWidget* OffsetsDialog::makeHead() {
    auto* head = new QWidget(this);
    auto* row = new QHBoxLayout(head);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(10);
    m_groupLabel->setProperty("role", QStringLiteral("title"));
    m_groupLabel->setObjectName(QStringLiteral("offsetsGroup"));
    m_groupLabel->setTextFormat(Qt::PlainText);
    auto* sub = new QLabel(tr("Only while the group is inactive; what is applied can be taken back"), head);
    sub->setProperty("role", QStringLiteral("dim"));
    row->addWidget(m_groupLabel);
    row->addWidget(sub);
    row->addStretch(1);
    return head;
}

QWidget* OffsetsDialog::makeFooter() {
    auto* footer = new QWidget(this);
    auto* rows = new QVBoxLayout(footer);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(8);
    m_copyCommand->setToolTip(tr("The streamscapectl command that makes the same plan"));
    m_csv->setToolTip(tr("The new positions as Kafka's own tool writes and reads them"));
    m_typed->setObjectName(QStringLiteral("offsetsTyped"));
    m_typed->setMinimumWidth(220);
    m_why->setProperty("role", QStringLiteral("dim"));
    m_why->setObjectName(QStringLiteral("offsetsWhy"));
    m_why->setTextFormat(Qt::PlainText);
    m_why->setWordWrap(true);
    m_progress->setObjectName(QStringLiteral("offsetsProgress"));
    m_progress->setRange(0, 0);
    m_progress->setFixedWidth(90);
    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addWidget(m_csv);
    buttons->addWidget(m_copyCommand);
    buttons->addWidget(m_progress);
    buttons->addWidget(m_why, 1);
    buttons->addWidget(m_typed);
    buttons->addWidget(m_apply);
    buttons->addWidget(m_undo);
    buttons->addWidget(m_close);
    rows->addLayout(buttons);
    return footer;
}

void OffsetsDialog::setGroup(const std::string& group, const std::string& topic) {
    if (m_applying)
        return;
    m_group = group;
    m_groupLabel->setText(toQString(group));
    m_form->setTopics(toQString(topic));
    m_typed->setPlaceholderText(toQString(group));
    m_typed->setToolTip(tr("Type the group's name to apply the plan"));
    m_typed->setAccessibleName(tr("The group's name, to apply the plan"));
    forgetPlan();
}

void OffsetsDialog::setReadOnly(const QString& reason) {
    m_readOnly = reason;
    updateButtons();
}

void OffsetsDialog::forgetPlan() {
    ++m_generation;
    m_plan.reset();
    m_outcome.reset();
    m_undoes.clear();
    m_stale = false;
    m_view->showNothing(tr("No plan yet"), tr("Choose what to change, then make the plan: it shows every "
                                              "offset before anything is changed."));
    updateButtons();
}

void OffsetsDialog::makePlan() {
    if (m_applying || !m_cluster)
        return;
    const auto wish = m_form->wish();
    if (!wish) {
        forgetPlan();
        return m_view->showError(wish.error());
    }
    forgetPlan();
    m_view->showLoading(tr("Asking the cluster…"));
    await(offsets::makePlan(*m_cluster, m_group, wish->spec, wish->scope, m_context.clock, this));
}

void OffsetsDialog::showUndo(std::string planId) {
    if (m_applying || !m_cluster)
        return;
    forgetPlan();
    m_undoes = planId;
    m_view->showLoading(tr("Reading the journal…"));
    await(offsets::makeUndo(*m_cluster, m_journal, std::move(planId), {}, m_context.clock, this));
}

void OffsetsDialog::await(const QFuture<Result<Plan>>& answer) {
    base::whenAnswered(answer, this, [this, generation = m_generation](Result<Plan> plan) {
        if (generation != m_generation)
            return;
        if (!plan)
            return m_view->showError(plan.error());
        if (plan->group != m_group) { // an undo by its id alone
            m_group = plan->group;
            m_groupLabel->setText(toQString(m_group));
            m_typed->setPlaceholderText(toQString(m_group));
        }
        take(std::move(*plan));
    });
}

void OffsetsDialog::take(Plan plan) {
    m_plan = std::move(plan);
    m_view->setEditable(true);
    m_view->showPlan(*m_plan);
    m_typed->clear();
    updateButtons();
    lookUpFirstRecords();
}

// The plan is good without them: they come when they come.
void OffsetsDialog::lookUpFirstRecords() {
    if (!m_cluster || m_plan->steps.size() > mostLookedUp)
        return;
    base::whenAnswered(offsets::lookUpFirstRecords(*m_cluster, *m_plan, this), this,
                       [this, generation = m_generation, id = m_plan->id](const Result<Plan>& looked) {
                           if (generation != m_generation || !looked || m_plan->id != id || m_outcome)
                               return;
                           m_plan = *looked;
                           m_view->showPlan(*m_plan);
                           if (m_stale)
                               m_view->setNotice(tr("The settings above were changed: make the plan again"));
                       });
}

void OffsetsDialog::edit(const base::TopicPartition& partition, base::Offset to) {
    if (!m_plan || m_outcome || m_applying)
        return;
    auto changed = offsets::edited(*m_plan, partition, to);
    if (!changed)
        return m_view->setNotice(toQString(base::describe(changed.error())));
    m_plan = std::move(*changed);
    m_view->showPlan(*m_plan);
    updateButtons();
    lookUpFirstRecords();
}

void OffsetsDialog::apply() {
    if (!whyNotApply().isEmpty() || !m_cluster)
        return;
    m_applying = true;
    m_view->setEditable(false);
    updateButtons();
    base::whenAnswered(m_changes.apply(*m_cluster, m_journal, *m_plan, journal::thisActor(m_principal)), this,
                       [this](const Result<Outcome>& outcome) {
                           m_applying = false;
                           m_typed->clear();
                           if (outcome)
                               return take(*outcome);
                           m_view->setNotice(toQString(base::describe(outcome.error())));
                           m_stale = true; // whatever stood in the way, the plan must be looked at anew
                           updateButtons();
                       });
}

void OffsetsDialog::take(const Outcome& outcome) {
    m_outcome = outcome;
    m_view->showOutcome(*m_plan, *m_outcome);
    updateButtons();
    if (m_outcome->mayBeApplied())
        Q_EMIT applied(m_group);
}

// Empty where it may be applied, but for the name that must be typed.
QString OffsetsDialog::whyNotApply() const {
    if (!m_cluster)
        return tr("The connection was closed");
    if (!m_readOnly.isEmpty())
        return m_readOnly;
    if (m_applying)
        return tr("Applying…");
    if (m_outcome)
        return !m_outcome->mayBeApplied() ? tr("Nothing was changed")
               : m_outcome->readBackEqual ? tr("Applied")
               : m_outcome->applied       ? tr("Applied in part")
                                          : tr("What became of it is not known");
    if (!m_plan)
        return tr("There is no plan yet");
    if (m_stale)
        return tr("Make the plan again first");
    if (m_plan->isRefused())
        return tr("The plan is refused");
    if (m_plan->steps.empty() && m_plan->action != offsets::Action::DeleteGroup)
        return tr("There is nothing to change");
    return {};
}

void OffsetsDialog::updateButtons() {
    const QString why = whyNotApply();
    const bool named = m_typed->text() == toQString(m_group);
    const bool done = m_outcome && m_outcome->mayBeApplied();
    m_typed->setEnabled(why.isEmpty());
    m_typed->setVisible(!done);
    m_apply->setVisible(!done);
    m_apply->setEnabled(why.isEmpty() && named);
    const QString ask = tr("Type the group's name to apply this");
    m_why->setText(!why.isEmpty() ? why : named ? QString() : ask);
    m_apply->setToolTip(!why.isEmpty() ? why : named ? QString() : ask);
    m_undo->setVisible(done);
    m_undo->setEnabled(!m_applying && m_cluster);
    m_progress->setVisible(m_applying);
    m_form->setEnabled(!m_applying);
    m_preview->setEnabled(!m_applying && m_cluster && !m_group.empty());
    m_csv->setEnabled(m_plan && !m_plan->steps.empty());
    m_close->setEnabled(!m_applying);
}

std::string OffsetsDialog::commandLine() const {
    if (!m_undoes.empty())
        return "streamscapectl undo " + toStd(base::shellQuoted(m_undoes));
    const auto wish = m_form->wish();
    return wish ? offsets::commandLine(wish->spec, wish->scope, m_group, wish->file)
                : "streamscapectl lag reset --group=" + toStd(base::shellQuoted(m_group));
}

void OffsetsDialog::copyCsv() {
    std::vector<offsets::CsvRow> rows;
    for (const offsets::Step& step : m_plan->steps)
        if (step.to)
            rows.push_back({{}, step.partition, step.to->offset});
    QGuiApplication::clipboard()->setText(toQString(offsets::csvText(rows)));
}

void OffsetsDialog::reject() {
    if (!m_applying) // whoever started it sees what became of it
        QDialog::reject();
}

} // namespace streamscape::widgets
