// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/base/error.h"

namespace streamscape::base {

const char* name(ErrorKind kind) {
    switch (kind) {
    case ErrorKind::Transport:
        return "transport";
    case ErrorKind::Timeout:
        return "timeout";
    case ErrorKind::Auth:
        return "auth";
    case ErrorKind::Denied:
        return "denied";
    case ErrorKind::NotFound:
        return "not_found";
    case ErrorKind::Conflict:
        return "conflict";
    case ErrorKind::Invalid:
        return "invalid";
    case ErrorKind::Storage:
        return "storage";
    case ErrorKind::Cancelled:
        return "cancelled";
    case ErrorKind::Unsupported:
        return "unsupported";
    case ErrorKind::Bug:
        return "bug";
    }
    return "bug";
}

std::string describe(const Error& error) {
    std::string text = error.what;
    if (!error.where.empty())
        text += " (" + error.where + ")";
    if (!error.hint.empty())
        text += ": " + error.hint;
    return text;
}

} // namespace streamscape::base
