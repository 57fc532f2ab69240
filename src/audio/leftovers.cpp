// SPDX-License-Identifier: MIT OR Apache-2.0
#include "audio/leftovers.h"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <fstream>
#include <map>
#include <string_view>
#include <utility>

namespace pixelpass {
namespace {

constexpr std::string_view prefix = "pixelpass_";
/// Linux has no greater pid.
constexpr pid_t max_pid = 1 << 22;

/// The loopback's own word for its two sides goes before the name that it was given.
std::string_view without_side(std::string_view name) {
    for (const std::string_view side : {"input.", "output."}) {
        if (name.starts_with(side))
            return name.substr(side.size());
    }
    return name;
}

std::vector<pid_t> pids_in(std::string_view name) {
    constexpr std::string_view separators = "_-.";
    std::vector<pid_t> pids;
    while (!name.empty()) {
        const auto word = name.substr(0, name.find_first_of(separators));
        name.remove_prefix(std::min(name.size(), word.size() + 1));
        pid_t pid = 0;
        const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), pid);
        if (!word.empty() && error == std::errc() && end == word.data() + word.size() && pid > 0 &&
            pid <= max_pid)
            pids.push_back(pid);
    }
    return pids;
}

void take_node(Leftover& module, const NodeTraits& node) {
    module.nodes.push_back(node.id);
    if (node.media_class.starts_with("Stream/"))
        module.kind = Leftover::Kind::loopback;
    for (const std::string_view name :
         {without_side(node.name), std::string_view(node.media_name), std::string_view(node.target)}) {
        if (!name.starts_with(prefix))
            continue;
        const auto pids = pids_in(name);
        if (module.name.empty() && !pids.empty())
            module.name = name;
        module.makers.insert(module.makers.end(), pids.begin(), pids.end());
    }
}

/// Of a program's name, or a word of a script's command line.
bool is_our_name(std::string_view word) { return word.substr(word.rfind('/') + 1).starts_with("pixelpass"); }

} // namespace

std::vector<Leftover> find_leftovers(std::span<const NodeTraits> nodes,
                                     const std::function<bool(pid_t)>& runs_pixelpass) {
    std::map<std::pair<std::uint32_t, std::string_view>, Leftover> modules;
    for (const NodeTraits& node : nodes) {
        if (!node.module.empty())
            take_node(modules[{node.client, node.module}], node);
    }
    std::vector<Leftover> leftovers;
    for (auto& [key, module] : modules) {
        std::ranges::sort(module.makers);
        module.makers.erase(std::unique(module.makers.begin(), module.makers.end()), module.makers.end());
        if (!module.makers.empty() && std::ranges::none_of(module.makers, runs_pixelpass))
            leftovers.push_back(std::move(module));
    }
    std::ranges::stable_sort(leftovers, {}, &Leftover::kind);
    return leftovers;
}

bool runs_pixelpass(pid_t pid) {
    if (pid == getpid()) // we make nothing of the kind
        return false;
    if (kill(pid, 0) != 0 && errno == ESRCH)
        return false;
    const auto process = "/proc/" + std::to_string(pid);
    std::string name;
    if (!std::getline(std::ifstream(process + "/comm"), name) || is_our_name(name))
        return true; // where it is hidden from us, too
    // A script goes by its interpreter's name; its own is among the first words.
    constexpr int words_to_read = 4;
    std::ifstream words(process + "/cmdline");
    for (int i = 0; i < words_to_read && std::getline(words, name, '\0'); ++i) {
        if (is_our_name(name))
            return true;
    }
    return false;
}

} // namespace pixelpass
