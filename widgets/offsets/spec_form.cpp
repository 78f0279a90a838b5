// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/offsets/spec_form.h"

#include "models/base/location.h"
#include "models/base/text.h"
#include "models/offsets/iso8601.h"
#include "widgets/common/buttons.h"
#include "widgets/common/segmented.h"

#include <QComboBox>
#include <QFile>
#include <QFileDialog>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

#include <array>

namespace streamscape::widgets {

using base::ErrorKind;
using base::Result;
using base::toStd;
using offsets::Spec;
using offsets::Target;

namespace {

const QString resetAction = QStringLiteral("reset");
const QString copyAction = QStringLiteral("copy");
const QString deleteOffsetsAction = QStringLiteral("delete_offsets");
const QString deleteGroupAction = QStringLiteral("delete_group");

// Where a reset goes, and what is typed for it.
struct Choice {
    Target target;
    const char* text;
    const char* placeholder; ///< empty: nothing is typed
    const char* hint;
};
constexpr std::array<Choice, 8> choices{{
    {Target::Earliest, "the log's start", "", "Everything that is still in the log is read again."},
    {Target::Latest, "the log's end", "", "Everything that waits is skipped."},
    {Target::Datetime, "a moment", "2026-11-22T02:00:00.000",
     "The first record at or after it; UTC unless a zone such as +01:00 follows. The log's end where no "
     "record is "
     "that young."},
    {Target::Duration, "so long ago", "2h, 1d, PT90M",
     "The first record at or after that; the log's end where no record is that young."},
    {Target::Offset, "an offset", "0", "Moved into the log where it lies outside."},
    {Target::Shift, "so many records on", "-1000",
     "Negative goes back. Moved into the log where it lies outside."},
    {Target::Current, "where it is", "", "Partitions without a commit get one at the log's end."},
    {Target::File, "what a file says", "offsets.csv",
     "Lines of topic,partition,offset or group,topic,partition,offset, as Kafka's own tool writes them."},
}};

const Choice& choiceOf(Target target) {
    for (const Choice& choice : choices)
        if (choice.target == target)
            return choice;
    return choices.front();
}

tl::unexpected<base::Error> wrong(const QString& what, const QString& hint) {
    return base::fail(ErrorKind::Invalid, toStd(what), "", toStd(hint));
}

Result<std::vector<offsets::CsvRow>> rowsIn(const QString& path) {
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return base::fail(ErrorKind::Invalid, "The file cannot be read", toStd(path),
                          toStd(file.errorString()));
    auto rows = offsets::parseCsv(file.readAll().toStdString());
    if (rows)
        return rows;
    base::Error error = rows.error();
    error.where = toStd(path) + ", " + error.where;
    return base::fail(std::move(error));
}

} // namespace

SpecForm::SpecForm(QWidget* parent)
    : QWidget(parent)
    , m_action(new Segmented(this))
    , m_topics(new QLineEdit(this))
    , m_topicsLabel(new QLabel(tr("Topics"), this))
    , m_target(new QComboBox(this))
    , m_targetLabel(new QLabel(this))
    , m_value(new QLineEdit(this))
    , m_browse(makeButton(tr("Choose…"), ButtonLook::Secondary, this))
    , m_hint(new QLabel(this)) {
    m_action->setObjectName(QStringLiteral("offsetsAction"));
    m_action->add(resetAction, tr("Reset"), tr("Move the group's offsets"));
    m_action->add(copyAction, tr("Copy from a group"), tr("Take over another group's commits"));
    m_action->add(deleteOffsetsAction, tr("Delete offsets"), tr("Delete commits for topics no member reads"));
    m_action->add(deleteGroupAction, tr("Delete group"), tr("Delete the group and all its commits"));
    m_action->setCurrent(resetAction);
    m_topics->setObjectName(QStringLiteral("offsetsTopics"));
    m_topics->setPlaceholderText(tr("every topic with a commit; or: orders inventory.movements:0,2"));
    m_topics->setAccessibleName(tr("Topics, separated by spaces"));
    m_topics->setToolTip(tr("Topics separated by spaces, each with or without partitions: orders:0,3"));
    m_topicsLabel->setBuddy(m_topics);
    m_target->setObjectName(QStringLiteral("offsetsTarget"));
    m_target->setAccessibleName(tr("Where to"));
    for (const Choice& choice : choices)
        m_target->addItem(tr(choice.text), static_cast<int>(choice.target));
    m_value->setObjectName(QStringLiteral("offsetsValue"));
    m_browse->setObjectName(QStringLiteral("offsetsBrowse"));
    m_hint->setProperty("role", QStringLiteral("small"));
    m_hint->setObjectName(QStringLiteral("offsetsHint"));
    m_hint->setWordWrap(true);

    auto* where = new QHBoxLayout;
    where->setSpacing(8);
    where->addWidget(m_target);
    where->addWidget(m_value, 1);
    where->addWidget(m_browse);
    where->addStretch(0); // where nothing is typed the box stays small
    m_target->setSizePolicy(QSizePolicy::Maximum, QSizePolicy::Fixed);
    m_target->setMinimumWidth(190);
    auto* grid = new QGridLayout(this);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(12);
    grid->setVerticalSpacing(8);
    grid->addWidget(m_action, 0, 0, 1, 2, Qt::AlignLeft);
    grid->addWidget(m_topicsLabel, 1, 0);
    grid->addWidget(m_topics, 1, 1);
    grid->addWidget(m_targetLabel, 2, 0);
    grid->addLayout(where, 2, 1);
    grid->addWidget(m_hint, 3, 1);
    grid->setColumnMinimumWidth(0, 52);
    grid->setColumnStretch(1, 1);
    for (QLabel* label : {m_topicsLabel, m_targetLabel})
        label->setProperty("role", QStringLiteral("dim"));

    connect(m_action, &Segmented::chosen, this, &SpecForm::showFields);
    connect(m_target, &QComboBox::currentIndexChanged, this, [this] {
        m_value->clear();
        showFields();
    });
    connect(m_topics, &QLineEdit::textEdited, this, &SpecForm::edited);
    connect(m_value, &QLineEdit::textEdited, this, &SpecForm::edited);
    connect(m_topics, &QLineEdit::returnPressed, this, &SpecForm::submitted);
    connect(m_value, &QLineEdit::returnPressed, this, &SpecForm::submitted);
    connect(m_browse, &QPushButton::clicked, this, &SpecForm::chooseFile);
    showFields();
}

void SpecForm::setTopics(const QString& topics) { m_topics->setText(topics); }

void SpecForm::setFile(const QString& path) {
    m_action->setCurrent(resetAction);
    m_target->setCurrentIndex(m_target->findData(static_cast<int>(Target::File)));
    m_value->setText(path);
    showFields();
}

void SpecForm::chooseFile() {
    auto* dialog = new QFileDialog(this, tr("Offsets to take over"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    dialog->setNameFilters({tr("CSV (*.csv)"), tr("All files (*)")});
    connect(dialog, &QFileDialog::fileSelected, this, &SpecForm::setFile);
    dialog->open();
}

Target SpecForm::target() const {
    const QString action = m_action->current();
    if (action == copyAction)
        return Target::CopyFrom;
    if (action == deleteOffsetsAction)
        return Target::DeleteOffsets;
    if (action == deleteGroupAction)
        return Target::DeleteGroup;
    return static_cast<Target>(m_target->currentData().toInt());
}

// Shows the fields of the action chosen.
void SpecForm::showFields() {
    const Target chosen = target();
    const bool copies = chosen == Target::CopyFrom;
    const bool deletes = chosen == Target::DeleteOffsets || chosen == Target::DeleteGroup;
    const Choice& choice = choiceOf(chosen);
    m_topics->setVisible(chosen != Target::DeleteGroup && chosen != Target::File);
    m_topicsLabel->setVisible(!m_topics->isHidden());
    m_target->setVisible(!copies && !deletes);
    m_value->setVisible(copies || (!deletes && *choice.placeholder));
    m_browse->setVisible(chosen == Target::File);
    m_targetLabel->setVisible(!deletes);
    m_targetLabel->setText(copies ? tr("From") : tr("To"));
    m_value->setPlaceholderText(copies ? tr("the other group's name")
                                       : QString::fromUtf8(choice.placeholder));
    m_value->setAccessibleName(copies ? tr("The other group") : m_target->currentText());
    m_hint->setText(
        copies ? tr("The group takes over these commits as they are; its other commits stay.")
        : chosen == Target::DeleteOffsets
            ? tr("The commits are deleted where no member reads the topic; the journal keeps them.")
        : chosen == Target::DeleteGroup
            ? tr("The group and all its commits are deleted; the journal keeps them for an undo.")
            : tr(choice.hint));
    Q_EMIT edited();
}

Result<Spec> SpecForm::spec() const {
    Spec spec;
    spec.target = target();
    const QString typed = m_value->text().trimmed();
    switch (spec.target) {
    case Target::Offset:
    case Target::Shift: {
        bool isNumber = false;
        spec.number = QString(typed).remove(QLatin1Char(',')).toLongLong(&isNumber);
        if (!isNumber)
            return wrong(tr("\"%1\" is no number of records").arg(typed), tr("Type a whole number"));
        break;
    }
    case Target::Datetime: {
        const auto time = offsets::parseDatetime(toStd(typed));
        if (!time)
            return base::fail(time.error());
        spec.time = *time;
        break;
    }
    case Target::Duration: {
        const std::optional<base::Duration> span = base::parseSpan(toStd(typed));
        const auto duration = span ? Result<base::Duration>(*span) : offsets::parseDuration(toStd(typed));
        if (!duration)
            return wrong(tr("This is no duration: %1").arg(typed), tr("Write it as in 2h, 1d or PT90M"));
        spec.duration = *duration;
        break;
    }
    case Target::File: {
        if (typed.isEmpty())
            return wrong(tr("No file is named"), tr("Choose a CSV file"));
        auto rows = rowsIn(typed);
        if (!rows)
            return base::fail(rows.error());
        spec.rows = std::move(*rows);
        break;
    }
    case Target::CopyFrom:
        spec.from = toStd(m_value->text()); // as it is: names may have spaces
        if (spec.from.empty())
            return wrong(tr("No group is named"), tr("Type the name of the group to copy"));
        break;
    default:
        break;
    }
    return spec;
}

Result<offsets::Scope> SpecForm::scope() const {
    offsets::Scope scope;
    const QStringList words = m_topics->text().split(QLatin1Char(' '), Qt::SkipEmptyParts);
    scope.allTopics = words.isEmpty();
    for (const QString& word : words) {
        auto topic = offsets::parseTopicScope(toStd(word));
        if (!topic)
            return base::fail(topic.error());
        scope.topics.push_back(std::move(*topic));
    }
    return scope;
}

Result<SpecForm::Wish> SpecForm::wish() const {
    auto wanted = spec();
    if (!wanted)
        return base::fail(wanted.error());
    Wish wish{std::move(*wanted), {}, {}};
    if (wish.spec.target == Target::File)
        wish.file = toStd(m_value->text().trimmed());
    else if (wish.spec.target != Target::DeleteGroup) {
        auto where = scope();
        if (!where)
            return base::fail(where.error());
        wish.scope = std::move(*where);
    }
    return wish;
}

} // namespace streamscape::widgets
