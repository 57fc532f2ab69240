// SPDX-License-Identifier: MIT OR Apache-2.0
#include "cli/delay_text.h"

#include "cli/viewer_name.h"

#include <fmt/format.h>

namespace pixelpass {
namespace {

std::string ago(Microseconds delay) {
    const auto ms = std::chrono::round<std::chrono::milliseconds>(delay).count();
    return ms < 10'000 ? fmt::format("{} ms ago", ms) : fmt::format("{} s ago", ms / 1000);
}

std::string name_of(const ViewerStatus& viewer) {
    return viewer.name.empty() ? viewer_words(viewer.id) : viewer.name;
}

} // namespace

const char* path_name(const net::PathInfo& path) {
    return !path.known ? "unknown" : path.relayed ? "relayed" : "direct";
}

std::string short_name(const std::string& name, const std::string& id) {
    return name.empty() ? viewer_words(id) : fmt::format("{} ({})", name, viewer_words(id));
}

std::string describe_seen(const WatchStatus& status) {
    if (status.seen == Seen::pause_card)
        return "the host has paused";
    if (status.seen == Seen::loss_card)
        return "the host's screen is lost";
    if (status.arrival.delay > Microseconds{})
        return "you see " + ago(status.seen_delay());
    return status.players > 0 || status.window ? "no picture at the moment" : "no player is open";
}

std::string describe_watch(const WatchStatus& status) {
    if (status.waiting)
        return "waiting for the host";
    if (status.protocol.empty()) // it still dials
        return "";
    if (status.arrival.interval == Microseconds{}) // not yet, or a host of pixelpass/0
        return fmt::format("connected · {}", path_name(status.path));
    return fmt::format("{} · {} · {:.1f} Mbit/s{}", describe_seen(status), path_name(status.path),
                       status.arrival.kbps() / 1000, status.muted ? " · muted by the host" : "");
}

namespace {

std::string figures(const WatchStatus& status, const WindowStatus& window) {
    if (status.waiting)
        return "waiting for the host";
    const auto& arrival = status.arrival;
    return fmt::format("{} · {:.1f} ms there and back\n{}x{} · {:.0f} fps · {:.1f} Mbit/s · {} lost\n"
                       "{} ({}) · you see {}",
                       path_name(status.path), to_ms(status.path.rtt), status.width, status.height,
                       arrival.fps(), arrival.kbps() / 1000, arrival.lost, window.decoder,
                       window.hardware ? "hardware" : "software", ago(status.seen_delay()));
}

} // namespace

std::string describe_overlay(const WatchStatus& status) {
    const auto window = status.window.value_or(WindowStatus{});
    std::string text;
    if (window.rewound > Microseconds{})
        text = fmt::format("{} s back · End: live",
                           std::chrono::round<std::chrono::seconds>(window.rewound).count());
    if (window.figures_wanted && !text.empty())
        text += '\n';
    if (window.figures_wanted)
        text += figures(status, window);
    return text;
}

std::string describe_viewers(const std::vector<ViewerStatus>& viewers) {
    std::string line;
    for (const auto& viewer : viewers) {
        line += fmt::format("{}{} {} · {}", line.empty() ? "" : "; ", name_of(viewer),
                            viewer.delay > Microseconds{} ? "sees " + ago(viewer.delay) : "sees nothing yet",
                            path_name(viewer.path));
    }
    return line;
}

} // namespace pixelpass
