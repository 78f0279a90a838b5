// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/error.h"

#include <filesystem>

namespace streamscape::settings {

/// What a store of keys or certificates is, told by its first bytes: Java's type setting is often left out or
/// wrong.
enum class KeyMaterial { Unreadable, Pem, Pkcs12, Jks, Unknown };
KeyMaterial keyMaterialOf(const std::filesystem::path& file);

/// The refusal of a key store only Java reads, with the keytool call that makes one everybody reads.
base::Error javaKeyStoreError(const std::filesystem::path& store, std::string where);

} // namespace streamscape::settings
