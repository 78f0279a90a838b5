// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/lag/rule_form.h"

#include "models/base/answered.h"
#include "models/base/location.h"
#include "models/lag/alert_hook.h"
#include "models/lag/words.h"
#include "widgets/common/buttons.h"
#include "widgets/common/labels.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QGridLayout>
#include <QLineEdit>
#include <QPushButton>
#include <QTime>

#include <array>

namespace streamscape::widgets {

using base::ErrorKind;
using base::fail;
using base::toQString;
using base::toStd;
using On = lag::AlertRule::On;
using lag::Verdict;

namespace {

constexpr std::array verdicts{Verdict::Stopped,   Verdict::Stalled, Verdict::FallingBehind, Verdict::Rewound,
                              Verdict::KeepingUp, Verdict::Idle,    Verdict::Empty};

bool isTime(On on) { return on == On::TimeLag || on == On::Expiry; }
bool hasBound(On on) { return on == On::Lag || isTime(on); }

QString boundText(On on, std::int64_t bound) {
    return isTime(on) ? toQString(base::spanText(base::Duration{bound})) : base::grouped(bound);
}

base::Result<base::Duration> span(const QLineEdit& field) {
    const QString text = field.text().trimmed();
    if (text.isEmpty() || text == QLatin1String("0"))
        return base::Duration{};
    if (const auto known = base::parseSpan(toStd(text)))
        return *known;
    return fail(ErrorKind::Invalid, toStd(field.accessibleName() + QStringLiteral(" is no time")),
                toStd(text), "write 30s, 5m, 2h or 1d", "");
}

base::Result<int> minuteOf(const QLineEdit& field) {
    const QTime time = QTime::fromString(field.text().trimmed(), QStringLiteral("HH:mm"));
    if (!time.isValid())
        return fail(ErrorKind::Invalid, "Quiet hours have a time that is none", toStd(field.text()),
                    "write 22:00", "");
    return time.hour() * 60 + time.minute();
}

QString clock(int minute) { return QTime(minute / 60, minute % 60).toString(QStringLiteral("HH:mm")); }

QLineEdit* makeLine(const QString& name, const char* objectName, QWidget* parent) {
    auto* line = new QLineEdit(parent);
    line->setAccessibleName(name);
    line->setObjectName(QString::fromLatin1(objectName));
    return line;
}

} // namespace

RuleForm::RuleForm(QWidget* parent)
    : QWidget(parent)
    , m_form(new QFormLayout(this))
    , m_name(makeLine(tr("Name"), "ruleName", this))
    , m_enabled(new QCheckBox(tr("This rule is on"), this))
    , m_groups(makeLine(tr("Groups"), "ruleGroups", this))
    , m_on(new QComboBox(this))
    , m_bound(makeLine(tr("Bound"), "ruleBound", this))
    , m_clearBound(makeLine(tr("Ends at"), "ruleClearBound", this))
    , m_after(makeLine(tr("For at least"), "ruleAfter", this))
    , m_clearAfter(makeLine(tr("Over after"), "ruleClearAfter", this))
    , m_severity(new QComboBox(this))
    , m_notify(new QCheckBox(tr("Say it on the desktop"), this)) {
    m_form->setContentsMargins(12, 12, 12, 12);
    m_form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    m_form->setLabelAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_sentence = makeParagraph("", this);
    m_sentence->setObjectName(QStringLiteral("ruleSentence"));
    m_form->addRow(m_sentence);
    addRow(tr("Name"), m_name);
    addRow({}, m_enabled);
    m_groups->setToolTip(tr("Names, with * for any characters and ? for one"));
    addRow(tr("Groups"), m_groups);
    m_on->setObjectName(QStringLiteral("ruleOn"));
    m_on->setAccessibleName(tr("What is watched"));
    for (const auto& [text, on] : {std::pair{tr("Its verdict"), On::Verdict},
                                   {tr("Its lag, in records"), On::Lag},
                                   {tr("Its time lag"), On::TimeLag},
                                   {tr("When unread records expire"), On::Expiry},
                                   {tr("How evenly its work is spread"), On::Skew}})
        m_on->addItem(text, static_cast<int>(on));
    addRow(tr("Watch"), m_on);
    addRow(tr("Verdicts"), m_verdictBox = makeVerdicts());
    addRow(tr("Bound"), m_bound);
    m_clearBound->setToolTip(
        tr("It is over only where the value is beyond this again, so that it does not flap"));
    addRow(tr("Ends at"), m_clearBound);
    m_after->setToolTip(tr("How long it must hold before the alert is raised: 30s, 5m, 2h"));
    addRow(tr("For at least"), m_after);
    addRow(tr("Over after"), m_clearAfter);
    m_severity->addItem(tr("Urgent"), static_cast<int>(base::Severity::Bad));
    m_severity->addItem(tr("Warning"), static_cast<int>(base::Severity::Warn));
    m_severity->setAccessibleName(tr("Weight"));
    addRow(tr("Weight"), m_severity);
    addRow({}, m_notify);
    addRow(tr("Command"), makeCommand());
    addRow(tr("Quiet hours"), makeQuiet());
    m_wrong = makeParagraph("warnbox", this);
    m_wrong->setObjectName(QStringLiteral("ruleWrong"));
    m_form->addRow(m_wrong);
    m_form->addRow(makeFooter());
    for (QLineEdit* line : findChildren<QLineEdit*>())
        connect(line, &QLineEdit::textEdited, this, &RuleForm::check);
    for (QCheckBox* box : findChildren<QCheckBox*>())
        connect(box, &QCheckBox::clicked, this, &RuleForm::check);
    for (QComboBox* box : findChildren<QComboBox*>())
        connect(box, &QComboBox::activated, this, &RuleForm::check);
    setRule({});
}

void RuleForm::addRow(const QString& label, QWidget* field) {
    QLabel* word = makeLabel("dim", this, label);
    word->setBuddy(field);
    m_form->addRow(word, field);
}

QWidget* RuleForm::makeVerdicts() {
    auto* box = new QWidget(this);
    auto* grid = new QGridLayout(box);
    grid->setContentsMargins(0, 0, 0, 0);
    for (const Verdict verdict : verdicts) {
        auto* check = new QCheckBox(lag::word(verdict), box);
        check->setObjectName(QStringLiteral("ruleVerdict_") + QLatin1String(lag::name(verdict)));
        const int place = static_cast<int>(m_verdicts.size());
        grid->addWidget(check, place / 2, place % 2);
        m_verdicts.emplace_back(verdict, check);
    }
    return box;
}

QWidget* RuleForm::makeCommand() {
    auto* box = new QWidget(this);
    auto* rows = new QVBoxLayout(box);
    rows->setContentsMargins(0, 0, 0, 0);
    auto* row = new QHBoxLayout;
    m_command = makeLine(tr("Command"), "ruleCommand", box);
    m_command->setPlaceholderText(tr("program arguments (no shell)"));
    m_command->setToolTip(
        tr("Run when the alert is raised and when it is over; it reads the alert as JSON from "
           "its standard input"));
    m_try = makeButton(tr("Try"), ButtonLook::Secondary, box);
    m_try->setObjectName(QStringLiteral("ruleTry"));
    m_try->setToolTip(tr("Run it once with a sample alert"));
    m_tried = makeParagraph("small", box);
    m_tried->setObjectName(QStringLiteral("ruleTried"));
    row->addWidget(m_command, 1);
    row->addWidget(m_try);
    rows->addLayout(row);
    rows->addWidget(m_tried);
    connect(m_try, &QPushButton::clicked, this, &RuleForm::tryCommand);
    return box;
}

QWidget* RuleForm::makeQuiet() {
    auto* box = new QWidget(this);
    auto* row = new QHBoxLayout(box);
    row->setContentsMargins(0, 0, 0, 0);
    m_quiet = new QCheckBox(tr("from"), box);
    m_quiet->setAccessibleName(tr("Tell nobody during quiet hours"));
    m_quietFrom = makeLine(tr("Quiet from"), "ruleQuietFrom", box);
    m_quietTo = makeLine(tr("Quiet until"), "ruleQuietTo", box);
    m_quietZone = new QComboBox(box);
    m_quietZone->setAccessibleName(tr("Zone of the quiet hours"));
    m_quietZone->addItem(tr("local"), static_cast<int>(base::Zone::Local));
    m_quietZone->addItem(tr("UTC"), static_cast<int>(base::Zone::Utc));
    row->addWidget(m_quiet);
    row->addWidget(m_quietFrom);
    row->addWidget(makeLabel("dim", box, tr("to")));
    row->addWidget(m_quietTo);
    row->addWidget(m_quietZone);
    row->addStretch(1);
    for (QLineEdit* line : {m_quietFrom, m_quietTo})
        line->setMaximumWidth(64);
    return box;
}

QWidget* RuleForm::makeFooter() {
    auto* box = new QWidget(this);
    auto* row = new QHBoxLayout(box);
    row->setContentsMargins(0, 4, 0, 0);
    m_save = makeButton(tr("Save rule"), ButtonLook::Primary, box);
    m_save->setObjectName(QStringLiteral("ruleSave"));
    QPushButton* cancel = makeButton(tr("Discard changes"), ButtonLook::Secondary, box);
    row->addStretch(1);
    row->addWidget(cancel);
    row->addWidget(m_save);
    connect(m_save, &QPushButton::clicked, this, &RuleForm::save);
    connect(cancel, &QPushButton::clicked, this, &RuleForm::cancelled);
    return box;
}

void RuleForm::setRule(const lag::AlertRule& rule) {
    m_id = rule.id;
    m_name->setText(toQString(rule.name));
    m_enabled->setChecked(rule.enabled);
    m_groups->setText(toQString(rule.groups));
    m_on->setCurrentIndex(m_on->findData(static_cast<int>(rule.on)));
    for (const auto& [verdict, box] : m_verdicts)
        box->setChecked(std::find(rule.verdicts.begin(), rule.verdicts.end(), verdict) !=
                        rule.verdicts.end());
    m_bound->setText(hasBound(rule.on) ? boundText(rule.on, rule.bound) : QString());
    m_clearBound->setText(hasBound(rule.on) ? boundText(rule.on, rule.clearBound) : QString());
    m_after->setText(toQString(base::spanText(rule.after)));
    m_clearAfter->setText(toQString(base::spanText(rule.clearAfter)));
    m_severity->setCurrentIndex(m_severity->findData(static_cast<int>(rule.severity)));
    m_notify->setChecked(rule.notify);
    m_command->setText(toQString(rule.command));
    m_tried->clear();
    m_quiet->setChecked(rule.quiet.has_value());
    const lag::QuietHours quiet = rule.quiet.value_or(lag::QuietHours{22 * 60, 6 * 60, base::Zone::Local});
    m_quietFrom->setText(clock(quiet.fromMinute));
    m_quietTo->setText(clock(quiet.toMinute));
    m_quietZone->setCurrentIndex(m_quietZone->findData(static_cast<int>(quiet.zone)));
    check();
}

On RuleForm::on() const { return static_cast<On>(m_on->currentData().toInt()); }

base::Result<std::int64_t> RuleForm::bound(const QLineEdit& field) const {
    if (isTime(on())) {
        const base::Result<base::Duration> time = span(field);
        if (!time)
            return fail(time.error());
        return time->count();
    }
    bool isNumber = false;
    const std::int64_t value = field.text().remove(QLatin1Char(',')).trimmed().toLongLong(&isNumber);
    if (!isNumber)
        return fail(ErrorKind::Invalid,
                    toStd(field.accessibleName() + QStringLiteral(" is no number of records")),
                    toStd(field.text()), "write 100000", "");
    return value;
}

base::Result<lag::AlertRule> RuleForm::rule() const {
    lag::AlertRule rule;
    rule.id = m_id;
    rule.name = toStd(m_name->text().trimmed());
    rule.enabled = m_enabled->isChecked();
    rule.groups = toStd(m_groups->text().trimmed());
    rule.on = on();
    for (const auto& [verdict, box] : m_verdicts)
        if (rule.on == On::Verdict && box->isChecked())
            rule.verdicts.push_back(verdict);
    if (hasBound(rule.on)) {
        const base::Result<std::int64_t> raised = bound(*m_bound);
        if (!raised)
            return fail(raised.error());
        rule.bound = *raised;
        rule.clearBound = *raised;
        if (!m_clearBound->text().trimmed().isEmpty()) {
            const base::Result<std::int64_t> cleared = bound(*m_clearBound);
            if (!cleared)
                return fail(cleared.error());
            rule.clearBound = *cleared;
        }
    }
    const base::Result<base::Duration> after = span(*m_after);
    const base::Result<base::Duration> clearAfter = span(*m_clearAfter);
    if (!after || !clearAfter)
        return fail(!after ? after.error() : clearAfter.error());
    rule.after = *after;
    rule.clearAfter = *clearAfter;
    rule.severity = static_cast<base::Severity>(m_severity->currentData().toInt());
    rule.notify = m_notify->isChecked();
    rule.command = toStd(m_command->text().trimmed());
    if (m_quiet->isChecked()) {
        const base::Result<int> from = minuteOf(*m_quietFrom);
        const base::Result<int> to = minuteOf(*m_quietTo);
        if (!from || !to)
            return fail(!from ? from.error() : to.error());
        rule.quiet = lag::QuietHours{*from, *to, static_cast<base::Zone>(m_quietZone->currentData().toInt())};
    }
    if (const auto fine = lag::check(rule); !fine)
        return fail(fine.error());
    return rule;
}

void RuleForm::showFields() {
    const auto setShown = [this](QWidget* field, bool shown) {
        field->setVisible(shown);
        m_form->labelForField(field)->setVisible(shown);
    };
    setShown(m_verdictBox, on() == On::Verdict);
    setShown(m_bound, hasBound(on()));
    setShown(m_clearBound, hasBound(on()));
    const QString example = isTime(on()) ? tr("5m") : tr("100,000");
    m_bound->setPlaceholderText(example);
    m_clearBound->setPlaceholderText(tr("as the bound"));
    for (QWidget* field : std::initializer_list<QWidget*>{m_quietFrom, m_quietTo, m_quietZone})
        field->setEnabled(m_quiet->isChecked());
    m_try->setEnabled(!m_command->text().trimmed().isEmpty());
}

void RuleForm::check() {
    showFields();
    const base::Result<lag::AlertRule> made = rule();
    m_save->setEnabled(made.has_value());
    m_wrong->setVisible(!made);
    m_wrong->setText(made ? QString() : toQString(base::describe(made.error())));
    m_sentence->setText(made ? tr("Alerts %1.").arg(lag::describe(*made)) : tr("Not a rule yet."));
}

void RuleForm::save() {
    if (const base::Result<lag::AlertRule> made = rule())
        Q_EMIT saved(*made);
}

void RuleForm::tryCommand() {
    lag::Alert sample;
    sample.rule = m_id;
    sample.name = toStd(m_name->text());
    sample.group = "sample-group";
    sample.text = "This is a sample: nothing is wrong";
    sample.raisedAt = sample.updatedAt = base::systemNow();
    m_tried->setText(tr("Running…"));
    m_try->setEnabled(false);
    base::whenAnswered(lag::runHook(toStd(m_command->text().trimmed()),
                                    lag::alertJson(sample, "sample-cluster", "sample"), this),
                       this, [this](const base::Result<base::Done>& done) {
                           m_try->setEnabled(true);
                           m_tried->setText(done ? tr("It ended well.")
                                                 : toQString(base::describe(done.error())));
                       });
}

} // namespace streamscape::widgets
