// SPDX-License-Identifier: MIT OR Apache-2.0
#include "audio/graph_properties.h"

#include "base/printable.h"

#include <pipewire/extensions/metadata.h>
#include <pipewire/keys.h>
#include <spa/debug/types.h>
#include <spa/param/audio/format-utils.h>
#include <spa/param/audio/type-info.h>
#include <spa/utils/json.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>

namespace pixelpass {
namespace {

constexpr const char* player_tag = "pixelpass.player";
constexpr const char* flatpak_id = "pipewire.access.portal.app_id";

constexpr std::array known_keys{
    PW_KEY_NODE_NAME,
    PW_KEY_MEDIA_CLASS,
    PW_KEY_MEDIA_CATEGORY,
    PW_KEY_MEDIA_ROLE,
    PW_KEY_NODE_LINK_GROUP,
    PW_KEY_APP_NAME,
    PW_KEY_APP_ID,
    PW_KEY_APP_PROCESS_BINARY,
    PW_KEY_APP_PROCESS_ID,
    PW_KEY_SEC_PID,
    PW_KEY_CLIENT_ID,
    PW_KEY_NODE_ID,
    PW_KEY_PORT_DIRECTION,
    PW_KEY_PORT_MONITOR,
    PW_KEY_AUDIO_CHANNEL,
    PW_KEY_FORMAT_DSP,
    PW_KEY_LINK_OUTPUT_PORT,
    PW_KEY_LINK_INPUT_PORT,
    PW_KEY_METADATA_NAME,
    flatpak_id,
    player_tag,
};

const std::string& either(const GraphProperties& node, const GraphProperties& client, const char* key) {
    const auto& own = node.get(key);
    return own.empty() ? client.get(key) : own;
}

/// What a token of JSON says if it is a string of bearable length.
std::string text_of(const char* token, int length) {
    std::array<char, GraphProperties::longest + 1> text{};
    const bool whole = spa_json_is_string(token, length) && length > 1 && token[length - 1] == '"';
    if (!whole || spa_json_parse_stringn(token, length, text.data(), text.size()) <= 0)
        return {};
    return printable(bytes_of(text.data()));
}

bool is_true(const std::string& value) { return value == "true" || value == "1"; }

} // namespace

GraphProperties::GraphProperties(const spa_dict* properties) {
    if (!properties)
        return;
    for (const char* key : known_keys) {
        const char* value = spa_dict_lookup(properties, key);
        const std::size_t size = value ? strnlen(value, longest + 1) : 0;
        if (size > 0 && size <= longest)
            values_[key] = printable(bytes_of({value, size}));
    }
}

const std::string& GraphProperties::get(const char* key) const {
    static const std::string none;
    const auto found = values_.find(key);
    return found == values_.end() ? none : found->second;
}

std::optional<std::uint32_t> GraphProperties::number(const char* key) const {
    const auto& text = get(key);
    std::uint32_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc{} && end == text.data() + text.size() ? std::optional(number) : std::nullopt;
}

GraphNode node_of(std::uint32_t id, const GraphProperties& node, const GraphProperties& client) {
    const auto& portal_id = client.get(flatpak_id);
    return {.id = id,
            .name = node.get(PW_KEY_NODE_NAME),
            .media_class = node.get(PW_KEY_MEDIA_CLASS),
            .category = node.get(PW_KEY_MEDIA_CATEGORY),
            .role = either(node, client, PW_KEY_MEDIA_ROLE),
            .link_group = node.get(PW_KEY_NODE_LINK_GROUP),
            .application = either(node, client, PW_KEY_APP_NAME),
            .binary = either(node, client, PW_KEY_APP_PROCESS_BINARY),
            .process = either(node, client, PW_KEY_APP_PROCESS_ID),
            .flatpak = portal_id.empty() ? either(node, client, PW_KEY_APP_ID) : portal_id};
}

std::vector<std::uint32_t> processes_of(const GraphProperties& node, const GraphProperties& client) {
    std::vector<std::uint32_t> processes;
    for (const auto process : {node.number(PW_KEY_APP_PROCESS_ID), client.number(PW_KEY_APP_PROCESS_ID),
                               client.number(PW_KEY_SEC_PID)}) {
        if (process && std::ranges::find(processes, *process) == processes.end())
            processes.push_back(*process);
    }
    return processes;
}

bool is_tagged(const GraphProperties& node, const GraphProperties& client) {
    return !node.get(player_tag).empty() || !client.get(player_tag).empty();
}

std::optional<GraphPort> port_of(std::uint32_t id, const GraphProperties& port) {
    const auto node = port.number(PW_KEY_NODE_ID);
    const auto& format = port.get(PW_KEY_FORMAT_DSP);
    if (!node || (!format.empty() && format.find("audio") == std::string::npos))
        return std::nullopt;
    return GraphPort{.id = id,
                     .node = *node,
                     .output = port.get(PW_KEY_PORT_DIRECTION) == "out",
                     .monitor = is_true(port.get(PW_KEY_PORT_MONITOR)),
                     .channel = port.get(PW_KEY_AUDIO_CHANNEL)};
}

std::optional<GraphLink> link_of(const GraphProperties& link) {
    const auto output = link.number(PW_KEY_LINK_OUTPUT_PORT);
    const auto input = link.number(PW_KEY_LINK_INPUT_PORT);
    return output && input ? std::optional(GraphLink{*output, *input}) : std::nullopt;
}

std::vector<std::string> channels_of(const spa_pod& format) {
    spa_audio_info_raw sound{};
    if (spa_format_audio_raw_parse(&format, &sound) < 0)
        return {};
    std::vector<std::string> channels;
    for (std::size_t i = 0; i < std::min<std::size_t>(sound.channels, std::size(sound.position)); ++i) {
        const char* name = spa_debug_type_find_short_name(spa_type_audio_channel, sound.position[i]);
        channels.emplace_back(name ? name : "");
    }
    return channels;
}

std::string sink_name(const char* json) {
    constexpr std::size_t longest_value = 4096;
    const std::size_t size = json ? strnlen(json, longest_value + 1) : 0;
    if (size == 0 || size > longest_value)
        return {};
    spa_json text{};
    spa_json object{};
    spa_json_init(&text, json, size);
    if (spa_json_enter_object(&text, &object) <= 0)
        return {};
    std::array<char, GraphProperties::longest + 1> key{};
    const char* value = nullptr;
    while (spa_json_get_string(&object, key.data(), key.size()) > 0) {
        const int length = spa_json_next(&object, &value);
        if (length <= 0)
            break;
        if (std::strcmp(key.data(), "name") == 0)
            return text_of(value, length);
    }
    return {};
}

} // namespace pixelpass
