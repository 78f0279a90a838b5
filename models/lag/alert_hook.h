// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/reply.h"
#include "models/lag/alert_board.h"

#include <QJsonObject>

namespace streamscape::lag {

/// What a hook command reads on its standard input, for a chat or a pager.
QJsonObject alertJson(const Alert& alert, const std::string& clusterId, const std::string& clusterName);

/// Runs a program with its arguments, without a shell and without the password that may be in our
/// environment, and hands it the input; answers once it ended well.
/// Invalid: there is no such command line. NotFound: it could not be started. Timeout: it was killed.
/// Conflict: it ended with another code than 0; the error holds what it said. Call on a thread with an event
/// loop, and not while the context is going: the program is killed with it.
QFuture<base::Result<base::Done>> runHook(const std::string& command, const QJsonObject& input,
                                          QObject* context,
                                          base::Duration timeout = std::chrono::seconds{10});

} // namespace streamscape::lag
