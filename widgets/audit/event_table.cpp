// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/audit/event_table.h"

#include "widgets/audit/words.h"
#include "widgets/common/buttons.h"
#include "widgets/common/data_table.h"
#include "widgets/common/pane.h"

#include <QEvent>
#include <QScrollBar>
#include <QVBoxLayout>

namespace streamscape::widgets {

EventTable::EventTable(const PageContext& context, QWidget* parent)
    : QWidget(parent)
    , m_context(context)
    , m_newer(makeButton(QString(), ButtonLook::Primary, this))
    , m_table(new DataTable(context, QStringLiteral("auditEvents"), this)) {
    m_newer->setObjectName(QStringLiteral("auditNewer"));
    m_newer->hide();
    m_table->setAccessibleName(tr("Audit lines"));
    m_table->setDefaultSort(QStringLiteral("time"), Qt::DescendingOrder);
    m_table->setStretchColumn(QStringLiteral("rule"));
    m_table->setLeastWidths({{"time", 108},
                             {"principal", 118},
                             {"host", 92},
                             {"operation", 104},
                             {"resource", 180},
                             {"decision", 100},
                             {"rule", 110}});
    m_table->setHiddenByDefault({QStringLiteral("request"), QStringLiteral("source")});
    m_table->setRowModel(&m_events);
    auto* pane = new Pane(QString(), this);
    pane->setHeaderVisible(false);
    pane->body()->addWidget(m_newer);
    pane->body()->addWidget(m_table);
    auto* all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->addWidget(pane);
    connect(m_newer, &QPushButton::clicked, this, [this] {
        showWaiting();
        m_table->verticalScrollBar()->setValue(0);
    });
    connect(m_table->verticalScrollBar(), &QScrollBar::valueChanged, this, [this](int value) {
        if (value == 0 && !holdsStill())
            showWaiting();
    });
    connect(m_table, &DataTable::currentKeyChanged, this, [this](const QString& key) {
        if (!key.isEmpty())
            Q_EMIT eventChosen(base::toStd(key));
    });
    connect(m_table, &DataTable::linkActivated, this, &EventTable::linkActivated);
    connect(m_table, &DataTable::filterIn, this,
            [this](const QString& id) { Q_EMIT filterWanted(id, false); });
    connect(m_table, &DataTable::filterOut, this,
            [this](const QString& id) { Q_EMIT filterWanted(id, true); });
    connect(&context.view, &View::zoneChanged, this, &EventTable::sayEmpty);
    m_table->viewport()->installEventFilter(this);
}

bool EventTable::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::Leave && m_waiting) // the cursor is still said to be there
        QMetaObject::invokeMethod(
            this,
            [this] {
                if (!holdsStill())
                    showWaiting();
            },
            Qt::QueuedConnection);
    return QWidget::eventFilter(watched, event);
}

void EventTable::select(const std::string& event) { m_table->selectKey(base::toQString(event)); }

bool EventTable::holdsStill() const {
    return m_table->isVisible() &&
           (m_table->verticalScrollBar()->value() > 0 || m_table->viewport()->underMouse());
}

void EventTable::show(const audit::SnapshotPtr& snapshot) {
    m_waiting = snapshot;
    if (!m_shown || m_shown->question != snapshot->question || !holdsStill())
        return showWaiting();
    const std::int64_t newer = newerThanShown(m_events.rows(), snapshot->answer.events);
    m_newer->setText(newer == static_cast<std::int64_t>(snapshot->answer.events.size())
                         ? tr("%1 or more new lines · show").arg(base::grouped(newer))
                         : tr("%n new line(s) · show", nullptr, static_cast<int>(newer)));
    m_newer->setVisible(newer > 0);
}

void EventTable::showWaiting() {
    if (!m_waiting)
        return;
    const bool otherQuestion = !m_shown || m_shown->question != m_waiting->question;
    m_shown = std::exchange(m_waiting, nullptr);
    m_newer->hide();
    m_events.setEvents(m_shown->answer.events);
    sayEmpty();
    Q_EMIT linesChanged(otherQuestion);
}

void EventTable::sayEmpty() {
    if (m_shown)
        m_table->setEmptyText(emptyText(*m_shown, m_context.view.zone()));
}

} // namespace streamscape::widgets
