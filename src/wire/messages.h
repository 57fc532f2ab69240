// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "base/error.h"
#include "media/access_unit.h"
#include "media/seen.h"

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

/// The messages of pixelpass/1's control stream; docs/protocol.md, "Control". Numbers stand for themselves
/// there.
namespace pixelpass::wire {

/// A bit of Hello::capabilities: the viewer answers a Challenge.
inline constexpr std::uint64_t knows_challenges = 1;

/// The first message of each side.
struct Hello {
    std::uint64_t version = 1;
    std::uint64_t capabilities = 0;
    std::string name = {}; ///< cut to 64 bytes when encoded; without control characters once decoded
    bool operator==(const Hello&) const = default;
};

/// One form in which a track can be had.
struct Rendition {
    MediaKind kind = MediaKind::video;
    std::uint64_t id = 0;
    TrackFormat format;
    bool operator==(const Rendition&) const = default;
};

/// What the host has; sent again whenever a format changes.
struct Catalog {
    std::vector<Rendition> renditions;
    bool operator==(const Catalog&) const = default;
};

/// A track that a viewer wants.
struct Subscription {
    MediaKind kind = MediaKind::video;
    std::uint64_t rendition = 0; ///< 0: the host's choice
    bool operator==(const Subscription&) const = default;
};

/// All that the viewer wants from now on.
struct Subscribe {
    std::vector<Subscription> subscriptions = {};
    bool operator==(const Subscribe&) const = default;
};

/// The viewer can't show anything without a keyframe.
struct KeyframeRequest {
    bool operator==(const KeyframeRequest&) const = default;
};

/// What arrived at the viewer in an interval.
struct Report {
    Microseconds interval{};
    std::uint64_t units_received = 0;
    std::uint64_t units_skipped = 0;
    std::uint64_t bytes_received = 0;
    Microseconds delay{};     ///< capture to arrival, median; 0: unknown
    Microseconds delay_max{}; ///< 0: unknown
    bool operator==(const Report&) const = default;
};

/// Asks for the host's clock.
struct ClockRequest {
    Microseconds viewer_time{};
    bool operator==(const ClockRequest&) const = default;
};

/// Answers a ClockRequest.
struct ClockReply {
    Microseconds viewer_time{}; ///< as asked
    Microseconds host_time{};
    bool operator==(const ClockReply&) const = default;
};

/// `count` units of a track, from `first_sequence` on, will never come.
struct Skip {
    MediaKind kind = MediaKind::video;
    std::uint64_t first_sequence = 0;
    std::uint64_t count = 0;
    bool operator==(const Skip&) const = default;
};

/// The host's person is asked whether to let the viewer in.
struct Pending {
    bool operator==(const Pending&) const = default;
};

/// What the pictures are from now on.
struct Paused {
    Seen seen = Seen::source; ///< of cards that are not known: the pause's
    bool operator==(const Paused&) const = default;
};

/// The viewer is to prove that it knows the password.
struct Challenge {
    Bytes element; ///< the host's of SPAKE2
    bool operator==(const Challenge&) const = default;
};

/// It does.
struct Proof {
    Bytes element; ///< the viewer's
    Bytes confirmation;
    bool operator==(const Proof&) const = default;
};

/// So does the host, and the viewer's proof is right.
struct Counterproof {
    Bytes confirmation;
    bool operator==(const Counterproof&) const = default;
};

/// Whether the host hides its sound from now on.
struct Muted {
    bool muted = false;
    bool operator==(const Muted&) const = default;
};

using Message = std::variant<Hello, Catalog, Subscribe, KeyframeRequest, Report, ClockRequest, ClockReply,
                             Skip, Pending, Challenge, Proof, Paused, Counterproof, Muted>;

/// The whole frame: type, length, payload.
[[nodiscard]] Bytes encode(const Message& message);

/// Reads the payload of a frame; nothing if the type is not known, and to be skipped. Error: Code::refused,
/// if the payload breaks the protocol.
[[nodiscard]] Result<std::optional<Message>> decode(std::uint64_t type, ByteView payload);

} // namespace pixelpass::wire
