// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "base/log.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>

namespace pixelpass {

/// What both sides can be told.
struct CommonOptions {
    bool json = false;
    Verbosity verbosity = Verbosity::normal;
    std::string relay = "default"; ///< URL, `default` or `none`
    std::string relay_ca;          ///< a PEM or DER file; empty: the public roots
    std::string bind;              ///< ADDR or ADDR:PORT
    std::optional<std::chrono::seconds> duration;
};

/// `pixelpass host`.
struct HostOptions {
    CommonOptions common;
    std::string source = "auto";
    bool cursor = true;
    unsigned frame_rate = 30;
    std::string size = "source"; ///< WxH in px, or `source`
    std::string encoder = "auto";
    std::string bitrate = "auto"; ///< kbit/s, or `auto`
    std::string audio = "system";
    unsigned max_viewers = 10;
};

/// `pixelpass view TICKET`.
struct ViewOptions {
    CommonOptions common;
    std::string ticket; ///< `-`: read it from stdin
    std::string player = "auto";
    std::uint16_t port = 0;
};

/// `pixelpass list encoders`.
struct ListOptions {
    bool json = false;
    Verbosity verbosity = Verbosity::normal;
};

/// What parsing ends in, if it is no command: print `text` and exit with `status`.
struct EarlyExit {
    int status = 0;
    std::string text;
};

/// Reads the command line; a word that looks like a ticket stands for `view TICKET`.
[[nodiscard]] std::variant<HostOptions, ViewOptions, ListOptions, EarlyExit>
parse_options(int argc, const char* const* argv);

} // namespace pixelpass
