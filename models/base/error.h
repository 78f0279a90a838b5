// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace streamscape::base {

/// What sort of thing went wrong; decides the exit code, the face a page shows, and whether a retry makes
/// sense.
enum class ErrorKind {
    Transport,   ///< the network or a broker went away
    Timeout,     ///< no answer in time
    Auth,        ///< who we are was refused
    Denied,      ///< who we are may not do this
    NotFound,    ///< the thing asked for is not there
    Conflict,    ///< somebody else changed or holds it
    Invalid,     ///< the input is wrong
    Storage,     ///< a file or the database
    Cancelled,   ///< the user, or a newer question
    Unsupported, ///< this cluster or library cannot do it
    Bug,         ///< ours
};

/// lower_snake, as streamscapectl prints it.
const char* name(ErrorKind kind);

/// An error as a person needs it. Never holds a secret.
struct Error {
    ErrorKind kind = ErrorKind::Bug;
    std::string what;   ///< what failed, a sentence without a full stop
    std::string where;  ///< the host, file, topic, line it concerns; may be empty
    std::string hint;   ///< what to do about it; may be empty
    std::string native; ///< the library's own code or name, for a search; may be empty

    bool operator==(const Error&) const = default;
};

/// "what (where): hint" in one line.
std::string describe(const Error& error);

} // namespace streamscape::base
