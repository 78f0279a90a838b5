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
QJsonObject auditJson(const audit::Answer& answer);
QJsonObject auditJson(const audit::Progress& progress, base::Duration took);
void printAudit(Session& session, const audit::Answer& answer);
void printAudit(Session& session, const audit::Progress& progress, base::Duration took);

} // namespace streamscape::ctl
