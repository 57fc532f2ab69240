// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "audio/graph_model.h"

#include <string>
#include <vector>

namespace pixelpass {

/// What of all that plays is captured: as it stands, what reaches the default sink but for voice programs.
/// Never a microphone, and never what a viewer's player plays.
struct SoundRule {
    std::vector<std::string> only{};   ///< these applications alone, whatever sink they play on; empty: all
    std::vector<std::string> except{}; ///< not these
    bool voice_programs = false;       ///< these, too, unless they are in `except`

    friend bool operator==(const SoundRule&, const SoundRule&) = default;
};

/// Names of applications, sorted, each once.
struct Heard {
    std::vector<std::string> heard;
    std::vector<std::string> not_heard;   ///< all others that play
    std::vector<std::string> waiting_for; ///< what was asked for and does not play

    friend bool operator==(const Heard&, const Heard&) = default;
};

/// Whether an application is captured, or why not.
enum class Verdict : std::uint8_t { captured, own_player, voice_program, not_asked_for, elsewhere };

/// An application's node; points into the model.
struct Judged {
    const GraphNode* node = nullptr;
    Verdict verdict = Verdict::elsewhere;
};

/// All applications' nodes, in the order of the model. Pure; any thread.
[[nodiscard]] std::vector<Judged> judge(const GraphModel& model, const SoundRule& rule);

/// What is to be captured, and what is said of it.
struct Selection {
    std::vector<std::uint32_t> nodes; ///< ids, sorted
    Heard heard;
};

[[nodiscard]] Selection select(const GraphModel& model, const SoundRule& rule);

} // namespace pixelpass
