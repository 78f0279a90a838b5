// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/lag/alert_rule.h"

#include "models/base/location.h"
#include "models/lag/words.h"

#include <QDateTime>
#include <QJsonObject>

#include <algorithm>
#include <array>

namespace streamscape::lag {

using base::ErrorKind;
using base::fail;
using base::Result;
using base::toQString;
using On = AlertRule::On;

namespace {

constexpr std::array onNames{"verdict", "lag", "time_lag", "expiry", "skew"};
constexpr int dayMinutes = 24 * 60;

QString clock(int minute) {
    return QStringLiteral("%1:%2")
        .arg(minute / 60, 2, 10, QLatin1Char('0'))
        .arg(minute % 60, 2, 10, QLatin1Char('0'));
}

std::optional<int> minuteOf(const QString& text) {
    const QTime time = QTime::fromString(text, QStringLiteral("HH:mm"));
    return time.isValid() ? std::optional(time.hour() * 60 + time.minute()) : std::nullopt;
}

bool isTime(On on) { return on == On::TimeLag || on == On::Expiry; }
bool hasBound(On on) { return on == On::Lag || isTime(on); }

QString boundText(const AlertRule& rule, std::int64_t bound) {
    return isTime(rule.on) ? base::durationWords(base::Duration{bound}) : base::grouped(bound);
}

// Reads the members of one rule; the first that makes no sense names the rule as a whole.
class RuleReader {
public:
    RuleReader(const QJsonObject& object, qsizetype place)
        : m_object(object)
        , m_place(place) {}

    Result<AlertRule> read() {
        AlertRule rule;
        rule.id = text("id", "");
        rule.name = text("name", "");
        rule.enabled = m_object.value(QStringLiteral("enabled")).toBool(true);
        rule.groups = text("groups", "*");
        readWatched(rule);
        rule.after = span("after");
        rule.clearAfter = span("clear_after");
        rule.severity = text("severity", "bad") == "warn" ? base::Severity::Warn : base::Severity::Bad;
        rule.notify = m_object.value(QStringLiteral("notify")).toBool(true);
        rule.command = text("command", "");
        readQuiet(rule);
        if (m_wrong.empty())
            if (const auto fine = check(rule); !fine)
                return fail(fine.error());
        if (!m_wrong.empty())
            return fail(ErrorKind::Invalid, m_wrong,
                        rule.name.empty() ? "rule " + std::to_string(m_place + 1)
                                          : "rule \"" + rule.name + '"',
                        "mend it in the file, or take the rule out and make it anew in the window", "");
        return rule;
    }

private:
    void wrong(const char* member, const char* how) {
        if (m_wrong.empty())
            m_wrong = std::string("The member \"") + member + "\" of an alert rule " + how;
    }

    std::string text(const char* member, const char* otherwise) {
        const QJsonValue value = m_object.value(QLatin1String(member));
        if (!value.isUndefined() && !value.isString())
            wrong(member, "is no text");
        return base::toStd(value.toString(QString::fromLatin1(otherwise)));
    }

    base::Duration span(const char* member) {
        const QJsonValue value = m_object.value(QLatin1String(member));
        if (value.isUndefined())
            return {};
        const std::optional<base::Duration> read = base::parseSpan(base::toStd(value.toString()));
        if (!read)
            wrong(member, "is no time span such as \"2m\"");
        return read.value_or(base::Duration{});
    }

    std::int64_t bound(const char* member, On on) {
        if (isTime(on))
            return span(member).count();
        const QJsonValue value = m_object.value(QLatin1String(member));
        if (!value.isUndefined() && !value.isDouble())
            wrong(member, "is no number");
        return value.toInteger();
    }

    void readWatched(AlertRule& rule) {
        const std::string on = text("on", "verdict");
        const auto it = std::find(onNames.begin(), onNames.end(), on);
        if (it == onNames.end())
            return wrong("on", "is none of verdict, lag, time_lag, expiry, skew");
        rule.on = static_cast<On>(it - onNames.begin());
        if (hasBound(rule.on)) {
            rule.bound = bound("bound", rule.on);
            rule.clearBound =
                m_object.contains(QLatin1String("clear_bound")) ? bound("clear_bound", rule.on) : rule.bound;
        }
        for (const QJsonValue& one : m_object.value(QStringLiteral("verdicts")).toArray()) {
            const std::optional<Verdict> known = verdictOf(one.toString().toStdString());
            if (!known)
                return wrong("verdicts", "names one that there is not");
            rule.verdicts.push_back(*known);
        }
    }

