// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "base/error.h"
#include "host/viewer_request.h"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace pixelpass {

struct StatusRequest {
    bool operator==(const StatusRequest&) const = default;
};

struct AnswerRequest {
    std::string viewer; ///< who asks to be let in, by any name that find_viewer() takes
    Answer answer = Answer::no;
    bool operator==(const AnswerRequest&) const = default;
};

struct KickRequest {
    std::string viewer; ///< likewise
    bool operator==(const KickRequest&) const = default;
};

struct PauseRequest {
    bool paused = false;
    bool operator==(const PauseRequest&) const = default;
};

struct MuteRequest {
    bool muted = false;
    bool operator==(const MuteRequest&) const = default;
};

struct ClipRequest {
    bool operator==(const ClipRequest&) const = default;
};

struct BitrateRequest {
    std::optional<unsigned> kbps; ///< nothing: as it was when the share began
    bool operator==(const BitrateRequest&) const = default;
};

struct StopRequest {
    bool operator==(const StopRequest&) const = default;
};

/// All events from now on.
struct WatchRequest {
    bool operator==(const WatchRequest&) const = default;
};

/// What a script asks of a share that runs: docs/control.md.
using ControlRequest = std::variant<StatusRequest, AnswerRequest, KickRequest, PauseRequest, MuteRequest,
                                    ClipRequest, BitrateRequest, StopRequest, WatchRequest>;

/// The longest line that a host takes, in bytes.
inline constexpr std::size_t longest_control_line = 4096;

inline constexpr unsigned least_control_kbps = 100;
inline constexpr unsigned most_control_kbps = 200'000;

/// Reads one line, which may be anything. Error: Code::usage.
[[nodiscard]] Result<ControlRequest> parse_control_request(std::string_view line);

/// The line of that request, without its end.
[[nodiscard]] std::string to_line(const ControlRequest& request);

} // namespace pixelpass
