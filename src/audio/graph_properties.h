// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "audio/graph_model.h"

#include <spa/pod/pod.h>
#include <spa/utils/dict.h>

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace pixelpass {

/// What is of use of a PipeWire object's properties. Pure; any thread.
class GraphProperties {
public:
    GraphProperties() = default;
    /// Keeps what this program knows and leaves out values that are too long or no text.
    explicit GraphProperties(const spa_dict* properties);

    /// Empty if there is no such property.
    [[nodiscard]] const std::string& get(const char* key) const;
    /// A number, such as an id.
    [[nodiscard]] std::optional<std::uint32_t> number(const char* key) const;

    friend bool operator==(const GraphProperties&, const GraphProperties&) = default;

    /// A longer value is none.
    static constexpr std::size_t longest = 256;

private:
    std::map<std::string, std::string, std::less<>> values_;
};

/// A node by its own properties or, where it has none, by its client's.
[[nodiscard]] GraphNode node_of(std::uint32_t id, const GraphProperties& node, const GraphProperties& client);

/// The pids that a node and its client tell, or PipeWire tells of the client.
[[nodiscard]] std::vector<std::uint32_t> processes_of(const GraphProperties& node,
                                                      const GraphProperties& client);

/// Whether the viewer has tagged that program as its player.
[[nodiscard]] bool is_tagged(const GraphProperties& node, const GraphProperties& client);

/// Nothing if it carries no sound.
[[nodiscard]] std::optional<GraphPort> port_of(std::uint32_t id, const GraphProperties& port);
[[nodiscard]] std::optional<GraphLink> link_of(const GraphProperties& link);

/// The channels of a format, by SPA's names, such as FL; empty if it is none of raw sound.
[[nodiscard]] std::vector<std::string> channels_of(const spa_pod& format);

/// The node.name in a value of the metadata's `default.audio.sink`, {"name": "…"}; empty if there is none.
[[nodiscard]] std::string sink_name(const char* json);

} // namespace pixelpass
