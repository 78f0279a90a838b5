// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/result.h"

#include <filesystem>
#include <memory>

namespace streamscape::store {

/// Error::native of the Conflict below.
inline constexpr const char* lockedByAnother = "store_locked";

/// The right to be the one writer of a folder: a file there, locked by the kernel, with who holds it. The
/// kernel takes the lock away when the process ends, however it ends, so a dead holder never has to be
/// guessed at.
class FolderLock final {
public:
    /// Conflict, naming the holder, where another copy has it; Storage where the folder cannot be written.
    static base::Result<std::unique_ptr<FolderLock>> take(const std::filesystem::path& folder,
                                                          const std::string& holder);
    ~FolderLock();
    FolderLock(const FolderLock&) = delete;
    FolderLock& operator=(const FolderLock&) = delete;

private:
    explicit FolderLock(int descriptor)
        : m_descriptor(descriptor) {}
    int m_descriptor;
};

} // namespace streamscape::store
