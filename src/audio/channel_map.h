// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "audio/graph_model.h"

#include <compare>
#include <cstdint>
#include <vector>

namespace pixelpass {

/// One link from an application's port to a port of the capture stream; all are ids.
struct LinkPlan {
    std::uint32_t output_node = 0;
    std::uint32_t output_port = 0;
    std::uint32_t input_node = 0;
    std::uint32_t input_port = 0;

    // clang-tidy 14 takes the 0 that the compiler compares with for a pointer of ours.
    friend auto operator<=>(const LinkPlan&, const LinkPlan&) = default; // NOLINT(modernize-use-nullptr)
};

/// The links, sorted, that bring the sound of `nodes` (sorted ids) to the node `capture`, whose inputs are
/// those of downmix.h. What PipeWire adds to an application's own channels, since its sink has more, is left
/// out. Pure; any thread.
[[nodiscard]] std::vector<LinkPlan>
plan_links(const GraphModel& model, const std::vector<std::uint32_t>& nodes, std::uint32_t capture);

} // namespace pixelpass
