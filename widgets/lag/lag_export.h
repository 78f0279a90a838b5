// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/lag/lag.h"

#include <QByteArray>
#include <QObject>

class QTableView;

namespace streamscape::widgets {

/// Hands out what the page shows: the table in front with its shown columns and rows in their order, or
/// everything that a snapshot has; to the clipboard or to a file. GUI thread; child of what its dialog stands
/// over.
class LagExport final : public QObject {
    Q_OBJECT

public:
    enum class What { TableCsv, TableJson, EverythingJson };
    enum class To { File, Clipboard };

    explicit LagExport(QWidget* over);

    /// The snapshots are those the table is of; name is what the file is to be called, without its ending.
    void run(What what, To to, const QTableView& table, const lag::Snapshots& snapshots, const QString& name);

Q_SIGNALS:
    /// In a sentence, for the status line.
    void done(const QString& what);
    void failed(const QString& what);

private:
    void save(const QByteArray& bytes, const QString& path);

    QWidget* m_over;
};

} // namespace streamscape::widgets