    void readQuiet(AlertRule& rule) {
        const QJsonValue value = m_object.value(QStringLiteral("quiet"));
        if (value.isUndefined() || value.isNull())
            return;
        const QJsonObject quiet = value.toObject();
        const auto from = minuteOf(quiet.value(QStringLiteral("from")).toString());
        const auto to = minuteOf(quiet.value(QStringLiteral("to")).toString());
        if (!from || !to)
            return wrong("quiet", "has no times such as \"22:00\" in \"from\" and \"to\"");
        rule.quiet = QuietHours{*from, *to,
                                quiet.value(QStringLiteral("zone")).toString() == QStringLiteral("utc")
                                    ? base::Zone::Utc
                                    : base::Zone::Local};
    }

    const QJsonObject& m_object;
    const qsizetype m_place;
    std::string m_wrong;
};

QJsonObject json(const AlertRule& rule) {
    QJsonObject object{{QStringLiteral("id"), toQString(rule.id)},
                       {QStringLiteral("name"), toQString(rule.name)},
                       {QStringLiteral("enabled"), rule.enabled},
                       {QStringLiteral("groups"), toQString(rule.groups)},
                       {QStringLiteral("on"), QLatin1String(name(rule.on))},
                       {QStringLiteral("severity"), rule.severity == base::Severity::Warn
                                                        ? QStringLiteral("warn")
                                                        : QStringLiteral("bad")},
                       {QStringLiteral("notify"), rule.notify},
                       {QStringLiteral("command"), toQString(rule.command)}};
    if (rule.after.count() > 0)
        object[QStringLiteral("after")] = toQString(base::spanText(rule.after));
    if (rule.clearAfter.count() > 0)
        object[QStringLiteral("clear_after")] = toQString(base::spanText(rule.clearAfter));
    if (rule.on == On::Verdict) {
        QJsonArray verdicts;
        for (const Verdict verdict : rule.verdicts)
            verdicts.append(QLatin1String(lag::name(verdict)));
        object[QStringLiteral("verdicts")] = verdicts;
    }
    if (isTime(rule.on)) {
        object[QStringLiteral("bound")] = toQString(base::spanText(base::Duration{rule.bound}));
        object[QStringLiteral("clear_bound")] = toQString(base::spanText(base::Duration{rule.clearBound}));
    } else if (rule.on == On::Lag) {
        object[QStringLiteral("bound")] = static_cast<qint64>(rule.bound);
        object[QStringLiteral("clear_bound")] = static_cast<qint64>(rule.clearBound);
    }
    if (rule.quiet)
        object[QStringLiteral("quiet")] = QJsonObject{
            {QStringLiteral("from"), clock(rule.quiet->fromMinute)},
            {QStringLiteral("to"), clock(rule.quiet->toMinute)},
            {QStringLiteral("zone"),
             rule.quiet->zone == base::Zone::Utc ? QStringLiteral("utc") : QStringLiteral("local")}};
    return object;
}

} // namespace

bool QuietHours::contains(base::Time time) const {
    const QDateTime at = QDateTime::fromMSecsSinceEpoch(base::toMilliseconds(time), Qt::UTC);
    const QTime clockTime = (zone == base::Zone::Utc ? at : at.toLocalTime()).time();
    const int minute = clockTime.hour() * 60 + clockTime.minute();
    if (fromMinute == toMinute)
        return true;
    return fromMinute < toMinute ? minute >= fromMinute && minute < toMinute
                                 : minute >= fromMinute || minute < toMinute;
}

const char* name(AlertRule::On on) { return onNames[static_cast<std::size_t>(on)]; }

std::vector<AlertRule> defaultAlertRules() {
    using namespace std::chrono_literals;
    std::vector<AlertRule> rules(4);
    rules[0].id = "stopped";
    rules[0].name = "A group stopped or stalled";
    rules[0].verdicts = {Verdict::Stalled, Verdict::Stopped};
    rules[0].after = 2min;
    rules[0].clearAfter = 1min;
    rules[1].id = "falling-behind";
    rules[1].name = "A group falls behind";
    rules[1].verdicts = {Verdict::FallingBehind};
    rules[1].after = 5min;
    rules[1].clearAfter = 2min;
    rules[1].severity = base::Severity::Warn;
    rules[2].id = "expiry";
    rules[2].name = "Unread records are about to expire";
    rules[2].on = On::Expiry;
    rules[2].bound = base::Duration{1h}.count();
    rules[2].clearBound = base::Duration{2h}.count();
    rules[2].after = 1min;
    rules[2].clearAfter = 1min;
    rules[3].id = "rewound";
    rules[3].name = "A group was set back";
    rules[3].verdicts = {Verdict::Rewound};
    rules[3].severity = base::Severity::Warn;
    rules[3].clearAfter = 1min;
    return rules;
}

QString describe(const AlertRule& rule) {
    QString what;
    switch (rule.on) {
    case On::Verdict: {
        QStringList words;
        for (const Verdict verdict : rule.verdicts)
            words << word(verdict);
        what = QStringLiteral("the verdict is ") + words.join(QStringLiteral(" or "));
        break;
    }
    case On::Lag:
        what = QStringLiteral("the lag is %1 records or more").arg(boundText(rule, rule.bound));
        break;
    case On::TimeLag:
        what = QStringLiteral("the time lag is %1 or more").arg(boundText(rule, rule.bound));
        break;
    case On::Expiry:
        what = QStringLiteral("unread records expire in %1 or less").arg(boundText(rule, rule.bound));
        break;
    case On::Skew:
        what = QStringLiteral("the work is not spread evenly");
        break;
    }
    QString text = QStringLiteral("when %1").arg(what);
    if (rule.after.count() > 0)
        text += QStringLiteral(" for %1").arg(base::durationWords(rule.after));
    if (rule.groups != "*")
        text += QStringLiteral(", of groups named %1").arg(toQString(rule.groups));
    return text;
}

Result<base::Done> check(const AlertRule& rule) {
    const auto invalid = [&](const char* what, const char* hint) {
        return fail(ErrorKind::Invalid, what, "rule \"" + rule.name + '"', hint, "");
    };
    if (rule.id.empty())
        return invalid("An alert rule has no id", "give it one that no other rule has");
    if (rule.name.empty())
        return invalid("An alert rule has no name", "say in a few words what it is for");
    if (rule.groups.empty())
        return invalid("An alert rule is for no group", "write * for all groups");
    if (rule.on == On::Verdict && rule.verdicts.empty())
        return invalid("An alert rule names no verdict", "choose at least one");
    if (hasBound(rule.on) && rule.bound <= 0 && rule.on != On::Expiry)
        return invalid("An alert rule's bound is not above zero", "every group would be beyond it");
    if (rule.after.count() < 0 || rule.clearAfter.count() < 0)
        return invalid("An alert rule waits for less than no time", "write 0s or more");
    // Hysteresis the wrong way round would raise and clear at each look.
    if (rule.on == On::Expiry ? rule.clearBound < rule.bound
                              : hasBound(rule.on) && rule.clearBound > rule.bound)
        return invalid("An alert rule ends before it begins", rule.on == On::Expiry
                                                                  ? "clear_bound must be bound or more"
                                                                  : "clear_bound must be bound or less");
    if (rule.quiet && (rule.quiet->fromMinute < 0 || rule.quiet->fromMinute >= dayMinutes ||
                       rule.quiet->toMinute < 0 || rule.quiet->toMinute >= dayMinutes))
        return invalid("An alert rule's quiet hours are no times of a day", "write 22:00 to 06:00");
    return base::Done{};
}

Result<std::vector<AlertRule>> alertRulesFrom(const QJsonArray& array) {
    std::vector<AlertRule> rules;
    for (qsizetype i = 0; i < array.size(); ++i) {
        Result<AlertRule> rule = RuleReader(array[i].toObject(), i).read();
        if (!rule)
            return fail(rule.error());
        if (std::any_of(rules.begin(), rules.end(), [&](const AlertRule& r) { return r.id == rule->id; }))
            return fail(ErrorKind::Invalid, "Two alert rules have one id", rule->id,
                        "give one of them another id", "");
        rules.push_back(std::move(*rule));
    }
    return rules;
}

QJsonArray alertRulesJson(const std::vector<AlertRule>& rules) {
    QJsonArray array;
    for (const AlertRule& rule : rules)
        array.append(json(rule));
    return array;
}

bool fits(const std::string& pattern, const std::string& name) {
    const auto isContinued = [](char c) { return (static_cast<unsigned char>(c) & 0xc0U) == 0x80U; };
    std::size_t p = 0;
    std::size_t n = 0;
    std::size_t star = std::string::npos; // where to begin again, with one character more for the star
    std::size_t from = 0;
    while (n < name.size()) {
        if (p < pattern.size() && pattern[p] == '*') {
            star = p++;
            from = n;
        } else if (p < pattern.size() && pattern[p] == '?') {
            ++p;
            ++n;
            while (n < name.size() && isContinued(name[n]))
                ++n;
        } else if (p < pattern.size() && pattern[p] == name[n]) {
            ++p;
            ++n;
        } else if (star != std::string::npos) {
            p = star + 1;
            n = ++from;
        } else {
            return false;
        }
    }
    while (p < pattern.size() && pattern[p] == '*')
        ++p;
    return p == pattern.size();
}

} // namespace streamscape::lag
