// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/offsets/spec.h"

namespace streamscape::offsets {

/// The streamscapectl command that makes the same plan, quoted for a shell, without the options of the
/// connection. Specs from a file name it as given.
std::string commandLine(const Spec& spec, const Scope& scope, const std::string& group,
                        const std::string& file = {});

} // namespace streamscape::offsets
