// SPDX-License-Identifier: MIT OR Apache-2.0
#include "cli/sound_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

namespace pixelpass {
namespace {

constexpr std::size_t most_names = 8;

std::string list_of(const std::vector<std::string>& names) {
    const auto shown = std::min(names.size(), most_names);
    auto list =
        fmt::format("{}", fmt::join(names.begin(), names.begin() + static_cast<std::ptrdiff_t>(shown), ", "));
    if (shown < names.size())
        list += fmt::format(" and {} more", names.size() - shown);
    return list;
}

} // namespace

std::string describe_sound(Sound sound, const SoundRule& rule) {
    if (sound != Sound::applications)
        return sound == Sound::tone ? "a test tone" : "none";
    if (!rule.only.empty())
        return "nothing but " + list_of(rule.only);
    auto left_out = rule.except;
    if (!rule.voice_programs)
        left_out.insert(left_out.begin(), "voice programs");
    return left_out.empty() ? "all that plays on the default sink"
                            : "what plays on the default sink, without " + list_of(left_out);
}

std::string heard_line(const Heard& heard) {
    auto line = "friend hears: " + (heard.heard.empty() ? "nothing yet" : list_of(heard.heard));
    if (!heard.not_heard.empty())
        line += " · not: " + list_of(heard.not_heard);
    if (!heard.waiting_for.empty())
        line += " · waiting for: " + list_of(heard.waiting_for);
    return line;
}

std::optional<Error> waiting_warning(const Heard& heard) {
    if (heard.waiting_for.empty())
        return std::nullopt;
    auto playing = heard.heard;
    playing.insert(playing.end(), heard.not_heard.begin(), heard.not_heard.end());
    std::ranges::sort(playing);
    playing.erase(std::unique(playing.begin(), playing.end()), playing.end());
    return Error{Code::audio, "no such application plays: " + list_of(heard.waiting_for),
                 playing.empty() ? "it is waited for; nothing plays now"
                                 : "it is waited for; what plays now: " + list_of(playing)};
}

std::string reason_of(Verdict verdict) {
    switch (verdict) {
    case Verdict::own_player:
        return "a viewer's player: never heard";
    case Verdict::voice_program:
        return "a voice program: by --audio all or --app";
    case Verdict::elsewhere:
        return "not on the default sink: by --app";
    case Verdict::not_asked_for:
    case Verdict::captured:
        break;
    }
    return {};
}

} // namespace pixelpass
