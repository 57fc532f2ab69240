// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "base/log.h"
#include "capture/x11_target.h"
#include "cli/ctl_options.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace pixelpass {

/// The numbers in a region's text, WxH+X+Y; nothing if it is none.
[[nodiscard]] std::optional<Rectangle> parse_region(const std::string& text);

/// What both sides can be told.
struct CommonOptions {
    bool json = false;
    Verbosity verbosity = Verbosity::normal;
    std::string relay = "default"; ///< URL, `default` or `none`
    std::string relay_ca;          ///< a PEM or DER file; empty: the public roots
    std::string bind;              ///< ADDR or ADDR:PORT
    std::string config;            ///< a file of options; empty: the usual one
    std::optional<std::chrono::seconds> duration;
    std::string recording; ///< a file to write; empty: none
};

/// Who may watch, besides having the ticket.
struct ConsentOptions {
    bool approve = false;
    std::vector<std::string> allowed; ///< endpoint ids
    std::string password_file;        ///< empty: no password
    std::optional<std::chrono::seconds> expiry;
};

/// The time in `text`: seconds, or with s, m, h or d behind; nothing if it is none of 1 s to a year.
[[nodiscard]] std::optional<std::chrono::seconds> parse_duration(const std::string& text);

/// `pixelpass host`.
struct HostOptions {
    CommonOptions common;
    std::string source = "auto";
    std::string monitor; ///< RandR's name
    std::string window;  ///< id or title
    std::string region;  ///< WxH+X+Y in px
    bool cursor = true;
    bool forget_source = false;
    bool share_lock_screen = false;
    unsigned frame_rate = 30;
    std::string size = "source"; ///< WxH in px, or `source`
    std::string codec = "h264";  ///< `h264`, `hevc` or `av1`
    std::string encoder = "auto";
    std::string bitrate = "auto";     ///< kbit/s, or `auto`
    std::string audio = "system";     ///< `system`, `all` or `none`
    std::vector<std::string> apps;    ///< to hear alone
    std::vector<std::string> no_apps; ///< to leave out
    unsigned max_viewers = 10;
    std::string identity; ///< a file; empty: another each time
    bool hide_addresses = false;
    ConsentOptions consent;
    bool offers_ticket = false; ///< the dashboard begins with it, copied; no option: the menu's
};

/// `pixelpass view TICKET`.
struct ViewOptions {
    CommonOptions common;
    std::string ticket; ///< `-`: read it from stdin
    std::string player = "auto";
    std::uint16_t port = 0;
    std::chrono::milliseconds latency{200}; ///< that the player may have
    std::string password_file;              ///< empty: the person is asked
    std::string identity;                   ///< a file; empty: the usual one
};

/// `pixelpass list WHAT`.
struct ListOptions {
    std::string what = "encoders"; ///< or `sources` or `apps`
    bool json = false;
    Verbosity verbosity = Verbosity::normal;
};

/// `pixelpass repair`.
struct RepairOptions {
    bool dry_run = false;
    bool json = false;
    Verbosity verbosity = Verbosity::normal;
};

/// `pixelpass doctor`.
struct DoctorOptions {
    CommonOptions common; ///< without a duration and a recording
    std::string part;     ///< to examine, for the examination that has started this process; empty: all
};

/// What parsing ends in, if it is no command: print `text` and exit with `status`.
struct EarlyExit {
    int status = 0;
    std::string text;
};

/// What the program is to do.
using Command =
    std::variant<HostOptions, ViewOptions, ListOptions, RepairOptions, DoctorOptions, CtlOptions, EarlyExit>;

/// Reads the command line; a word that looks like a ticket stands for `view TICKET`.
[[nodiscard]] Command parse_options(int argc, const char* const* argv);

} // namespace pixelpass
