// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/lag/alert_rule.h"

#include <filesystem>

namespace streamscape::app {

/// What is watched for, as alerts.json in the configuration folder says; the defaults where there is none.
/// Invalid names the rule and the member: such a file is never written over.
base::Result<std::vector<lag::AlertRule>> loadAlertRules(const std::filesystem::path& folder);
base::Result<base::Done> saveAlertRules(const std::vector<lag::AlertRule>& rules,
                                        const std::filesystem::path& folder);

} // namespace streamscape::app
