// SPDX-License-Identifier: MIT OR Apache-2.0
#include "audio/own_process.h"

#include <fmt/format.h>

#include <cstdio>
#include <fstream>
#include <optional>
#include <string>

namespace pixelpass {
namespace {

constexpr int deepest = 64; // ancestors that are looked at

struct Process {
    std::string name; ///< the first 15 bytes of the program's name
    std::uint32_t parent = 0;
};

std::optional<Process> read_process(std::uint32_t process) {
    std::ifstream file(fmt::format("/proc/{}/stat", process));
    std::string line;
    if (!std::getline(file, line))
        return std::nullopt;
    // PID (NAME) STATE PARENT …, and the name may hold brackets.
    const auto begin = line.find('(');
    const auto end = line.rfind(')');
    if (begin == std::string::npos || end == std::string::npos || end < begin)
        return std::nullopt;
    Process found{.name = line.substr(begin + 1, end - begin - 1), .parent = 0};
    if (std::sscanf(line.c_str() + end, ") %*c %9u", &found.parent) != 1)
        return std::nullopt;
    return found;
}

} // namespace

bool descends_from_pixelpass(std::uint32_t process) {
    for (int depth = 0; depth < deepest && process > 1; ++depth) {
        const auto found = read_process(process);
        if (!found)
            return false;
        if (found->name == "pixelpass")
            return true;
        process = found->parent;
    }
    return false;
}

} // namespace pixelpass
