// SPDX-License-Identifier: MIT OR Apache-2.0
#include "gst/distribution.h"

#include "base/read_file.h"

#include <algorithm>
#include <string>

namespace pixelpass {
namespace {

constexpr std::size_t longest_os_release = 16 * 1024;

/// The value of that key, without quotes; empty if there is none.
std::string_view value_of(std::string_view text, std::string_view key) {
    while (!text.empty()) {
        auto line = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(text.size(), line.size() + 1));
        if (!line.starts_with(key) || line.substr(key.size()).substr(0, 1) != "=")
            continue;
        line.remove_prefix(key.size() + 1);
        if (line.size() >= 2 && (line.front() == '"' || line.front() == '\'') && line.back() == line.front())
            line = line.substr(1, line.size() - 2);
        return line;
    }
    return {};
}

Distribution known(std::string_view id) {
    if (id == "debian" || id == "ubuntu")
        return Distribution::debian;
    if (id == "arch")
        return Distribution::arch;
    return id == "fedora" ? Distribution::fedora : Distribution::other;
}

} // namespace

Distribution distribution_of(std::string_view os_release) {
    auto found = known(value_of(os_release, "ID"));
    auto like = value_of(os_release, "ID_LIKE");
    while (found == Distribution::other && !like.empty()) {
        const auto id = like.substr(0, like.find(' '));
        found = known(id);
        like.remove_prefix(std::min(like.size(), id.size() + 1));
    }
    return found;
}

Distribution this_distribution() {
    for (const char* path : {"/etc/os-release", "/usr/lib/os-release"}) {
        if (const auto text = read_file(path, longest_os_release))
            return distribution_of(*text);
    }
    return Distribution::other;
}

std::string_view package_in(Distribution distribution, const PackageNames& names) {
    switch (distribution) {
    case Distribution::debian:
        return names.debian;
    case Distribution::arch:
        return names.arch;
    case Distribution::fedora:
        return names.fedora;
    case Distribution::other:
        break;
    }
    return {};
}

} // namespace pixelpass
