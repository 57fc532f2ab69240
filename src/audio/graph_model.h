// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace pixelpass {

/// The media.class of our own streams, which no session manager knows.
inline constexpr const char* capture_class = "Capture/Audio";

/// A node that plays, captures or filters. Its texts are what a program says of itself: printable, bounded,
/// and believed only as far as it harms nobody but that program.
struct GraphNode {
    std::uint32_t id = 0;
    std::string name{}; ///< node.name
    std::string media_class{};
    std::string category{};    ///< media.category
    std::string role{};        ///< media.role
    std::string link_group{};  ///< shared by the two ends of a filter or a loopback
    std::string application{}; ///< application.name
    std::string binary{};
    std::string process{}; ///< its pid, in digits, as its sandbox knows it
    std::string flatpak{}; ///< Flatpak id
    bool own = false;      ///< of a program that a pixelpass on this machine started
    /// What it has itself, before PipeWire mixes it for the ports; empty if that is not known.
    std::vector<std::string> channels{};
};

/// A port that carries sound.
struct GraphPort {
    std::uint32_t id = 0;
    std::uint32_t node = 0;
    bool output = false;
    bool monitor = false;  ///< repeats what goes into its node
    std::string channel{}; ///< FL, FR, MONO, …
};

/// From an output port to an input port, by their ids.
struct GraphLink {
    std::uint32_t output_port = 0;
    std::uint32_t input_port = 0;
};

/// PipeWire's graph at one moment.
struct GraphModel {
    std::vector<GraphNode> nodes;
    std::vector<GraphPort> ports;
    std::vector<GraphLink> links;
    std::string default_sink; ///< its node.name; empty if there is none
};

} // namespace pixelpass
