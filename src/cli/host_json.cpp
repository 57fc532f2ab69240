// SPDX-License-Identifier: MIT OR Apache-2.0
#include "cli/host_json.h"

#include "base/monotonic.h"
#include "cli/delay_text.h"
#include "cli/viewer_name.h"
#include "media/codec_name.h"

#include <nlohmann/json.hpp>

namespace pixelpass {
namespace {

using nlohmann::json;

const char* kind_name(SourceState::Kind kind) {
    using Kind = SourceState::Kind;
    return kind == Kind::live ? "live" : kind == Kind::lost ? "lost" : "paused";
}

std::int64_t in_seconds(Guard::Time time) {
    return std::chrono::duration_cast<std::chrono::seconds>(time.time_since_epoch()).count();
}

} // namespace

json guard_json(const Guard& guard) {
    return {{"approve", guard.approve},
            {"allowed", guard.allowed},
            {"password", guard.password},
            {"expires_at_s", guard.expires ? json(in_seconds(*guard.expires)) : json()},
            {"expired", guard.expired},
            {"max_viewers", guard.most_viewers}};
}

json source_json(const std::string& name, const SourceState& state) {
    return {{"description", name},
            {"state", kind_name(state.kind)},
            {"reason", state.cause.message},
            {"width_px", state.size.width},
            {"height_px", state.size.height}};
}

json encoder_json(const EncodingChoice& encoding) {
    const auto& [encoder, video] = encoding;
    const auto [width, height] = video.size.value_or(Size{});
    return {{"name", encoder->name},
            {"codec", codec_word(encoder->codec)},
            {"hardware", encoder->hardware},
            {"bitrate_kbps", video.bitrate_kbps},
            {"frames_per_second", video.frame_rate},
            {"max_width_px", width},
            {"max_height_px", height}};
}

json sound_json(const std::string& description, const Heard& heard) {
    return {{"description", description},
            {"heard", heard.heard},
            {"not_heard", heard.not_heard},
            {"waiting_for", heard.waiting_for}};
}

json to_json(const ViewerStatus& viewer) {
    return {{"id", viewer.id},
            {"name", viewer.name},
            {"words", viewer_words(viewer.id)},
            {"protocol", viewer.protocol},
            {"path", path_name(viewer.path)},
            {"rtt_ms", to_ms(viewer.path.rtt)},
            {"sent_bytes", viewer.path.sent_bytes},
            {"lost_packets", viewer.path.lost_packets},
            {"units_sent", viewer.queue.sent},
            {"units_dropped", viewer.queue.dropped},
            {"rendition", viewer.video.id},
            {"capacity_kbps", viewer.capacity_kbps ? json(*viewer.capacity_kbps) : json()},
            {"queueing_ms", to_ms(viewer.queueing_delay)},
            {"backlog_ms", to_ms(viewer.backlog_age)},
            {"delay_ms", to_ms(viewer.delay)}};
}

json to_json(const std::vector<ViewerStatus>& viewers) {
    json list = json::array();
    for (const auto& viewer : viewers)
        list.push_back(to_json(viewer));
    return list;
}

json to_json(const std::vector<VideoRate>& videos) {
    json list = json::array();
    for (const auto& [status, fps] : videos)
        list.push_back({{"rendition", status.rendition.id},
                        {"bitrate_kbps", status.bitrate_kbps},
                        {"pictures_encoded", status.pictures},
                        {"fps", fps}});
    return list;
}

json to_json(const ViewerRequest& request) {
    return {{"id", request.id},
            {"name", request.name},
            {"words", viewer_words(request.id)},
            {"protocol", request.protocol},
            {"path", path_name(request.path)}};
}

json to_json(const HostState& state) {
    json requests = json::array();
    for (const auto& request : state.requests) {
        requests.push_back(to_json(request));
        requests.back()["waiting_ms"] = to_ms(boottime_now() - request.since);
    }
    return {{"ticket", state.ticket},
            {"guard", guard_json(state.guard)},
            {"source", source_json(state.source_name, state.source)},
            {"encoder", state.encoding ? encoder_json(*state.encoding) : json()},
            {"audio", sound_json(state.sound, state.heard)},
            {"sound_absence", state.sound_absence},
            {"viewers", to_json(state.viewers)},
            {"renditions", to_json(state.videos)},
            {"requests", requests},
            {"paused", state.paused},
            {"muted", state.muted},
            {"most_kbps", state.most_kbps},
            {"recording", state.recording},
            {"ends_at_s", state.ends ? json(in_seconds(*state.ends)) : json()}};
}

} // namespace pixelpass
