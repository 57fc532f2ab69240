// SPDX-License-Identifier: MIT OR Apache-2.0
#include "cli/commands.h"
#include "gst/encoder_trial.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstdio>

namespace pixelpass {
namespace {

void print(const TrialResult& result, bool json) {
    const bool hardware = find_encoder(result.name)->hardware;
    if (json)
        fmt::print("{}\n", nlohmann::json{{"encoder", result.name},
                                          {"hardware", hardware},
                                          {"works", result.ok},
                                          {"reason", result.reason}}
                               .dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
    else
        fmt::print("{:<14}{:<10}{}\n", result.name, hardware ? "hardware" : "software",
                   result.ok ? "works" : result.reason);
}

} // namespace

int run_list(const ListOptions& options) {
    const auto results = try_all_encoders();
    for (const auto& result : results)
        print(result, options.json);
    return std::ranges::any_of(results, &TrialResult::ok) ? 0 : static_cast<int>(Code::encoder);
}

} // namespace pixelpass
