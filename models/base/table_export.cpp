// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/base/table_export.h"

#include "models/base/columns.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <cmath>
#include <numeric>

namespace streamscape::base {

namespace {

struct Head {
    int column = 0;
    CellKind kind = CellKind::Text;
    QString id;
};

std::vector<Head> headsOf(const TableCut& cut) {
    std::vector<Head> heads;
    for (const int column : cut.columns) {
        const auto about = [&](int role) { return cut.model.headerData(column, Qt::Horizontal, role); };
        const auto kind = static_cast<CellKind>(about(KindRole).toInt());
        if (kind != CellKind::Spark)
            heads.push_back({column, kind, about(KeyRole).toString()});
    }
    return heads;
}

bool isInteger(const QVariant& raw) {
    const int type = raw.typeId();
    return type == QMetaType::Int || type == QMetaType::LongLong || type == QMetaType::UInt ||
           type == QMetaType::Long;
}

// Null where it is not known. Of words the raw value is only how they sort, unless it is what is shown.
QJsonValue valueOf(const TableCut& cut, int row, const Head& head) {
    const QModelIndex index = cut.model.index(row, head.column);
    const QVariant raw = index.data(SortRole);
    const bool figure = isNumber(head.kind) || head.kind == CellKind::Heat;
    if (!raw.isValid() && (figure || isTime(head.kind)))
        return QJsonValue::Null;
    if (isTime(head.kind))
        return toQString(rfc3339(fromMilliseconds(raw.toLongLong())));
    if (figure && isInteger(raw))
        return raw.toLongLong();
    if (figure && raw.typeId() == QMetaType::Double)
        return std::isfinite(raw.toDouble()) ? QJsonValue(raw.toDouble()) : QJsonValue(QJsonValue::Null);
    const QString text = index.data().toString();
    if (isInteger(raw) && QString::number(raw.toLongLong()) == text)
        return raw.toLongLong();
    return text == unknownText ? QJsonValue(QJsonValue::Null) : QJsonValue(text);
}

void appendField(QByteArray& csv, const QString& text) {
    const QByteArray utf8 = text.toUtf8();
    const bool bare = utf8.trimmed().size() == utf8.size() && !utf8.contains(',') && !utf8.contains('"') &&
                      !utf8.contains('\n') && !utf8.contains('\r');
    csv += bare ? utf8 : '"' + QByteArray(utf8).replace('"', "\"\"") + '"';
}

// A number in JSON is one in CSV.
QString csvText(const QJsonValue& value) {
    if (value.isDouble())
        return value.toVariant().toString();
    return value.toString();
}

} // namespace

TableCut cutAll(const QAbstractItemModel& model) {
    TableCut cut{model, std::vector<int>(static_cast<std::size_t>(model.rowCount())),
                 std::vector<int>(static_cast<std::size_t>(model.columnCount()))};
    std::iota(cut.rows.begin(), cut.rows.end(), 0);
    std::iota(cut.columns.begin(), cut.columns.end(), 0);
    return cut;
}

QByteArray toCsv(const TableCut& cut) {
    const std::vector<Head> heads = headsOf(cut);
    QByteArray csv;
    const auto line = [&](const auto& fieldOf) {
        bool first = true;
        for (const Head& head : heads) {
            if (!std::exchange(first, false))
                csv += ',';
            appendField(csv, fieldOf(head));
        }
        csv += "\r\n";
    };
    line([](const Head& head) { return head.id; });
    for (const int row : cut.rows)
        line([&](const Head& head) { return csvText(valueOf(cut, row, head)); });
    return csv;
}

QByteArray toJson(const TableCut& cut) {
    const std::vector<Head> heads = headsOf(cut);
    QByteArray json = "[";
    for (const int row : cut.rows) {
        QJsonObject object;
        for (const Head& head : heads)
            object.insert(head.id, valueOf(cut, row, head));
        json += json.size() == 1 ? "\n" : ",\n";
        json += QJsonDocument(object).toJson(QJsonDocument::Compact);
    }
    return json + "\n]\n";
}

} // namespace streamscape::base
