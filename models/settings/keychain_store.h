// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/settings/secret_store.h"

namespace streamscape::settings {

/// True where there may be a keychain service: asking without a session bus would wait for one to start.
bool isSessionBusThere();
/// Through QtKeychain; falls back to memory when no service answers.
std::unique_ptr<SecretStore> keychainSecretStore();

} // namespace streamscape::settings
