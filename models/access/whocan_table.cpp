// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/access/whocan_table.h"

#include "models/access/cells.h"

#include <limits>

namespace streamscape::access {

using base::CellKind;
using base::Column;
using base::Severity;
using base::Shape;
using base::toQString;

namespace {

bool isSuper(const Answer& answer) { return answer.rule == Rule::SuperUser; }
QString answerWord(const Answer& answer) {
    switch (answer.decision) {
    case Decision::Allow:
        return QStringLiteral("Yes");
    case Decision::Deny:
        return QStringLiteral("No");
    case Decision::NoAnswer:
        return QStringLiteral("No answer");
    }
    return {};
}
Severity answerSeverity(const Answer& answer) {
    if (answer.decision == Decision::NoAnswer)
        return Severity::Bad;
    if (answer.decision == Decision::Deny)
        return Severity::Muted;
    if (isSuper(answer))
        return Severity::Warn;
    return answer.acl && answer.acl->principal != everyoneName ? Severity::Good : Severity::Bad;
}

constexpr Column<WhoCanRow> whoCanTable[] = {
    {"principal", "Principal", CellKind::Link,
     [](const WhoCanRow& r) {
         return r.answer.host == anyHost
                    ? toQString(r.answer.principal)
                    : toQString(r.answer.principal) + QStringLiteral(" from ") + toQString(r.answer.host);
     },
     nullptr, nullptr, nullptr, nullptr, [](const WhoCanRow& r) { return principalUrl(r.answer.principal); },
     "Whoever may, and whoever an ACL here names and may not"},
    {"answer", "Answer", CellKind::Badge, [](const WhoCanRow& r) { return answerWord(r.answer); },
     [](const WhoCanRow& r) { return QVariant(static_cast<int>(r.answer.decision)); },
     [](const WhoCanRow& r) { return r.answer.why; },
     [](const WhoCanRow& r) { return answerSeverity(r.answer); },
     [](const WhoCanRow& r) { return r.answer.decision == Decision::Allow ? Shape::Dot : Shape::Ring; },
     nullptr, "Evaluated as the broker does, deny first"},
    {"because", "Because of", CellKind::Text, [](const WhoCanRow& r) { return becauseOf(r.answer); }, nullptr,
     [](const WhoCanRow& r) { return r.answer.why; }, nullptr, nullptr, nullptr,
     "The rule the broker would print"},
    {"also", "Also reaches", CellKind::Dim,
     [](const WhoCanRow& r) {
         if (r.answer.everything)
             return QStringLiteral("everything");
         return r.answer.alsoReaches == 0 ? QStringLiteral("nothing else")
                                          : reachText(r.type, r.answer.alsoReaches);
     },
     [](const WhoCanRow& r) {
         return r.answer.everything    ? QVariant(std::numeric_limits<int>::max())
                : r.answer.alsoReaches ? QVariant(*r.answer.alsoReaches)
                                       : QVariant();
     },
     [](const WhoCanRow& r) {
         return r.answer.alsoReaches
                    ? QStringLiteral("Others this principal may do the same to, of those this "
                                     "connection can see")
                    : QString();
     },
     nullptr, nullptr, nullptr, "Where else this principal may do the same"},
};

} // namespace

QString WhoCanRow::keyText() const {
    return toQString(answer.principal) + QLatin1Char('|') + toQString(answer.host);
}

std::vector<WhoCanRow> whoCanRows(const WhoCan& whoCan) {
    std::vector<WhoCanRow> rows;
    for (const Answer& answer : whoCan.answers)
        rows.push_back({answer, whoCan.resource.type});
    return rows;
}

std::span<const Column<WhoCanRow>> whoCanColumns() { return whoCanTable; }

} // namespace streamscape::access
