// SPDX-License-Identifier: MIT OR Apache-2.0
#include "cli/host_control.h"

#include "cli/host_json.h"
#include "cli/viewer_name.h"
#include "cli/viewer_reference.h"

#include <nlohmann/json.hpp>

#include <utility>
#include <vector>

namespace pixelpass {
namespace {

using nlohmann::json;

template <typename Viewer>
Result<std::string> find_among(const std::vector<Viewer>& viewers, const std::string& reference,
                               const char* nobody) {
    if (viewers.empty())
        return fail(Code::usage, nobody, "pixelpass ctl status tells who watches and who asks");
    std::vector<KnownViewer> known;
    known.reserve(viewers.size());
    for (const auto& viewer : viewers)
        known.push_back({.id = viewer.id, .words = viewer_words(viewer.id), .name = viewer.name});
    return find_viewer(reference, known);
}

json failure(const Error& error) {
    return {{"ok", false},
            {"status", static_cast<int>(error.code)},
            {"message", error.message},
            {"hint", error.hint}};
}

Result<json> done(Result<void> result) {
    if (!result)
        return fail(result);
    return json::object();
}

} // namespace

HostControl::Done HostControl::act(const StatusRequest&) const { return json{{"state", to_json(state_)}}; }

HostControl::Done HostControl::act(const AnswerRequest& request) const {
    const auto id = find_among(state_.requests, request.viewer, "nobody asks to be let in");
    if (!id)
        return tl::unexpected(id.error());
    return done(actions_.answer(*id, request.answer));
}

HostControl::Done HostControl::act(const KickRequest& request) const {
    const auto id = find_among(state_.viewers, request.viewer, "nobody is watching");
    if (!id)
        return tl::unexpected(id.error());
    return done(actions_.kick(*id));
}

HostControl::Done HostControl::act(const PauseRequest& request) const {
    actions_.set_paused(request.paused);
    return json::object();
}

HostControl::Done HostControl::act(const MuteRequest& request) const {
    actions_.set_muted(request.muted);
    return json::object();
}

HostControl::Done HostControl::act(const ClipRequest&) const {
    const auto file = actions_.save_clip();
    if (!file)
        return tl::unexpected(file.error());
    return json{{"file", file->string()}};
}

HostControl::Done HostControl::act(const BitrateRequest& request) const {
    actions_.set_bitrate(request.kbps);
    return json::object();
}

HostControl::Done HostControl::act(const StopRequest&) const {
    actions_.stop();
    return json::object();
}

HostControl::Done HostControl::act(const WatchRequest&) const { return json::object(); }

ControlServer::Reply HostControl::answer(std::string_view line) const {
    const auto request = parse_control_request(line);
    auto result = request ? std::visit([this](const auto& one) { return act(one); }, *request)
                          : Done(tl::unexpected(request.error()));
    json reply = result ? std::move(*result) : failure(result.error());
    reply["ok"] = result.has_value();
    return {.line = reply.dump(-1, ' ', false, json::error_handler_t::replace),
            .watches = request && std::holds_alternative<WatchRequest>(*request)};
}

} // namespace pixelpass
