// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "cli/control_request.h"

#include <algorithm>
#include <optional>
#include <string>

namespace pixelpass {

/// What is wrong with the text of a bitrate; empty: nothing.
[[nodiscard]] inline std::string check_bitrate(const std::string& text) {
    const bool number = !text.empty() && text.size() < 8 &&
                        std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
    if (text == "auto" ||
        (number && std::stoul(text) >= least_control_kbps && std::stoul(text) <= most_control_kbps))
        return {};
    return "a bitrate is a number of kbit/s from 100 to 200000, or auto";
}

/// The kbit/s of a text that check_bitrate() has passed; nothing: auto.
[[nodiscard]] inline std::optional<unsigned> parse_bitrate(const std::string& text) {
    return text == "auto" ? std::nullopt : std::optional(static_cast<unsigned>(std::stoul(text)));
}

} // namespace pixelpass
