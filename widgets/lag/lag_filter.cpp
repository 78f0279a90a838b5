// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/lag/lag_filter.h"

#include "models/lag/words.h"
#include "widgets/common/buttons.h"
#include "widgets/common/cell_delegate.h"

#include <QHBoxLayout>
#include <QMenu>
#include <QPushButton>

#include <array>

namespace streamscape::widgets {

using base::toQString;
using lag::Verdict;

namespace {

constexpr std::array verdicts{Verdict::Stopped,   Verdict::Stalled, Verdict::FallingBehind, Verdict::Rewound,
                              Verdict::KeepingUp, Verdict::Idle,    Verdict::Empty,         Verdict::Unknown};
const QString topicChip = QStringLiteral("topic");
const QString onlyChip = QStringLiteral("only");
const QString withoutChip = QStringLiteral("without:");
const QString columnChip = QStringLiteral("column:");

std::optional<Verdict> verdictOf(const QString& word) {
    for (const Verdict verdict : verdicts)
        if (lag::word(verdict) == word)
            return verdict;
    return std::nullopt;
}

bool isVerdict(const QString& columnId) {
    return columnId == QLatin1String("verdict") || columnId == QLatin1String("worst");
}

std::set<Verdict> thoseThatNeedSomebody() {
    std::set<Verdict> some;
    for (const Verdict verdict : verdicts)
        if (lag::needsSomebody(verdict))
            some.insert(verdict);
    return some;
}

} // namespace

LagFilter::LagFilter(QWidget* parent)
    : QWidget(parent)
    , m_bar(new FilterBar(tr("Filter groups, topics, members…"), this))
    , m_verdicts(makeButton(tr("Verdict ▾"), ButtonLook::Secondary, this))
    , m_menu(new QMenu(this))
    , m_pause(makeButton(tr("❚❚ Pause"), ButtonLook::Secondary, this)) {
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(8, 7, 8, 7);
    row->setSpacing(8);
    row->addWidget(m_bar, 1);
    row->addWidget(m_verdicts);
    row->addWidget(m_pause);
    m_verdicts->setObjectName(QStringLiteral("lagVerdicts"));
    connect(m_verdicts, &QPushButton::clicked, this, [this] {
        fillMenu();
        popUpBelow(*m_menu, *m_verdicts);
    });
    m_pause->setObjectName(QStringLiteral("lagPause"));
    connect(m_bar, &FilterBar::textChanged, this, &LagFilter::changed);
    connect(m_bar, &FilterBar::chipRemoved, this, &LagFilter::removeChip);
    connect(m_pause, &QPushButton::clicked, this, &LagFilter::pauseAsked);
}

base::TableFilter LagFilter::table() const { return {m_bar->text(), m_columns}; }
void LagFilter::focusLine() { m_bar->focusLine(); }

void LagFilter::set(const lag::RowFilter& rows, const base::TableFilter& table) {
    m_rows = rows;
    m_columns = table.columns;
    m_bar->setText(table.text);
    showChips();
}

void LagFilter::take(lag::RowFilter rows) {
    if (rows == m_rows)
        return;
    m_rows = std::move(rows);
    showChips();
    Q_EMIT changed();
}

void LagFilter::setOnly(std::set<Verdict> some) {
    lag::RowFilter rows = m_rows;
    rows.only = std::move(some);
    rows.without.clear();
    take(rows);
}

void LagFilter::take(const base::ColumnFilter& one) {
    m_columns = base::with(table(), one).columns;
    showChips();
    Q_EMIT changed();
}

// A verdict and a topic are asked for in all views; what else a column says, where there is that column.
void LagFilter::takeOnly(const QString& columnId, const QString& value) {
    lag::RowFilter rows = m_rows;
    if (const std::optional<Verdict> verdict = verdictOf(value); verdict && isVerdict(columnId))
        return setOnly({*verdict});
    if (columnId == QLatin1String("topic") && !value.contains(QLatin1String(" +"))) {
        rows.topic = base::toStd(value);
        return take(rows);
    }
    take(base::ColumnFilter{columnId, value, false});
}

void LagFilter::takeWithout(const QString& columnId, const QString& value) {
    const std::optional<Verdict> verdict = verdictOf(value);
    if (!verdict || !isVerdict(columnId))
        return take(base::ColumnFilter{columnId, value, true});
    lag::RowFilter rows = m_rows;
    rows.only.erase(*verdict);
    rows.without.insert(*verdict);
    take(rows);
}

void LagFilter::removeChip(const QString& id) {
    lag::RowFilter rows = m_rows;
    if (id == topicChip)
        rows.topic.clear();
    else if (id == onlyChip)
        rows.only.clear();
    for (const Verdict verdict : verdicts)
        if (id == withoutChip + QLatin1String(lag::name(verdict)))
            rows.without.erase(verdict);
    for (std::size_t i = 0; i < m_columns.size(); ++i)
        if (id == columnChip + QString::number(i)) {
            m_columns.erase(m_columns.begin() + static_cast<std::ptrdiff_t>(i));
            showChips();
            Q_EMIT changed();
            return;
        }
    take(rows);
}

void LagFilter::showChips() {
    QList<FilterBar::Chip> chips;
    if (!m_rows.topic.empty())
        chips << FilterBar::Chip{topicChip, tr("topic is %1").arg(toQString(m_rows.topic))};
    QStringList words;
    for (const Verdict verdict : verdicts)
        if (m_rows.only.contains(verdict))
            words << lag::word(verdict);
    if (m_rows.only == thoseThatNeedSomebody())
        chips << FilterBar::Chip{onlyChip, tr("needs somebody")};
    else if (!words.isEmpty())
        chips << FilterBar::Chip{onlyChip, tr("verdict is %1").arg(words.join(tr(" or ")))};
    for (const Verdict verdict : verdicts)
        if (m_rows.without.contains(verdict))
            chips << FilterBar::Chip{withoutChip + QLatin1String(lag::name(verdict)),
                                     tr("not %1").arg(lag::word(verdict))};
    for (std::size_t i = 0; i < m_columns.size(); ++i) {
        const base::ColumnFilter& one = m_columns[i];
        chips << FilterBar::Chip{
            columnChip + QString::number(i),
            (one.exclude ? tr("%1 is not %2") : tr("%1 is %2"))
                .arg(QString(one.column).replace(QLatin1Char('_'), QLatin1Char(' ')), one.value)};
    }
    m_bar->setChips(chips);
}

void LagFilter::fillMenu() {
    m_menu->clear();
    connect(m_menu->addAction(tr("Any verdict")), &QAction::triggered, this, [this] { setOnly({}); });
    connect(m_menu->addAction(tr("Needs somebody")), &QAction::triggered, this,
            [this] { setOnly(thoseThatNeedSomebody()); });
    m_menu->addSeparator();
    for (const Verdict verdict : verdicts) {
        QAction* action =
            m_menu->addAction(sign(lag::shape(verdict)) + QLatin1Char(' ') + lag::word(verdict));
        action->setCheckable(true);
        action->setChecked(m_rows.only.contains(verdict));
        connect(action, &QAction::triggered, this, [this, verdict](bool on) {
            std::set<Verdict> some = m_rows.only;
            if (on)
                some.insert(verdict);
            else
                some.erase(verdict);
            setOnly(std::move(some));
        });
    }
}

void LagFilter::setPaused(bool paused, bool possible) {
    m_pause->setText(paused ? tr("▶ Resume") : tr("❚❚ Pause"));
    m_pause->setEnabled(possible);
    m_pause->setToolTip(!possible ? tr("Nothing moves: this is the past")
                        : paused  ? tr("Show what is new again (Space)")
                                  : tr("The table stands still until you resume (Space)"));
}

} // namespace streamscape::widgets
