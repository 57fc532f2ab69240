// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace pixelpass {

/// mpv's answer to one command.
struct MpvReply {
    std::int64_t request = 0;
    bool success = false;
    std::variant<std::monostate, bool, double> value; ///< a number, a flag, or neither
};

/// Reads one line of mpv's JSON IPC, which may be anything; nothing if it is no answer.
[[nodiscard]] std::optional<MpvReply> parse_mpv_reply(std::string_view line);

using MpvArgument = std::variant<double, std::string_view>;

/// The line that has mpv run a command, its answer numbered `request`.
[[nodiscard]] std::string mpv_command(std::int64_t request, std::initializer_list<MpvArgument> words);

} // namespace pixelpass
