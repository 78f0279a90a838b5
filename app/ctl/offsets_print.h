// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/ctl/command.h"
#include "models/offsets/outcome.h"

#include <QJsonObject>

namespace streamscape::ctl {

/// {"plan","applied","outcome","read_back_equal","error"}; outcome and error may be null.
QJsonObject changeJson(const offsets::Plan& plan, const offsets::Outcome* outcome, const base::Error* error);

/// The plan as tables; nothing where the answer is JSON.
void printPlan(Session& session, const offsets::Plan& plan);
void printOutcome(Session& session, const offsets::Plan& plan, const offsets::Outcome& outcome);
/// The new positions as Kafka's tool writes them with --export.
std::string planCsv(const offsets::Plan& plan);

} // namespace streamscape::ctl
