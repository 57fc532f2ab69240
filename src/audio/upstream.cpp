// SPDX-License-Identifier: MIT OR Apache-2.0
#include "audio/upstream.h"

#include <algorithm>

namespace pixelpass {

Upstream::Upstream(const GraphModel& model) {
    for (const auto& node : model.nodes) {
        nodes_[node.id] = &node;
        named_[node.name].push_back(&node);
        if (!node.link_group.empty())
            groups_[node.link_group].push_back(&node);
    }
    for (const auto& port : model.ports) {
        ports_[port.id] = &port;
        if (!port.output)
            with_inputs_.insert(port.node);
    }
    for (const auto& link : model.links) {
        const auto output = ports_.find(link.output_port);
        const auto input = ports_.find(link.input_port);
        if (output == ports_.end() || input == ports_.end())
            continue;
        feeders_[input->second->node].push_back(output->second);
        const auto fed = nodes_.find(input->second->node);
        if (fed != nodes_.end() && fed->second->media_class != "Stream/Input/Audio" &&
            fed->second->media_class != capture_class)
            playing_.insert(output->second->node);
    }
}

const Upstream::Nodes& Upstream::group_of(const GraphNode& node) const {
    static const Nodes none;
    const auto found = groups_.find(node.link_group);
    return found == groups_.end() ? none : found->second;
}

bool Upstream::is_filter(const GraphNode& node) const {
    if (feeders_.contains(node.id))
        return true;
    return std::ranges::any_of(group_of(node), [&](const GraphNode* other) {
        return other->id != node.id && with_inputs_.contains(other->id);
    });
}

bool Upstream::is_application(const GraphNode& node) const {
    // Programs that speak JACK have no class; a pw_filter has none either.
    const bool plays =
        node.media_class == "Stream/Output/Audio" || (node.media_class.empty() && node.category == "Duplex");
    return plays && !is_filter(node);
}

std::set<std::uint32_t> Upstream::applications_behind(const std::string& sink) const {
    std::set<std::uint32_t> applications;
    std::set<std::uint32_t> walked;
    std::set<std::uint32_t> widened; // filters whose group is walked, too
    Nodes open;
    if (const auto found = named_.find(sink); !sink.empty() && found != named_.end())
        open = found->second;
    while (!open.empty()) {
        const GraphNode& fed = *open.back();
        open.pop_back();
        const auto feeders = feeders_.find(fed.id);
        if (!walked.insert(fed.id).second || feeders == feeders_.end())
            continue;
        for (const GraphPort* port : feeders->second) {
            const auto found = nodes_.find(port->node);
            if (found == nodes_.end())
                continue;
            const GraphNode& feeder = *found->second;
            if (is_application(feeder))
                applications.insert(feeder.id);
            else
                open.push_back(&feeder);
            // A monitor repeats its own node alone.
            if (!port->monitor && is_filter(feeder) && widened.insert(feeder.id).second)
                std::ranges::copy(group_of(feeder), std::back_inserter(open));
        }
    }
    return applications;
}

} // namespace pixelpass
