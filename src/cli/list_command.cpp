// SPDX-License-Identifier: MIT OR Apache-2.0
#include "audio/list_applications.h"
#include "capture/list_sources.h"
#include "cli/commands.h"
#include "cli/output.h"
#include "gst/encoder_trial.h"
#include "gst/trial_cache.h"
#include "view/list_players.h"

#include <algorithm>

namespace pixelpass {
namespace {

int print_encoders(const Output& output) {
    TrialCache cache;
    const auto results = try_all_encoders({.cache = &cache});
    for (const auto& result : results)
        output.listed(result);
    return std::ranges::any_of(results, &TrialResult::ok) ? 0 : static_cast<int>(Code::encoder);
}

int print_players(const Output& output) {
    const auto players = list_players();
    for (const auto& player : players)
        output.listed(player);
    const auto is_there = [](const PlayerInfo& player) { return !player.found.empty(); };
    return std::ranges::any_of(players, is_there) ? 0 : static_cast<int>(Code::player);
}

/// Prints what there is, or why it can't be told.
template <typename Row>
int print_rows(const Result<std::vector<Row>>& rows, const Output& output) {
    if (!rows) {
        output.error(rows.error());
        return static_cast<int>(rows.error().code);
    }
    for (const Row& row : *rows)
        output.listed(row);
    return 0;
}

} // namespace

int run_list(const ListOptions& options) {
    const Output output(options.json, options.verbosity);
    if (options.what == "sources")
        return print_rows(list_sources(std::string()), output);
    if (options.what == "apps")
        return print_rows(list_applications(), output);
    if (options.what == "players")
        return print_players(output);
    return print_encoders(output);
}

} // namespace pixelpass
