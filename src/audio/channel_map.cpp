// SPDX-License-Identifier: MIT OR Apache-2.0
#include "audio/channel_map.h"

#include "audio/downmix.h"

#include <algorithm>
#include <functional>
#include <map>
#include <optional>
#include <string_view>
#include <utility>

namespace pixelpass {
namespace {

/// Some of captured_channels.
using Inputs = std::vector<std::string_view>;
using Ports = std::vector<const GraphPort*>;

/// By SPA's names, such as FL, SR, TFC; nothing for a channel without a place of its own, such as AUX3.
std::optional<Inputs> inputs_for(std::string_view channel) {
    if (channel == "MONO")
        return Inputs{"FL", "FR"};
    if (channel == "TC")
        return Inputs{"FC"};
    if (channel.starts_with("LFE") || channel.ends_with("LFE"))
        return Inputs{};
    const bool front = channel.starts_with('F');
    if (channel.starts_with('T'))
        channel.remove_prefix(1);
    constexpr std::string_view places = "FRS"; // front, rear, side
    if (channel.size() < 2 || places.find(channel[0]) == std::string_view::npos)
        return std::nullopt;
    switch (channel[1]) {
    case 'C':
        return Inputs{"FC"};
    case 'L':
        return Inputs{front ? "FL" : "SL"};
    case 'R':
        return Inputs{front ? "FR" : "SR"};
    default:
        return std::nullopt;
    }
}

std::map<std::uint32_t, Ports> outputs_of(const GraphModel& model, const std::vector<std::uint32_t>& nodes) {
    std::map<std::uint32_t, Ports> outputs;
    for (const auto& port : model.ports) {
        if (port.output && !port.monitor && std::ranges::binary_search(nodes, port.node))
            outputs[port.node].push_back(&port);
    }
    for (auto& [node, ports] : outputs)
        std::ranges::sort(ports, {}, &GraphPort::id);
    return outputs;
}

using Route = std::pair<const GraphPort*, Inputs>;

/// Which of an application's ports are taken, and to which inputs.
std::vector<Route> routes_of(const std::vector<std::string>& channels, Ports ports) {
    const auto centre = std::ranges::find(ports, "FC", &GraphPort::channel);
    // Where there is a centre, PipeWire plays mono by it, and fills the others up.
    if (channels == std::vector<std::string>{"MONO"} && centre != ports.end())
        return {{*centre, {"FL", "FR"}}};
    const auto is_own = [&](const GraphPort* port) {
        return std::ranges::find(channels, port->channel) != channels.end();
    };
    if (std::ranges::any_of(ports, is_own))
        std::erase_if(ports, std::not_fn(is_own));
    std::vector<Route> routes;
    for (const auto* port : ports) {
        const Inputs in_turn = ports.size() == 1        ? Inputs{"FL", "FR"}
                               : routes.size() % 2 == 0 ? Inputs{"FL"}
                                                        : Inputs{"FR"};
        routes.emplace_back(port, inputs_for(port->channel).value_or(in_turn));
    }
    return routes;
}

} // namespace

std::vector<LinkPlan> plan_links(const GraphModel& model, const std::vector<std::uint32_t>& nodes,
                                 std::uint32_t capture) {
    std::map<std::string_view, std::uint32_t> inputs;
    for (const auto& port : model.ports) {
        if (port.node == capture && !port.output)
            inputs[port.channel] = port.id;
    }
    if (!std::ranges::all_of(captured_channels, [&](auto channel) { return inputs.contains(channel); }))
        return {};
    std::vector<LinkPlan> plan;
    for (const auto& [node, ports] : outputs_of(model, nodes)) {
        const auto found = std::ranges::find(model.nodes, node, &GraphNode::id);
        const auto channels = found == model.nodes.end() ? std::vector<std::string>() : found->channels;
        for (const auto& [port, wanted] : routes_of(channels, ports)) {
            for (const auto& input : wanted)
                plan.push_back({node, port->id, capture, inputs[input]});
        }
    }
    std::ranges::sort(plan);
    return plan;
}

} // namespace pixelpass
