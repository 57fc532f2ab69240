// SPDX-License-Identifier: MIT OR Apache-2.0
#include "doctor/check.h"

#include "base/bytes.h"
#include "base/printable.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>

namespace pixelpass {
namespace {

using nlohmann::json;

std::string shown(const json& text) { return printable(bytes_of(text.get_ref<const std::string&>())); }

std::vector<std::string> all_shown(const json& texts) {
    std::vector<std::string> all;
    for (const auto& text : texts)
        all.push_back(shown(text));
    return all;
}

constexpr std::array all_healths{Health::ok, Health::warning, Health::fail};

} // namespace

std::string_view health_word(Health health) {
    switch (health) {
    case Health::ok:
        return "ok";
    case Health::warning:
        return "warning";
    case Health::fail:
        break;
    }
    return "fail";
}

std::string write_check(const Check& check) {
    // What drivers and other programs say need not be UTF-8.
    return json{{"name", check.name},   {"health", health_word(check.health)},
                {"found", check.found}, {"cause", check.cause},
                {"mend", check.mend},   {"details", check.details},
                {"code", check.code}}
        .dump(-1, ' ', false, json::error_handler_t::replace);
}

std::optional<Check> read_check(std::string_view line) {
    const auto read = json::parse(line, nullptr, false);
    if (!read.is_object())
        return std::nullopt;
    try {
        const auto health = std::ranges::find(all_healths, read.at("health").get<std::string>(), health_word);
        if (health == all_healths.end())
            return std::nullopt;
        return Check{.name = shown(read.at("name")),
                     .health = *health,
                     .found = shown(read.at("found")),
                     .cause = shown(read.at("cause")),
                     .mend = shown(read.at("mend")),
                     .details = all_shown(read.at("details")),
                     .code = read.at("code").get<Code>()};
    } catch (const json::exception&) {
        return std::nullopt;
    }
}

void sort_by_health(Checks& checks) { std::ranges::stable_sort(checks, std::greater{}, &Check::health); }

} // namespace pixelpass
