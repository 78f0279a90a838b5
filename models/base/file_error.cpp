// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/base/file_error.h"

#include <cerrno>
#include <cstring>
#include <system_error>

namespace streamscape::base {

namespace {

std::string whatToDo(int errnum) {
    switch (errnum) {
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
        return "Free some space, or name a folder on another disk with --store";
    case EACCES:
    case EPERM:
    case EROFS:
        return "Give this user the right to read and write there, or name another folder with --store";
    default:
        return "Name another folder with --store";
    }
}

} // namespace

Error fileError(int errnum, std::string_view doing, const std::filesystem::path& path) {
    const char* name = ::strerrorname_np(errnum);
    return {ErrorKind::Storage, std::string(doing) + ": " + std::generic_category().message(errnum),
            path.string(), whatToDo(errnum), name ? name : "errno " + std::to_string(errnum)};
}

} // namespace streamscape::base
