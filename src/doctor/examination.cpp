// SPDX-License-Identifier: MIT OR Apache-2.0
#include "doctor/examination.h"

#include "doctor/clipboard_check.h"
#include "doctor/clock_check.h"
#include "doctor/desktop_check.h"
#include "doctor/encoder_check.h"
#include "doctor/network_check.h"
#include "doctor/player_check.h"
#include "doctor/self_share.h"
#include "doctor/sound_check.h"
#include "doctor/va_check.h"
#include "gst/child_trial.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <future>
#include <map>

namespace pixelpass {
namespace {

using std::chrono::milliseconds;

Checks check_programs(const net::EndpointOptions&) {
    Checks checks = check_players();
    checks.push_back(check_clipboard());
    checks.push_back(check_clock());
    return checks;
}

/// What is said of a part that did not come to its end.
Check lost(const char* name, Health health, const char* what, Code code) {
    return {
        .name = name, .health = health, .found = fmt::format("{} could not be examined", what), .code = code};
}

std::string_view next_line(std::string_view& text) {
    const auto line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), line.size() + 1));
    return line;
}

Checks run(const Part& part, std::vector<std::string> command) {
    command.emplace_back(part.name);
    const auto end = run_child(command, part.limit);
    Checks checks;
    for (std::string_view rest = end.output; !rest.empty();) {
        if (auto check = read_check(next_line(rest)))
            checks.push_back(std::move(*check));
    }
    if (!end.failure.empty() || checks.empty()) {
        checks.push_back(part.lost);
        checks.back().cause = end.failure.empty() ? "it said nothing" : end.failure;
    }
    return checks;
}

/// Which run one after the other; the lanes run at once. Encoders would disturb each other's trials, and a
/// share knows from them which one to take.
using Lane = std::vector<std::string_view>;

} // namespace

std::span<const Part> parts() {
    // Some seconds more than a part waits for anything: on a busy machine it takes as long to get going.
    static const std::array all{
        Part{"desktop", milliseconds(12'000), lost("session", Health::fail, "the desktop", Code::source),
             [](const auto&) { return check_desktop(); }},
        Part{"sound", milliseconds(11'000), lost("pipewire", Health::warning, "PipeWire", Code::audio),
             [](const auto&) { return check_sound(); }},
        Part{"drivers", milliseconds(10'000),
             lost("va-drivers", Health::warning, "VA-API's drivers", Code::encoder),
             [](const auto&) { return check_va_drivers(); }},
        // Whether one of them works is seen by the share.
        Part{"video", milliseconds(8000), lost("encoders", Health::warning, "the encoders", Code::encoder),
             [](const auto&) { return check_video(); }},
        Part{"network", milliseconds(13'000), lost("relay", Health::fail, "the network", Code::unreachable),
             check_network},
        Part{"share", milliseconds(11'500), lost("self-share", Health::fail, "a share", Code::internal),
             [](const auto&) { return check_self_share(); }},
        Part{"programs", milliseconds(8000),
             lost("player", Health::warning, "what is installed", Code::player), check_programs},
    };
    return all;
}

const Part* find_part(std::string_view name) {
    const auto found = std::ranges::find(parts(), name, &Part::name);
    return found == parts().end() ? nullptr : &*found;
}

Checks examine(const std::vector<std::string>& command) {
    const std::array lanes{Lane{"desktop"}, Lane{"sound"},    Lane{"drivers"},
                           Lane{"network"}, Lane{"programs"}, Lane{"video", "share"}};
    std::vector<std::future<std::map<std::string_view, Checks>>> running;
    running.reserve(lanes.size());
    for (const auto& lane : lanes)
        running.push_back(std::async(std::launch::async, [&lane, &command] {
            std::map<std::string_view, Checks> found;
            for (const auto name : lane)
                found[name] = run(*find_part(name), command);
            return found;
        }));
    std::map<std::string_view, Checks> found;
    for (auto& one : running)
        found.merge(one.get());
    Checks checks;
    for (const auto& part : parts())
        std::ranges::move(found[part.name], std::back_inserter(checks));
    sort_by_health(checks);
    return checks;
}

} // namespace pixelpass
