// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

namespace pixelpass {

/// What PipeWire tells of a node, as far as it shows who made it and what for.
struct NodeTraits {
    std::uint32_t id = 0;     ///< PipeWire's own
    std::uint32_t client = 0; ///< who made it: a program's connection
    std::string module;       ///< of the Pulse interface, that it belongs to; empty: to none
    std::string media_class;
    std::string name;
    std::string media_name;
    std::string target; ///< the node that a stream is to be linked with
};

/// What a run of pixelpass left behind: a module of the Pulse interface, which outlives its maker.
struct Leftover {
    enum class Kind : std::uint8_t { loopback, sink };
    Kind kind = Kind::sink;
    std::string name;                 ///< the one that has its maker's pid
    std::vector<pid_t> makers;        ///< all pids in its names; none of them runs pixelpass
    std::vector<std::uint32_t> nodes; ///< its nodes; without them the module ends
};

/// Which of the nodes are leftovers, in the order in which they are to be removed: loopbacks first, since
/// they would move to other sinks. Only modules of the Pulse interface are, one of whose names, or of the
/// nodes that they are linked with, begins with `pixelpass_` and has a pid: digits between `_`, `-`, `.` and
/// the ends. A module that names a pid which `runs_pixelpass` is no leftover, nor is one that names none.
/// Pure.
[[nodiscard]] std::vector<Leftover> find_leftovers(std::span<const NodeTraits> nodes,
                                                   const std::function<bool(pid_t)>& runs_pixelpass);

/// Whether a process of that id, other than this one, may run pixelpass. When in doubt, it does. Any thread.
[[nodiscard]] bool runs_pixelpass(pid_t pid);

} // namespace pixelpass
