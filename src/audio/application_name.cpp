// SPDX-License-Identifier: MIT OR Apache-2.0
#include "audio/application_name.h"

#include <algorithm>

namespace pixelpass {
namespace {

char to_lower(char letter) {
    return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
}

std::string_view last_part(std::string_view id) { return id.substr(id.rfind('.') + 1); }

/// What some libraries call every application that uses them.
bool is_common(std::string_view name) {
    return name == "WEBRTC VoiceEngine" || name == "ALSA plug-in" || name == "Chromium";
}

} // namespace

bool equal_but_for_case(std::string_view one, std::string_view other) {
    return std::ranges::equal(one, other, {}, to_lower, to_lower);
}

bool is_called(const GraphNode& node, std::string_view name) {
    if (name.empty())
        return false;
    const auto is = [&](std::string_view known) { return equal_but_for_case(known, name); };
    return is(node.application) || is(node.binary) || is(node.name) || is(node.process) || is(node.flatpak) ||
           is(last_part(node.flatpak));
}

std::string application_name(const GraphNode& node) {
    if (!node.application.empty() && (node.binary.empty() || !is_common(node.application)))
        return node.application;
    return !node.binary.empty() ? node.binary : node.name;
}

} // namespace pixelpass
