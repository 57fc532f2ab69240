// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "audio/graph_model.h"

#include <string>
#include <utility>
#include <vector>

namespace pixelpass::test {

/// Builds a model of PipeWire's graph. Each node has the ports of its media class, for one channel.
class GraphBuilder {
public:
    GraphBuilder() { model.default_sink = "speakers"; }

    /// An application that plays.
    std::uint32_t application(const std::string& name, GraphNode node = {}) {
        node.name = name + "-node";
        node.media_class = "Stream/Output/Audio";
        node.application = name;
        return add(std::move(node), {true});
    }
    std::uint32_t sink(const std::string& name, const std::string& group = {}) {
        return add({.name = name, .media_class = "Audio/Sink", .link_group = group}, {false, true});
    }
    std::uint32_t source(const std::string& name, const std::string& group = {}) {
        return add({.name = name, .media_class = "Audio/Source", .link_group = group}, {true});
    }
    /// The end of a loopback that captures, and the one that plays.
    std::uint32_t capture_end(const std::string& group) {
        return add({.name = group + "-in", .media_class = "Stream/Input/Audio", .link_group = group},
                   {false});
    }
    std::uint32_t playback_end(const std::string& group) {
        return add({.name = group + "-out", .media_class = "Stream/Output/Audio", .link_group = group},
                   {true});
    }
    /// A node with an input and an output, as EasyEffects makes them.
    std::uint32_t filter(const std::string& name) {
        return add({.name = name, .category = "Filter", .application = "EasyEffects"}, {false, true});
    }
    /// Links what comes out of `from` (a sink's monitor) to what goes into `to`.
    void link(std::uint32_t from, std::uint32_t to) {
        model.links.push_back({port(from, true), port(to, false)});
    }
    void unlink_all() { model.links.clear(); }

    /// Adds any node, with one output (true) or input port for each of `ports`.
    std::uint32_t add(GraphNode node, const std::vector<bool>& ports) {
        node.id = ++last_id_;
        for (const bool output : ports)
            model.ports.push_back({.id = ++last_id_,
                                   .node = node.id,
                                   .output = output,
                                   .monitor = output && node.media_class == "Audio/Sink",
                                   .channel = "MONO"});
        model.nodes.push_back(std::move(node));
        return model.nodes.back().id;
    }
    GraphNode& node(std::uint32_t id) {
        for (auto& one : model.nodes) {
            if (one.id == id)
                return one;
        }
        return model.nodes.front();
    }

    GraphModel model;

private:
    std::uint32_t port(std::uint32_t node, bool output) const {
        for (const auto& one : model.ports) {
            if (one.node == node && one.output == output)
                return one.id;
        }
        return 0;
    }

    std::uint32_t last_id_ = 0;
};

} // namespace pixelpass::test
