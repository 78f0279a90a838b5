// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/alert_rules_file.h"

#include "models/settings/json_file.h"

namespace streamscape::app {

namespace {
std::filesystem::path fileIn(const std::filesystem::path& folder) { return folder / "alerts.json"; }
} // namespace

base::Result<std::vector<lag::AlertRule>> loadAlertRules(const std::filesystem::path& folder) {
    const auto file = settings::readJsonFile(fileIn(folder));
    if (!file)
        return base::fail(file.error());
    if (!*file)
        return lag::defaultAlertRules();
    const QJsonValue rules = (**file)[QStringLiteral("rules")];
    if (!rules.isArray())
        return base::fail({base::ErrorKind::Invalid, "The alert rules have no array \"rules\"",
                           fileIn(folder).string(),
                           "mend the file, or remove it to begin with the usual rules", ""});
    auto read = lag::alertRulesFrom(rules.toArray());
    if (!read)
        read.error().where = fileIn(folder).string();
    return read;
}

base::Result<base::Done> saveAlertRules(const std::vector<lag::AlertRule>& rules,
                                        const std::filesystem::path& folder) {
    return settings::writeJsonFile(fileIn(folder), {{QStringLiteral("rules"), lag::alertRulesJson(rules)}});
}

} // namespace streamscape::app
