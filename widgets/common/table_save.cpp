// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/common/table_save.h"

#include "models/base/text.h"

#include <QFileDialog>
#include <QHeaderView>
#include <QMessageBox>
#include <QSaveFile>
#include <QTableView>

#include <numeric>

namespace streamscape::widgets {

namespace {

QString tr(const char* text) { return QCoreApplication::translate("TableSave", text); }

} // namespace

base::TableCut shownCut(const QTableView& table) {
    std::vector<int> rows(static_cast<std::size_t>(table.model()->rowCount()));
    std::iota(rows.begin(), rows.end(), 0);
    return shownCut(table, std::move(rows));
}

base::TableCut shownCut(const QTableView& table, std::vector<int> rows) {
    base::TableCut cut{*table.model(), std::move(rows), {}};
    for (int visual = 0; visual < table.model()->columnCount(); ++visual)
        if (const int column = table.horizontalHeader()->logicalIndex(visual); !table.isColumnHidden(column))
            cut.columns.push_back(column);
    return cut;
}

QByteArray written(const base::TableCut& cut, TableFormat format) {
    return format == TableFormat::Csv ? base::toCsv(cut) : base::toJson(cut);
}

base::Result<base::Done> saveTo(const QString& path, const QByteArray& bytes) {
    QSaveFile file(path);
    if (file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size() && file.commit())
        return base::Done{};
    return base::fail(base::ErrorKind::Storage,
                      "The file cannot be written: " + base::toStd(file.errorString()), base::toStd(path),
                      "choose another place for it");
}

void askAndSave(QTableView& table, TableFormat format) {
    const bool csv = format == TableFormat::Csv;
    auto* dialog = new QFileDialog(&table, tr("Save rows as"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(csv ? QStringLiteral("csv") : QStringLiteral("json"));
    dialog->setNameFilters({csv ? tr("CSV (*.csv)") : tr("JSON (*.json)"), tr("All files (*)")});
    QObject::connect(dialog, &QFileDialog::fileSelected, &table, [&table, format](const QString& path) {
        const base::Result<base::Done> saved = saveTo(path, written(shownCut(table), format));
        if (saved)
            return;
        auto* box = new QMessageBox(QMessageBox::Warning, tr("Save rows as"),
                                    base::toQString(base::describe(saved.error())), QMessageBox::Ok, &table);
        box->setTextFormat(Qt::PlainText);
        box->setAttribute(Qt::WA_DeleteOnClose);
        box->open();
    });
    dialog->open();
}

} // namespace streamscape::widgets
