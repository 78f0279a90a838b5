// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/ctl/command.h"
#include "models/audit/log_follower.h"
#include "models/audit/query.h"

#include <QJsonObject>

namespace streamscape::ctl {

/// "FIELD=VALUE" of --where; Invalid with the fields there are.
base::Result<audit::Term> parseTerm(const std::string& text);

QJsonObject auditJson(const audit::Event& event);
/// of: the clusters whose lines it was asked of, by name; an empty one is no named cluster.
QJsonObject auditJson(const audit::Answer& answer, const std::vector<std::string>& of);
void printAudit(Session& session, const audit::Answer& answer, const std::vector<std::string>& of);
/// cluster: whose logs they are kept as; empty is no named cluster's.
QJsonObject auditJson(const audit::Progress& progress, base::Duration took, const std::string& cluster);
void printAudit(Session& session, const audit::Progress& progress, base::Duration took,
                const std::string& cluster);

} // namespace streamscape::ctl
