// SPDX-License-Identifier: MIT OR Apache-2.0
#include "cli/view_layout.h"

#include "cli/delay_text.h"
#include "cli/page.h"

#include <fmt/format.h>

#include <algorithm>

namespace pixelpass {

using terminal::Colour;
using terminal::Grid;
using terminal::Style;

namespace {

constexpr int curve_column = 48;
constexpr int question_row = 12;

struct Heading {
    const char* text;
    Style style;
};

Heading heading_of(const ViewState& state) {
    const auto& status = state.status;
    if (status.waiting)
        return {"waiting for the host", {.colour = Colour::warning, .bold = true}};
    if (status.protocol.empty())
        return {"connecting", {.colour = Colour::accent, .bold = true}};
    if (!state.question.empty())
        return {"a password is asked for", {.colour = Colour::warning, .bold = true}};
    if (state.pending)
        return {"waiting to be let in", {.colour = Colour::warning, .bold = true}};
    if (status.seen == Seen::loss_card)
        return {"the host's screen is lost", {.colour = Colour::warning, .bold = true}};
    if (status.seen != Seen::source)
        return {"the host has paused", {.colour = Colour::warning, .bold = true}};
    return {"watching", {.colour = Colour::good, .bold = true}};
}

std::string describe_player(const ViewState& state) {
    if (const auto& window = state.status.window)
        return "a window of our own" +
               (window->decoder.empty()
                    ? ""
                    : fmt::format(" · {} ({})", window->decoder, window->hardware ? "hardware" : "software"));
    return state.player.empty() ? "none was started: open the address in one" : state.player;
}

/// What is seen, of a second that is known.
void draw_figures(Grid& grid, const ViewState& state) {
    const auto& status = state.status;
    const auto delay = status.seen_delay().count() / 1000;
    const auto put = [&](int row, const char* word, const std::string& text, const terminal::Minute& minute,
                         Style style) {
        put_field(grid, row, word, text, style);
        grid.put(row, curve_column,
                 terminal::curve(minute, std::min(60, grid.size().columns - curve_column - 2)),
                 {.colour = Colour::accent});
    };
    put(2, "delay", describe_seen(status), state.delay_ms,
        {.colour = delay > 500 ? Colour::warning : Colour::normal, .bold = true});
    put(3, "bitrate", fmt::format("{:.1f} Mbit/s", state.kbps.last() / 1000), state.kbps, {});
    auto pictures = fmt::format("{:.0f} a second", state.fps.last());
    if (status.width)
        pictures += fmt::format(" · {}x{}", status.width, status.height);
    put(4, "pictures", pictures, state.fps, {});
    put_field(grid, 5, "lost", fmt::format("{} in the last second", status.arrival.lost),
              {.colour = status.arrival.lost > 0 ? Colour::warning : Colour::normal});
}

} // namespace

Grid draw_view(const ViewState& state, terminal::GridSize size, terminal::Letters letters) {
    if (is_too_small(size))
        return small_page(size, letters);
    if (state.help)
        return sheet(size, letters, "keys",
                     {" q         end the watch; so do ctrl-c, and closing the player",
                      " All else belongs to the player: press its keys in its window."},
                     "any key: back");
    Grid grid(size, letters);
    const auto& status = state.status;
    const auto [text, style] = heading_of(state);
    put_title(grid, fmt::format("pixelpass · {}", text), "", style);
    grid.rule(1);
    if (status.arrival.interval > Microseconds{} && !status.waiting && !state.pending &&
        state.question.empty())
        draw_figures(grid, state);
    put_field(
        grid, 6, "path",
        status.path.known && !status.waiting
            ? fmt::format("{} · {:.1f} ms there and back", path_name(status.path), to_ms(status.path.rtt))
            : "none at the moment",
        {.colour = status.path.relayed && !status.waiting ? Colour::warning : Colour::normal});
    if (status.muted && !status.waiting)
        put_field(grid, 7, "sound", "the host has muted it", {.colour = Colour::warning});
    put_field(grid, 8, "player", describe_player(state));
    put_field(grid, 9, "address", "");
    grid.put(10, 1, state.url);
    put_sentences(grid, state.sentences);
    if (state.question.empty()) {
        put_keys(grid, "? help · q quit");
        return grid;
    }
    const int column = 1 + grid.put(question_row, 1, state.question + ": ", {.bold = true});
    const auto stars = std::min(state.typed, static_cast<std::size_t>(size.columns - column - 2));
    grid.put(question_row, column, std::string(stars, '*') + '_', {.colour = Colour::accent});
    put_keys(grid, "type or paste it · ctrl-u empty it · enter go on · ctrl-c quit");
    return grid;
}

} // namespace pixelpass
