// SPDX-License-Identifier: MIT OR Apache-2.0
#include "view/mpv_protocol.h"

#include <nlohmann/json.hpp>

#include <cmath>

namespace pixelpass {
namespace {

using Json = nlohmann::json;

} // namespace

std::optional<MpvReply> parse_mpv_reply(std::string_view line) {
    const Json json = Json::parse(line, nullptr, false);
    if (!json.is_object())
        return std::nullopt;
    const auto request = json.find("request_id");
    const auto error = json.find("error");
    if (request == json.end() || !request->is_number_integer() || error == json.end() || !error->is_string())
        return std::nullopt;
    MpvReply reply{.request = request->get<std::int64_t>(), .success = *error == "success", .value = {}};
    const auto data = json.find("data");
    if (data != json.end() && data->is_boolean())
        reply.value = data->get<bool>();
    else if (data != json.end() && data->is_number() && std::isfinite(data->get<double>()))
        reply.value = data->get<double>();
    return reply;
}

std::string mpv_command(std::int64_t request, std::initializer_list<MpvArgument> words) {
    Json command = Json::array();
    for (const MpvArgument& word : words)
        std::visit([&](const auto& one) { command.push_back(one); }, word);
    return Json{{"command", command}, {"request_id", request}}.dump() + '\n';
}

} // namespace pixelpass
