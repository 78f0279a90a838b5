// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/lag/alert_list.h"

#include "widgets/common/buttons.h"

#include <QAbstractProxyModel>
#include <QHBoxLayout>
#include <QPushButton>

#include <algorithm>

namespace streamscape::widgets {

using State = lag::AlertEntry::State;

AlertList::AlertList(const PageContext& context, LagSources sources, QWidget* parent)
    : QWidget(parent)
    , m_context(context)
    , m_sources(std::move(sources))
    , m_table(new DataTable(context, QStringLiteral("lagAlertsOpen"), this)) {
    m_table->setDefaultSort(QStringLiteral("state"), Qt::AscendingOrder);
    m_table->setStretchColumn(QStringLiteral("text"));
    m_table->setLeastWidths({{"text", 120}, {"rule", 120}, {"group", 120}});
    m_table->setEmptyText(tr("No alert is open"));
    m_table->setAccessibleName(tr("Open alerts"));
    auto* row = new QHBoxLayout;
    row->setContentsMargins(10, 8, 10, 10);
    row->setSpacing(8);
    m_acknowledge = add(row, tr("Acknowledge"), "alertAcknowledge");
    m_muteHour = add(row, tr("Mute 1 h"), "alertMuteHour");
    m_muteShift = add(row, tr("Mute 8 h"), "alertMuteShift");
    m_muteForGood = add(row, tr("Mute until I unmute it"), "alertMuteForGood");
    m_unmute = add(row, tr("Unmute"), "alertUnmute");
    row->addStretch(1);
    auto* all = new QVBoxLayout(this);
    all->setContentsMargins(0, 0, 0, 0);
    all->setSpacing(0);
    all->addWidget(m_table, 1);
    all->addLayout(row);
    connect(m_acknowledge, &QPushButton::clicked, this, &AlertList::acknowledge);
    connect(m_muteHour, &QPushButton::clicked, this,
            [this] { mute(m_context.clock() + std::chrono::hours{1}); });
    connect(m_muteShift, &QPushButton::clicked, this,
            [this] { mute(m_context.clock() + std::chrono::hours{8}); });
    connect(m_muteForGood, &QPushButton::clicked, this, [this] { mute(lag::untilUnmuted); });
    connect(m_unmute, &QPushButton::clicked, this, [this] { mute(std::nullopt); });
    connect(m_table, &DataTable::linkActivated, this, &AlertList::locationRequested);
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &AlertList::updateButtons);
    takeSources();
    m_table->setRowModel(&m_model);
}

void AlertList::setSources(LagSources sources) {
    for (const LagSource& source : m_sources)
        disconnect(source.feed, nullptr, this, nullptr);
    m_sources = std::move(sources);
    takeSources();
}

void AlertList::takeSources() {
    const bool several = m_sources.size() > 1;
    QStringList hidden{QStringLiteral("cleared")};
    if (!several)
        hidden << QStringLiteral("cluster");
    m_table->setHiddenByDefault(hidden);
    m_table->rememberAs(several ? QStringLiteral("lagAlertsOpenOfClusters")
                                : QStringLiteral("lagAlertsOpen"));
    for (const LagSource& source : m_sources) {
        connect(source.feed, &lag::Feed::alertsChanged, this, &AlertList::showNewest);
        connect(source.feed, &lag::Feed::changed, this, &AlertList::showNewest); // a mute may be over
    }
    showNewest();
}

QPushButton* AlertList::add(QLayout* row, const QString& text, const char* name) {
    QPushButton* button = makeButton(text, ButtonLook::Secondary, this);
    button->setObjectName(QString::fromLatin1(name));
    row->addWidget(button);
    return button;
}

void AlertList::showNewest() {
    std::vector<lag::AlertEntry> rows;
    const base::Time now = m_context.clock();
    for (const LagSource& source : m_sources)
        for (const lag::Alert& alert : source.feed->alerts())
            rows.push_back(
                {m_sources.size() > 1 ? source.name : std::string(), alert, lag::stateOf(alert, now)});
    m_model.setRows(std::move(rows));
    updateButtons();
    Q_EMIT changed();
}

int AlertList::needing() const {
    return static_cast<int>(std::count_if(m_model.rows().begin(), m_model.rows().end(),
                                          [](const auto& row) { return row.state == State::NeedsSomebody; }));
}

std::vector<lag::AlertEntry> AlertList::selected() const {
    std::vector<lag::AlertEntry> rows;
    const auto* proxy = qobject_cast<const QAbstractProxyModel*>(m_table->model());
    for (const QModelIndex& index : m_table->selectionModel()->selectedRows())
        if (const lag::AlertEntry* row = m_model.at(proxy ? proxy->mapToSource(index) : index))
            rows.push_back(*row);
    return rows;
}

void AlertList::updateButtons() {
    const std::vector<lag::AlertEntry> rows = selected();
    const auto isAny = [&](auto is) { return std::any_of(rows.begin(), rows.end(), is); };
    m_acknowledge->setEnabled(isAny([](const auto& row) { return row.state != State::Acknowledged; }));
    for (QPushButton* button : {m_muteHour, m_muteShift, m_muteForGood})
        button->setEnabled(!rows.empty());
    m_unmute->setEnabled(isAny([](const auto& row) { return row.state == State::Muted; }));
}

lag::Feed* AlertList::feedOf(const lag::AlertEntry& entry) const {
    for (const LagSource& source : m_sources)
        if (m_sources.size() == 1 || source.name == entry.cluster)
            return source.feed;
    return nullptr;
}

void AlertList::acknowledge() {
    for (const lag::AlertEntry& row : selected())
        if (lag::Feed* feed = feedOf(row))
            feed->acknowledge(row.alert.id);
}

void AlertList::mute(std::optional<base::Time> until) {
    for (const lag::AlertEntry& row : selected())
        if (lag::Feed* feed = feedOf(row))
            feed->mute(row.alert.id, until);
}

} // namespace streamscape::widgets
