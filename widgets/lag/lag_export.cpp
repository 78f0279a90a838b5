// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/lag/lag_export.h"

#include "models/base/table_export.h"
#include "models/base/text.h"
#include "models/lag/snapshot_json.h"

#include <QApplication>
#include <QClipboard>
#include <QFileDialog>
#include <QHeaderView>
#include <QJsonArray>
#include <QJsonDocument>
#include <QSaveFile>
#include <QTableView>

namespace streamscape::widgets {

namespace {

QByteArray everything(const lag::Snapshots& snapshots) {
    if (snapshots.size() == 1) // as `streamscapectl lag --json` prints it
        return QJsonDocument(lag::snapshotJson(*snapshots.front())).toJson();
    QJsonArray all;
    for (const lag::SnapshotPtr& one : snapshots)
        all.append(lag::snapshotJson(*one));
    return QJsonDocument(all).toJson();
}

// What is shown of it, from left to right and from top to bottom.
base::TableCut cutOf(const QTableView& table) {
    base::TableCut cut{*table.model(), {}, {}};
    for (int row = 0; row < table.model()->rowCount(); ++row)
        cut.rows.push_back(row);
    for (int visual = 0; visual < table.model()->columnCount(); ++visual)
        if (const int column = table.horizontalHeader()->logicalIndex(visual); !table.isColumnHidden(column))
            cut.columns.push_back(column);
    return cut;
}

QByteArray bytesOf(LagExport::What what, const QTableView& table, const lag::Snapshots& snapshots) {
    switch (what) {
    case LagExport::What::TableCsv:
        return base::toCsv(cutOf(table));
    case LagExport::What::TableJson:
        return base::toJson(cutOf(table));
    case LagExport::What::EverythingJson:
        return everything(snapshots);
    }
    return {};
}

} // namespace

LagExport::LagExport(QWidget* over)
    : QObject(over)
    , m_over(over) {}

void LagExport::run(What what, To to, const QTableView& table, const lag::Snapshots& snapshots,
                    const QString& name) {
    const QByteArray bytes = bytesOf(what, table, snapshots);
    if (to == To::Clipboard) {
        QApplication::clipboard()->setText(QString::fromUtf8(bytes));
        Q_EMIT done(what == What::EverythingJson
                        ? tr("Everything is copied as JSON")
                        : tr("%1 rows are copied").arg(base::grouped(table.model()->rowCount())));
        return;
    }
    const QString ending = what == What::TableCsv ? QStringLiteral("csv") : QStringLiteral("json");
    auto* dialog = new QFileDialog(m_over, tr("Export lag"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(ending);
    dialog->selectFile(name + QLatin1Char('.') + ending);
    // What was shown when it was asked for, however long somebody looks for a folder.
    connect(dialog, &QFileDialog::fileSelected, this,
            [this, bytes](const QString& path) { save(bytes, path); });
    dialog->open();
}

void LagExport::save(const QByteArray& bytes, const QString& path) {
    QSaveFile file(path);
    if (file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size() && file.commit())
        Q_EMIT done(tr("Written to %1").arg(path));
    else
        Q_EMIT failed(tr("%1 cannot be written: %2").arg(path, file.errorString()));
}

} // namespace streamscape::widgets
