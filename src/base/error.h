// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <tl/expected.hpp>

#include <string>
#include <utility>

namespace pixelpass {

/// What went wrong, in the classes that a script tells apart; each is one exit status of the program.
enum class Code {
    internal = 1,
    usage = 2,
    source = 3,
    encoder = 4,
    unreachable = 5,
    refused = 6,
    player = 7,
    audio = 8,
};

/// A failure: `message` says what happened and why, `hint` what to do about it (may be empty).
struct Error {
    Code code = Code::internal;
    std::string message;
    std::string hint;
};

/// A value or the Error in its place. A class of its own, since an alias could be dropped silently.
template <typename T>
class [[nodiscard]] Result : public tl::expected<T, Error> {
public:
    using tl::expected<T, Error>::expected;
};

/// The failing Result, for `return fail(Code::source, "no display", "set DISPLAY")`.
[[nodiscard]] inline tl::unexpected<Error> fail(Code code, std::string message, std::string hint = {}) {
    return tl::unexpected<Error>(Error{code, std::move(message), std::move(hint)});
}

/// Passes a failure on: `if (!x) return fail(x);`
template <typename T>
[[nodiscard]] tl::unexpected<Error> fail(Result<T>& failed) {
    return tl::unexpected<Error>(std::move(failed.error()));
}

} // namespace pixelpass
