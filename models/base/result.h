// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/error.h"

#include <tl/expected.hpp>

namespace streamscape::base {

/// A value, or the reason there is none. No exception crosses a library or a thread.
template<class T>
using Result = tl::expected<T, Error>;

/// The value of a change that answers nothing but "done".
struct Done {
    bool operator==(const Done&) const = default;
};

inline tl::unexpected<Error> fail(Error error) { return tl::unexpected<Error>(std::move(error)); }
inline tl::unexpected<Error> fail(ErrorKind kind, std::string what, std::string where = {},
                                  std::string hint = {}, std::string native = {}) {
    return tl::unexpected<Error>(
        Error{kind, std::move(what), std::move(where), std::move(hint), std::move(native)});
}

} // namespace streamscape::base
