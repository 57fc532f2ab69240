// SPDX-License-Identifier: MIT OR Apache-2.0
#include "cli/control_text.h"

#include "base/printable.h"
#include "cli/guard.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <cmath>

namespace pixelpass {
namespace {

using nlohmann::json;

std::string text(const json& object, const char* key) {
    return printable(bytes_of(object.at(key).get<std::string>()));
}

std::string line(const char* of, const std::string& what) { return fmt::format("{:<10}{}\n", of, what); }

std::string source_of(const json& state) {
    const auto& source = state.at("source");
    const auto kind = text(source, "state");
    if (kind == "paused") // for that reason
        return fmt::format("{}: not shown, {}", text(source, "description"), text(source, "reason"));
    if (kind != "live")
        return fmt::format("{}: {}, {}", text(source, "description"), kind, text(source, "reason"));
    const auto width = source.at("width_px").get<unsigned>();
    const auto height = source.at("height_px").get<unsigned>();
    return text(source, "description") + (width ? fmt::format(", {}x{}", width, height) : "");
}

std::string encoder_of(const json& state) {
    const auto& encoder = state.at("encoder");
    return encoder.is_null() ? "none"
                             : fmt::format("{}, {} kbit/s at most", text(encoder, "name"),
                                           state.at("most_kbps").get<unsigned>());
}

std::string guard_line(const json& state) {
    const auto& guard = state.at("guard");
    const auto& expiry = guard.at("expires_at_s");
    const auto now = std::chrono::system_clock::now();
    return describe_guard(
        {.approve = guard.at("approve").get<bool>(),
         .allowed = guard.at("allowed").get<std::size_t>(),
         .password = guard.at("password").get<bool>(),
         .begun = now,
         .expires = expiry.is_null()
                        ? std::nullopt
                        : std::optional(Guard::Time(std::chrono::seconds(expiry.get<std::int64_t>()))),
         .expired = guard.at("expired").get<bool>(),
         .most_viewers = guard.at("max_viewers").get<std::size_t>()},
        state.at("viewers").size());
}

std::string who(const json& viewer) {
    const auto name = text(viewer, "name");
    const auto known = fmt::format("{} {}", text(viewer, "words"), text(viewer, "id").substr(0, 10));
    return name.empty() ? known : fmt::format("{} ({})", known, name);
}

std::string viewer_line(const json& viewer) {
    const auto delay = viewer.at("delay_ms").get<double>();
    return fmt::format("{} · {} · {}", who(viewer),
                       delay > 0 ? fmt::format("sees {:.0f} ms ago", delay) : "sees nothing yet",
                       text(viewer, "path"));
}

} // namespace

std::string describe_state(const json& state) {
    const auto ticket = text(state, "ticket");
    const auto absence = text(state, "sound_absence");
    auto lines = line("source", source_of(state)) + line("encoder", encoder_of(state)) +
                 line("sound", absence.empty() ? text(state.at("audio"), "description") +
                                                     (state.at("muted").get<bool>() ? ", muted" : "")
                                               : absence);
    lines += line("may watch", guard_line(state));
    if (const auto file = state.contains("recording") ? text(state, "recording") : ""; !file.empty())
        lines += line("recorded", file);
    for (const auto& viewer : state.at("viewers"))
        lines += line("viewer", viewer_line(viewer));
    for (const auto& request : state.at("requests"))
        lines += line("asks", fmt::format("{} · for {:.0f} s", who(request),
                                          request.at("waiting_ms").get<double>() / 1000));
    return lines + line("ticket", ticket.empty() ? "not yet" : ticket);
}

std::string describe_source(const json& state) {
    const auto viewers = state.at("viewers").size();
    return fmt::format("{}; {} viewer{}", source_of(state), viewers, viewers == 1 ? "" : "s");
}

std::string describe_host(pid_t host, const json& state) {
    return fmt::format("{:<9}{}\n", host, describe_source(state));
}

} // namespace pixelpass
