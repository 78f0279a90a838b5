// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/lag_reset.h"

#include "models/base/location.h"
#include "models/offsets/iso8601.h"
#include "models/offsets/make_plan.h"

#include <QFile>

namespace streamscape::ctl {

using base::Result;
using offsets::Spec;
using offsets::Target;

namespace {

tl::unexpected<base::Error> wrongUsage(std::string what, std::string hint) {
    return base::fail(base::ErrorKind::Invalid, std::move(what), "command line", std::move(hint));
}

Result<std::vector<offsets::CsvRow>> rowsIn(const std::string& path) {
    QFile file(QString::fromStdString(path));
    if (!file.open(QIODevice::ReadOnly))
        return base::fail(base::ErrorKind::Invalid, "The file cannot be read", path,
                          file.errorString().toStdString());
    auto rows = offsets::parseCsv(file.readAll().toStdString());
    if (!rows) {
        base::Error error = rows.error();
        error.where = path + ", " + error.where;
        return base::fail(std::move(error));
    }
    return rows;
}

} // namespace

Result<offsets::Scope> scopeOf(const std::vector<std::string>& topics, bool allTopics) {
    if (allTopics == !topics.empty())
        return wrongUsage(allTopics ? "--all-topics and --topic exclude one another" : "No topic is named",
                          "Give --topic TOPIC[:0,1] (repeatable), or --all-topics");
    offsets::Scope scope;
    scope.allTopics = allTopics;
    for (const std::string& text : topics) {
        auto topic = offsets::parseTopicScope(text);
        if (!topic)
            return base::fail(topic.error());
        scope.topics.push_back(std::move(*topic));
    }
    return scope;
}

CLI::App* LagReset::declare(CLI::App& parent) {
    CLI::App* app = parent.add_subcommand(
        "reset", "Move a group's offsets, as kafka-consumer-groups --reset-offsets does");
    app->footer("The group must be inactive. What is applied can be taken back: streamscapectl undo PLAN-ID");
    app->add_option("--group", m_group, "The group")->required();
    const std::string scope = "Which partitions";
    app->add_option("--topic", m_topics, "A topic, or some of its partitions (repeatable)")
        ->allow_extra_args(false)
        ->type_name("TOPIC[:P,P]")
        ->group(scope);
    app->add_flag("--all-topics", m_allTopics, "Every partition the group has a commit for")->group(scope);
    const std::string target = "Where to (one of)";
    app->add_flag("--to-earliest", m_earliest, "The log's start")->group(target);
    app->add_flag("--to-latest", m_latest, "The log's end")->group(target);
    app->add_flag("--to-current", m_current, "Where it is; the log's end where there is no commit")
        ->group(target);
    app->add_option("--to-offset", m_offset, "This offset, moved into the log")
        ->type_name("N")
        ->group(target);
    app->add_option("--shift-by", m_shift, "So many further, or back where negative; moved into the log")
        ->type_name("N")
        ->group(target);
    app->add_option(
           "--to-datetime", m_datetime,
           "The first record at or after a moment: 2026-11-22T02:00:00.000, UTC unless a zone follows")
        ->type_name("MOMENT")
        ->group(target);
    app->add_option("--by-duration", m_duration,
                    "The first record at or after so long before now: PT2H, P1D, or 2h, 1d")
        ->type_name("DURATION")
        ->group(target);
    app->add_option("--from-file", m_file,
                    "Lines of topic,partition,offset or group,topic,partition,offset; moved into the log")
        ->type_name("CSV")
        ->group(target);
    app->add_flag("--export", m_asCsv, "Print the plan as such lines instead of a table");
    declareLeavingOut(*app);
    declareLookingUp(*app);
    declareApplying(*app);
    return app;
}

Result<Spec> LagReset::spec() const {
    const int targets = m_earliest + m_latest + m_current + m_offset.has_value() + m_shift.has_value() +
                        !m_datetime.empty() + !m_duration.empty() + !m_file.empty();
    if (targets != 1)
        return wrongUsage(targets == 0 ? "No target is named" : "Only one target can be named",
                          "Give one of --to-earliest, --to-latest, --to-current, --to-offset, --shift-by, "
                          "--to-datetime, --by-duration, --from-file");
    Spec spec;
    if (m_earliest)
        spec.target = Target::Earliest;
    if (m_current)
        spec.target = Target::Current;
    if (m_offset) {
        spec.target = Target::Offset;
        spec.number = *m_offset;
    }
    if (m_shift) {
        spec.target = Target::Shift;
        spec.number = *m_shift;
    }
    if (!m_datetime.empty()) {
        const auto time = offsets::parseDatetime(m_datetime);
        if (!time)
            return base::fail(time.error());
        spec.target = Target::Datetime;
        spec.time = *time;
    }
    if (!m_duration.empty()) {
        const std::optional<base::Duration> span = base::parseSpan(m_duration);
        const auto duration = span ? Result<base::Duration>(*span) : offsets::parseDuration(m_duration);
        if (!duration)
            return base::fail(duration.error());
        spec.target = Target::Duration;
        spec.duration = *duration;
    }
    if (!m_file.empty()) {
        auto rows = rowsIn(m_file);
        if (!rows)
            return base::fail(rows.error());
        spec.target = Target::File;
        spec.rows = std::move(*rows);
    }
    return spec;
}

QFuture<Exit> LagReset::run(Session& session) {
    auto wanted = spec();
    if (!wanted)
        return refuse(session, wanted.error());
    const bool fromFile = wanted->target == Target::File;
    auto scope = fromFile && m_topics.empty() ? Result<offsets::Scope>(offsets::Scope{})
                                              : scopeOf(m_topics, m_allTopics);
    if (fromFile && (m_allTopics || !m_topics.empty()))
        scope = wrongUsage("--from-file brings its own topics", "Leave out --topic and --all-topics");
    if (!scope)
        return refuse(session, scope.error());
    auto left = without();
    if (!left)
        return refuse(session, left.error());
    scope->without = std::move(*left);
    return carryOut(session, [this, &session, spec = std::move(*wanted),
                              scope = std::move(*scope)](kafka::Cluster& cluster) {
        return offsets::makePlan(
            cluster, m_group, spec, scope, [&session] { return session.now(); }, this);
    });
}

} // namespace streamscape::ctl
