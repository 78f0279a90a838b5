// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/audit/words.h"

#include <algorithm>

namespace streamscape::widgets {

using base::toQString;

std::int64_t newerThanShown(const std::vector<audit::EventRow>& shown,
                            const std::vector<audit::Event>& events) {
    if (shown.empty())
        return static_cast<std::int64_t>(events.size());
    return std::count_if(events.begin(), events.end(), [&](const audit::Event& event) {
        return audit::EventRow{event}.key() < shown.front().key();
    });
}

QString headText(const audit::Summary& summary, base::Zone zone, base::Time now) {
    QString text = QObject::tr("%1 lines").arg(base::grouped(summary.lines));
    text += summary.sources == 1 ? QObject::tr(" · 1 source")
                                 : QObject::tr(" · %1 sources").arg(base::grouped(summary.sources));
    if (summary.first && summary.last)
        text += QStringLiteral(" · %1 – %2")
                    .arg(base::clockTime(*summary.first, now, zone),
                         now - *summary.last < std::chrono::minutes{2}
                             ? QObject::tr("now")
                             : base::clockTime(*summary.last, now, zone));
    if (summary.unnamed > 0)
        text += QObject::tr(" · %1 more of no named cluster").arg(base::grouped(summary.unnamed));
    return text;
}

QString unnamedText(const audit::Summary& summary, const std::string& cluster) {
    if (summary.unnamed == 0)
        return {};
    return QObject::tr(
               "Lines that were imported for no named cluster, or kept before lines were kept by cluster.\n"
               "See them with streamscapectl audit query; have them here by reading their files again with\n"
               "streamscapectl audit import --cluster %1 PATH")
        .arg(base::shellQuoted(cluster));
}

QString emptyText(const audit::Snapshot& snapshot, base::Zone zone) {
    const bool filtered = !snapshot.question.where.empty() || !snapshot.question.whereNot.empty() ||
                          !snapshot.question.text.empty();
    QString text = filtered ? QObject::tr("No line matches in this time range")
                            : QObject::tr("No line in this time range");
    if (snapshot.summary.last && snapshot.query.from && *snapshot.summary.last < *snapshot.query.from)
        text += QObject::tr("\nThe last one is of %1")
                    .arg(base::clockTime(*snapshot.summary.last, snapshot.asOf, zone));
    return text;
}

QString legend(const audit::Bucket& sum, const Theme& theme) {
    const auto part = [&](const QColor& colour, const QString& word, std::int64_t count) {
        return QStringLiteral("<span style=\"color:%1\">■</span> %2 %3")
            .arg(colour.name(), word, base::grouped(count));
    };
    QString text = part(theme.tokens().blue, QObject::tr("allowed"), sum.allow) + QStringLiteral(" &nbsp; ") +
                   part(theme.colour(base::Severity::Bad), QObject::tr("denied"), sum.deny);
    if (sum.other > 0)
        text += QStringLiteral(" &nbsp; ") +
                part(theme.colour(base::Severity::Muted), QObject::tr("probes, no event"), sum.other);
    return text;
}

QString commandText(const std::string& cluster, const audit::QueryLine& query, const base::TimeRange& range,
                    base::Time now) {
    const auto isPrefix = [](const audit::Term& term) { return term.prefix; };
    if (std::any_of(query.where.begin(), query.where.end(), isPrefix) ||
        std::any_of(query.whereNot.begin(), query.whereNot.end(), isPrefix))
        return {}; // the command line knows whole values only
    QString text = QStringLiteral("streamscapectl audit query --cluster ") + base::shellQuoted(cluster);
    if (range.last || range.from)
        text += QStringLiteral(" --from ") + toQString(base::rfc3339(range.begin(now)));
    if (range.to)
        text += QStringLiteral(" --to ") + toQString(base::rfc3339(*range.to));
    for (const audit::Term& term : query.where)
        text += QStringLiteral(" --where ") +
                base::shellQuoted(std::string(audit::name(term.field)) + "=" + term.value);
    for (const audit::Term& term : query.whereNot)
        text += QStringLiteral(" --where-not ") +
                base::shellQuoted(std::string(audit::name(term.field)) + "=" + term.value);
    if (!query.text.empty())
        text += QStringLiteral(" --text ") + base::shellQuoted(query.text);
    return text;
}

} // namespace streamscape::widgets
