// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/lag/lag_head.h"

#include "models/lag/words.h"
#include "widgets/common/buttons.h"
#include "widgets/common/labels.h"
#include "widgets/common/page_head.h"
#include "widgets/common/segmented.h"

#include <QEvent>
#include <QMenu>
#include <QPushButton>
#include <QVBoxLayout>

namespace streamscape::widgets {

namespace {

constexpr int mostAlerts = 88; // whose button is as wide as one gets; of more it may grow

QString alertsText(int needing) {
    return needing > 0 ? LagHead::tr("▲ %1 · Alerts…").arg(base::grouped(needing)) : LagHead::tr("Alerts…");
}

} // namespace

LagHead::LagHead(const QString& title, QWidget* parent)
    : QWidget(parent)
    , m_head(new PageHead(title, {}, PageHead::FilterPlace::Elsewhere, this))
    , m_warning(makeLabel("stale", this))
    , m_by(new Segmented(this)) {
    auto* all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->addWidget(m_head);
    m_warning->setObjectName(QStringLiteral("lagVisibility"));
    m_warning->hide();
    m_head->addBehindCounts(m_warning);
    m_by->setObjectName(QStringLiteral("lagBy"));
    m_by->setAccessibleName(tr("What the table lists"));
    m_by->add(QStringLiteral("group"), tr("By group"));
    m_by->add(QStringLiteral("topic"), tr("By topic"), tr("Each topic with the groups that read it"));
    m_by->add(QStringLiteral("member"), tr("By member"), tr("Each member and what it carries"));
    m_by->add(QStringLiteral("partition"), tr("By partition"), tr("Each partition of each group"));
    m_head->addAtEnd(m_by);
    connect(m_by, &Segmented::chosen, this,
            [this](const QString& id) { Q_EMIT byChosen(LagTables::byName(base::toStd(id))); });
    m_reset = add(tr("Reset offsets…"), "lagReset");
    m_alerts = add(tr("Alerts…"), "lagAlerts");
    QPushButton* out = add(tr("Export ▾"), "lagExport");
    QMenu* menu = makeExportMenu();
    connect(out, &QPushButton::clicked, menu, [out, menu] { popUpBelow(*menu, *out); });
    connect(m_reset, &QPushButton::clicked, this, &LagHead::resetAsked);
    connect(m_alerts, &QPushButton::clicked, this, &LagHead::alertsAsked);
    setResettable({});
}

QPushButton* LagHead::add(const QString& text, const char* name) {
    QPushButton* button = makeButton(text, ButtonLook::Secondary, this);
    button->setObjectName(QString::fromLatin1(name));
    m_head->addAtEnd(button);
    return button;
}

QMenu* LagHead::makeExportMenu() {
    auto* menu = new QMenu(this);
    const auto item = [&](const QString& text, LagExport::What what, LagExport::To to) {
        connect(menu->addAction(text), &QAction::triggered, this,
                [this, what, to] { Q_EMIT exportAsked(what, to); });
    };
    using What = LagExport::What;
    using To = LagExport::To;
    item(tr("Save the table as CSV…"), What::TableCsv, To::File);
    item(tr("Save the table as JSON…"), What::TableJson, To::File);
    item(tr("Save everything as JSON…"), What::EverythingJson, To::File);
    menu->addSeparator();
    item(tr("Copy the table as CSV"), What::TableCsv, To::Clipboard);
    item(tr("Copy the table as JSON"), What::TableJson, To::Clipboard);
    item(tr("Copy everything as JSON"), What::EverythingJson, To::Clipboard);
    return menu;
}

void LagHead::setNumbers(const lag::Overview& overview) {
    const QString dot = QStringLiteral(" · ");
    m_head->setCounts(base::counted(overview.groups, tr("group"), tr("groups")) + dot +
                      base::counted(overview.topics, tr("topic"), tr("topics")) + dot +
                      base::counted(overview.partitions, tr("partition"), tr("partitions")));
}

void LagHead::clearNumbers() { m_head->setCounts({}); }

void LagHead::setBy(LagTables::By by) { m_by->setCurrent(QString::fromLatin1(LagTables::name(by))); }

void LagHead::setWarning(const QString& text, const QString& tooltip) {
    m_warning->setText(text);
    m_warning->setToolTip(plainTip(tooltip));
    m_warning->setVisible(!text.isEmpty());
}

// What is beside a button must not move under the mouse when its text grows.
void LagHead::reserveRoom() {
    const QString text = m_alerts->text();
    m_alerts->setMinimumWidth(0);
    m_alerts->setText(alertsText(mostAlerts));
    const int room = m_alerts->sizeHint().width();
    m_alerts->setText(text);
    m_alerts->setMinimumWidth(room);
}

bool LagHead::event(QEvent* event) {
    const bool taken = QWidget::event(event);
    if (event->type() == QEvent::Polish || event->type() == QEvent::StyleChange ||
        event->type() == QEvent::FontChange)
        reserveRoom();
    return taken;
}

void LagHead::setAlerts(std::optional<int> needing) {
    m_alerts->setText(alertsText(needing.value_or(0)));
    m_alerts->setToolTip(!needing       ? tr("Nothing is watched for: there are no rules")
                         : *needing > 0 ? tr("Open alerts that nobody has acknowledged or muted")
                                        : tr("No open alert needs somebody"));
}

void LagHead::setResettable(const std::string& group) {
    m_reset->setEnabled(!group.empty());
    m_reset->setToolTip(plainTip(group.empty()
                                     ? tr("Select a group first")
                                     : tr("Plan a change of the offsets of %1").arg(base::toQString(group))));
}

} // namespace streamscape::widgets
