// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/shell/top_bar.h"

#include "widgets/common/buttons.h"
#include "widgets/shell/range_picker.h"

#include <QActionGroup>
#include <QDateTime>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QPushButton>

namespace streamscape::widgets {

namespace {

// A button that owns its menu reserves room for an arrow; ours has the arrow in its text.
void dropDown(QPushButton* button, QMenu* menu) {
    QObject::connect(button, &QPushButton::clicked, menu,
                     [button, menu] { menu->popup(button->mapToGlobal(QPoint(0, button->height() + 4))); });
}

} // namespace

namespace {

QString escaped(QString name) { return name.replace(QLatin1Char('&'), QLatin1String("&&")); }

QAction* addCheckable(QMenu* menu, const QString& name, bool checked) {
    QAction* action = menu->addAction(escaped(name));
    action->setCheckable(true);
    action->setChecked(checked);
    return action;
}

} // namespace

TopBar::TopBar(const PageContext& context, SearchBox::Source source, QWidget* parent)
    : QFrame(parent)
    , m_context(context)
    , m_cluster(makeButton({}, ButtonLook::Secondary, this))
    , m_clusterMenu(new QMenu(this))
    , m_pill(new ConnectionPill(context, this))
    , m_search(new SearchBox(context, std::move(source), this))
    , m_zone(makeButton({}, ButtonLook::Secondary, this))
    , m_zoneMenu(new QMenu(this))
    , m_lock(makeButton(tr("Read-only"), ButtonLook::Secondary, this)) {
    setObjectName(QStringLiteral("topBar"));
    setFixedHeight(44);
    auto* name = new QLabel(QStringLiteral("Streamscape"), this);
    name->setObjectName(QStringLiteral("productName"));
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(14, 0, 14, 0);
    row->setSpacing(12);
    row->addWidget(name);
    row->addWidget(m_cluster);
    row->addWidget(m_pill);
    row->addWidget(m_search, 100);
    row->addStretch(1);
    row->addWidget(new RangePicker(context, this));
    row->addWidget(m_zone);
    row->addWidget(m_lock);

    m_cluster->setObjectName(QStringLiteral("clusterButton"));
    m_clusterMenu->setObjectName(QStringLiteral("clusterMenu"));
    m_clusterMenu->setToolTipsVisible(true);
    dropDown(m_cluster, m_clusterMenu);
    connect(m_pill, &ConnectionPill::clicked, this, &TopBar::connectionsRequested);

    m_zone->setObjectName(QStringLiteral("zoneButton"));
    auto* choice = new QActionGroup(m_zoneMenu);
    const auto addZone = [&](const QString& text, base::Zone zone) {
        QAction* action = m_zoneMenu->addAction(text);
        action->setCheckable(true);
        action->setData(static_cast<int>(zone));
        choice->addAction(action);
        connect(action, &QAction::triggered, this, [this, zone] { m_context.view.setZone(zone); });
    };
    addZone(tr("UTC"), base::Zone::Utc);
    addZone(tr("Local time (%1)").arg(QDateTime::currentDateTime().timeZoneAbbreviation()),
            base::Zone::Local);
    dropDown(m_zone, m_zoneMenu);
    connect(&context.view, &View::zoneChanged, this, &TopBar::showZone);

    m_lock->setObjectName(QStringLiteral("lockButton"));
    m_lock->setCheckable(true);
    connect(m_lock, &QPushButton::clicked, this, &TopBar::lockRequested);

    showZone();
    setClusters({});
    setConnection(std::nullopt);
    setLocked(true);
}

void TopBar::setClusters(const ClusterChoice& choice) {
    const QString& current = choice.current;
    m_cluster->setText((current.isEmpty() ? tr("No cluster") : current) + QStringLiteral(" ▾"));
    m_cluster->setAccessibleName(tr("Cluster: %1").arg(current.isEmpty() ? tr("none") : current));
    m_clusterMenu->clear();
    QStringList others = choice.saved;
    others.removeAll(current);
    for (const QString& name : choice.saved) {
        QAction* action = addCheckable(m_clusterMenu, name, name == current);
        connect(action, &QAction::triggered, this, [this, name] { Q_EMIT clusterChosen(name); });
    }
    if (!choice.saved.isEmpty())
        m_clusterMenu->addSeparator();
    if (!current.isEmpty() && !others.isEmpty()) {
        QMenu* beside = m_clusterMenu->addMenu(tr("Watch beside %1").arg(escaped(current)));
        beside->setToolTip(
            tr("Its groups stand in the same lag table; nothing can be changed on it from here"));
        for (const QString& name : others) {
            QAction* action = addCheckable(beside, name, choice.beside.contains(name));
            connect(action, &QAction::triggered, this,
                    [this, name](bool chosen) { Q_EMIT besideChosen(name, chosen); });
        }
    }
    connect(m_clusterMenu->addAction(tr("Connect to a cluster…")), &QAction::triggered, this,
            &TopBar::connectionsRequested);
}

void TopBar::setConnection(const std::optional<kafka::ConnectionState>& state) {
    m_pill->setVisible(state.has_value());
    m_lock->setVisible(state.has_value());
    if (state)
        m_pill->setState(*state);
}

void TopBar::setLocked(bool locked) {
    m_lock->setChecked(locked);
    m_lock->setToolTip(locked ? tr("Every change of the cluster is refused. Click to allow changes.")
                              : tr("Changes are allowed. Click to refuse every change of the cluster."));
    m_lock->setAccessibleName(locked ? tr("Read-only lock, set") : tr("Read-only lock, not set"));
}

void TopBar::showZone() {
    const bool utc = m_context.view.zone() == base::Zone::Utc;
    m_zone->setText((utc ? tr("UTC") : tr("Local")) + QStringLiteral(" ▾"));
    m_zone->setToolTip(utc ? tr("Times are shown in UTC") : tr("Times are shown in this computer's zone"));
    m_zone->setAccessibleName(tr("Time zone: %1").arg(utc ? tr("UTC") : tr("local")));
    const QList<QAction*> actions = m_zoneMenu->actions();
    for (QAction* action : actions)
        action->setChecked(action->data().toInt() == static_cast<int>(m_context.view.zone()));
}

} // namespace streamscape::widgets
