// SPDX-License-Identifier: MIT OR Apache-2.0
#include "cli/control_request.h"

#include <nlohmann/json.hpp>

namespace pixelpass {
namespace {

using nlohmann::json;

constexpr std::size_t longest_viewer = 256;

auto not_understood(std::string what) {
    return fail(Code::usage, std::move(what), "docs/control.md says what a host understands");
}

Result<std::string> viewer_of(const json& object) {
    const auto found = object.find("viewer");
    if (found == object.end() || !found->is_string())
        return not_understood("it does not say which viewer");
    auto viewer = found->get<std::string>();
    if (viewer.empty() || viewer.size() > longest_viewer)
        return not_understood("a viewer's name has 1 to 256 bytes");
    return viewer;
}

Result<ControlRequest> answer_of(const json& object, Answer answer) {
    auto viewer = viewer_of(object);
    if (!viewer)
        return fail(viewer);
    return AnswerRequest{std::move(*viewer), answer};
}

Result<ControlRequest> approval_of(const json& object) {
    const auto always = object.find("always");
    if (always == object.end())
        return answer_of(object, Answer::once);
    if (!always->is_boolean())
        return not_understood("always is true or false");
    return answer_of(object, always->get<bool>() ? Answer::always : Answer::once);
}

Result<ControlRequest> kick_of(const json& object) {
    auto viewer = viewer_of(object);
    if (!viewer)
        return fail(viewer);
    return KickRequest{std::move(*viewer)};
}

Result<ControlRequest> bitrate_of(const json& object) {
    const auto found = object.find("kbps");
    if (found != object.end() && found->is_null())
        return BitrateRequest{};
    if (found != object.end() && found->is_number_unsigned()) {
        const auto kbps = found->get<std::uint64_t>();
        if (kbps >= least_control_kbps && kbps <= most_control_kbps)
            return BitrateRequest{static_cast<unsigned>(kbps)};
    }
    return not_understood("a bitrate is a number of kbit/s from 100 to 200000, or null");
}

Result<ControlRequest> request_of(const std::string& what, const json& object) {
    if (what == "status")
        return StatusRequest{};
    if (what == "approve")
        return approval_of(object);
    if (what == "refuse")
        return answer_of(object, Answer::no);
    if (what == "kick")
        return kick_of(object);
    if (what == "pause" || what == "resume")
        return PauseRequest{what == "pause"};
    if (what == "mute" || what == "unmute")
        return MuteRequest{what == "mute"};
    if (what == "clip")
        return ClipRequest{};
    if (what == "bitrate")
        return bitrate_of(object);
    if (what == "stop")
        return StopRequest{};
    if (what == "watch")
        return WatchRequest{};
    return not_understood("a host can't do that");
}

json object_of(const StatusRequest&) { return {{"do", "status"}}; }

json object_of(const AnswerRequest& request) {
    if (request.answer == Answer::no)
        return {{"do", "refuse"}, {"viewer", request.viewer}};
    return {{"do", "approve"}, {"viewer", request.viewer}, {"always", request.answer == Answer::always}};
}

json object_of(const KickRequest& request) { return {{"do", "kick"}, {"viewer", request.viewer}}; }

json object_of(const PauseRequest& request) { return {{"do", request.paused ? "pause" : "resume"}}; }

json object_of(const MuteRequest& request) { return {{"do", request.muted ? "mute" : "unmute"}}; }

json object_of(const ClipRequest&) { return {{"do", "clip"}}; }

json object_of(const BitrateRequest& request) {
    return {{"do", "bitrate"}, {"kbps", request.kbps ? json(*request.kbps) : json()}};
}

json object_of(const StopRequest&) { return {{"do", "stop"}}; }

json object_of(const WatchRequest&) { return {{"do", "watch"}}; }

} // namespace

Result<ControlRequest> parse_control_request(std::string_view line) {
    if (line.size() > longest_control_line)
        return not_understood("a line has 4096 bytes at most");
    const auto object = json::parse(line, nullptr, false);
    if (!object.is_object())
        return not_understood("it is no JSON object");
    const auto found = object.find("do");
    if (found == object.end() || !found->is_string())
        return not_understood("it does not say what to do");
    return request_of(found->get<std::string>(), object);
}

std::string to_line(const ControlRequest& request) {
    // What a person typed may be no UTF-8: it then fits nobody's name.
    return std::visit([](const auto& one) { return object_of(one); }, request)
        .dump(-1, ' ', false, json::error_handler_t::replace);
}

} // namespace pixelpass
