// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "widgets/common/page.h"

#include "models/base/clock.h"

#include <QSortFilterProxyModel>

namespace streamscape::widgets {

/// Sorts by the raw value with the unknown last in both directions, keeps rows that hold every word of a
/// filter, and says times in the view's zone.
class TableProxy final : public QSortFilterProxyModel {
    Q_OBJECT

public:
    /// The view outlives the proxy.
    TableProxy(const View& view, base::Clock clock, QObject* parent = nullptr);
    void setFilterText(const QString& text);

    QVariant data(const QModelIndex& index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role = Qt::DisplayRole) const override;

protected:
    bool lessThan(const QModelIndex& left, const QModelIndex& right) const override;
    bool filterAcceptsRow(int row, const QModelIndex& parent) const override;

private:
    QString shown(const QModelIndex& source) const;
    void sayTimesAgain();

    const View& m_view;
    base::Clock m_clock;
    QStringList m_words;
};

} // namespace streamscape::widgets
