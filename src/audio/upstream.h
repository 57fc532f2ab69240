// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "audio/graph_model.h"

#include <map>
#include <set>

namespace pixelpass {

/// Finds who plays, however many filters, loopbacks and virtual sinks lie between. Looks at a model, which
/// must outlive it. Pure; any thread.
class Upstream {
public:
    explicit Upstream(const GraphModel& model);

    /// Whether the node is where an application's sound begins: neither a device, nor fed by others.
    [[nodiscard]] bool is_application(const GraphNode& node) const;
    /// Whether anything but a recording stream is fed by the node. What a session manager has not linked is
    /// left alone: it would not link it any more.
    [[nodiscard]] bool plays(const GraphNode& node) const { return playing_.contains(node.id); }
    /// The ids of the applications' nodes whose sound reaches the node of that name.
    [[nodiscard]] std::set<std::uint32_t> applications_behind(const std::string& sink) const;

private:
    using Nodes = std::vector<const GraphNode*>;

    [[nodiscard]] bool is_filter(const GraphNode& node) const;
    [[nodiscard]] const Nodes& group_of(const GraphNode& node) const;

    std::map<std::uint32_t, const GraphNode*> nodes_;
    std::map<std::uint32_t, const GraphPort*> ports_;
    std::map<std::uint32_t, std::vector<const GraphPort*>> feeders_; ///< the ports linked to a node's inputs
    std::set<std::uint32_t> playing_;
    std::set<std::uint32_t> with_inputs_;              ///< nodes that have input ports
    std::map<std::string, Nodes, std::less<>> groups_; ///< by link group
    std::map<std::string, Nodes, std::less<>> named_;
};

} // namespace pixelpass
