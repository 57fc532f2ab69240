// SPDX-License-Identifier: MIT OR Apache-2.0
#include "audio/channel_map.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string_view>

namespace pixelpass {
namespace {

struct Sides {
    bool left = false;
    bool right = false;
};

/// By SPA's names, such as FL, SR, TFC; nothing for a channel without a side of its own, such as AUX3.
std::optional<Sides> sides_of(std::string_view channel) {
    if (channel == "MONO" || channel == "TC")
        return Sides{true, true};
    if (channel.starts_with("LFE") || channel.ends_with("LFE"))
        return Sides{};
    if (channel.starts_with('T'))
        channel.remove_prefix(1);
    constexpr std::string_view places = "FRS"; // front, rear, side
    if (channel.size() < 2 || places.find(channel[0]) == std::string_view::npos)
        return std::nullopt;
    const bool middle = channel[1] == 'C';
    const Sides sides{middle || channel[1] == 'L', middle || channel[1] == 'R'};
    return sides.left || sides.right ? std::optional(sides) : std::nullopt;
}

std::map<std::uint32_t, std::vector<const GraphPort*>> outputs_of(const GraphModel& model,
                                                                  const std::vector<std::uint32_t>& nodes) {
    std::map<std::uint32_t, std::vector<const GraphPort*>> outputs;
    for (const auto& port : model.ports) {
        if (port.output && !port.monitor && std::ranges::binary_search(nodes, port.node))
            outputs[port.node].push_back(&port);
    }
    for (auto& [node, ports] : outputs)
        std::ranges::sort(ports, {}, &GraphPort::id);
    return outputs;
}

} // namespace

std::vector<LinkPlan> plan_links(const GraphModel& model, const std::vector<std::uint32_t>& nodes,
                                 std::uint32_t capture) {
    const auto input = [&](std::string_view channel) {
        return std::ranges::find_if(model.ports, [&](const GraphPort& port) {
            return port.node == capture && !port.output && port.channel == channel;
        });
    };
    const auto left = input("FL");
    const auto right = input("FR");
    if (left == model.ports.end() || right == model.ports.end())
        return {};
    std::vector<LinkPlan> plan;
    for (const auto& [node, ports] : outputs_of(model, nodes)) {
        for (std::size_t i = 0; i < ports.size(); ++i) {
            const Sides in_turn{ports.size() == 1 || i % 2 == 0, ports.size() == 1 || i % 2 == 1};
            const Sides sides = sides_of(ports[i]->channel).value_or(in_turn);
            if (sides.left)
                plan.push_back({node, ports[i]->id, capture, left->id});
            if (sides.right)
                plan.push_back({node, ports[i]->id, capture, right->id});
        }
    }
    std::ranges::sort(plan);
    return plan;
}

} // namespace pixelpass
