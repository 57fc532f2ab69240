// SPDX-License-Identifier: MIT OR Apache-2.0
#include "cli/dashboard_layout.h"

#include "cli/delay_text.h"
#include "cli/guard.h"
#include "cli/page.h"
#include "cli/sound_text.h"
#include "cli/viewer_name.h"
#include "gst/video_settings.h"
#include "media/codec_name.h"
#include "terminal/characters.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace pixelpass {

using terminal::Colour;
using terminal::Grid;
using terminal::GridSize;
using terminal::Letters;
using terminal::Style;
using Over = DashboardView::Over;

namespace {

constexpr int recording_row = 7; ///< if it is recorded: else empty, below what is so of the share
constexpr const char* keys = "↑↓ select · k kick · m mute · p pause · c copy · r qr code · ? help · q quit";

constexpr std::array help{" ↑ ↓       select somebody; so does a click",
                          " a  A  n   let in once, or always, or not",
                          " k         remove a viewer, for the rest of the share",
                          " m         mute the sound, and no longer",
                          " p         pause, and go on: viewers see a card",
                          " l         save the last half minute as a clip",
                          " c         copy the ticket to the clipboard",
                          " r         the ticket as a qr code",
                          " t         the whole ticket, as text",
                          " q         end the share; ctrl-c does so at once"};

struct State {
    std::string text;
    Style style;
};

/// How many do.
std::string asking(const HostState& state) {
    const auto count = state.requests.size();
    return fmt::format("{} {}", count, count == 1 ? "asks" : "ask");
}

State state_of(const HostState& state) {
    if (state.ticket.empty())
        return {"getting ready", {.colour = Colour::accent, .bold = true}};
    if (state.source.kind == SourceState::Kind::lost)
        return {"lost: " + state.source.cause.message, {.colour = Colour::bad, .bold = true}};
    if (state.source.kind == SourceState::Kind::paused)
        return {"not shown: " + state.source.cause.message, {.colour = Colour::warning, .bold = true}};
    if (!state.requests.empty())
        return {fmt::format("{} to be let in", asking(state)), {.colour = Colour::warning, .bold = true}};
    if (state.viewers.empty())
        return {"waiting for viewers", {.colour = Colour::accent, .bold = true}};
    return {"live", {.colour = Colour::good, .bold = true}};
}

std::string describe_encoding(const HostState& state) {
    if (!state.encoding || !state.encoding->encoder)
        return {};
    const auto& encoder = *state.encoding->encoder;
    auto text = fmt::format("{} with {} ({})", codec_name(encoder.codec), encoder.name,
                            encoder.hardware ? "hardware" : "software");
    for (const auto& [status, fps] : state.videos)
        if (fps > 0)
            text += fmt::format(" · {}{} kbit/s, {:.0f} fps",
                                status.rendition == half_rendition ? "half-size: " : "", status.bitrate_kbps,
                                fps);
    return text;
}

std::string source_text(const HostState& state) {
    const auto [width, height] = state.source.size;
    if (!width || !height)
        return state.source_name;
    auto text = fmt::format("{} · {}x{}", state.source_name, width, height);
    const auto limit = state.encoding ? state.encoding->video.size : std::nullopt;
    const auto sent = encoded_size(state.source.size, limit);
    if (limit && !(sent == state.source.size))
        text += fmt::format(" · friends get {}x{}", sent.width, sent.height);
    return text;
}

std::string hears(const HostState& state) {
    if (!state.sound_absence.empty())
        return state.sound_absence;
    const bool named = !state.heard.heard.empty() || !state.heard.not_heard.empty();
    const auto text = named ? heard_line(state.heard) : state.sound;
    return state.muted ? "muted, nobody hears it: " + state.sound : text;
}

void draw_share(Grid& grid, const HostState& state) {
    const auto [text, style] = state_of(state);
    const auto end = state.ends ? fmt::format("ends {} · ", moment(*state.ends, state.guard.begun)) : "";
    put_title(
        grid, "pixelpass · " + text,
        fmt::format("{}{} {}", end, state.viewers.size(), state.viewers.size() == 1 ? "viewer" : "viewers"),
        style);
    grid.rule(1);
    put_field(grid, 2, "shown", source_text(state));
    put_field(grid, 3, "encoder", describe_encoding(state));
    put_field(grid, 4, "sound", hears(state),
              {.colour = state.muted || !state.sound_absence.empty() ? Colour::warning : Colour::normal});
    put_field(grid, 5, "ticket",
              state.ticket.empty()
                  ? ""
                  : fmt::format("{}… (c: copy, r: qr code, t: text)", state.ticket.substr(0, 24)));
    put_field(grid, 6, "may watch", describe_guard(state.guard, state.viewers.size()),
              {.colour = is_closed(state.guard, state.viewers.size()) ? Colour::warning : Colour::normal});
    if (!state.recording.empty())
        put_field(grid, recording_row, "recorded", state.recording);
}

/// Which of `count` rows are to be seen, so that `selected` is among them.
struct Slice {
    std::size_t begin = 0;
    std::size_t end = 0;
};

Slice slice_of(std::size_t count, std::size_t selected, int rows) {
    const auto room = static_cast<std::size_t>(std::max(0, rows));
    if (count <= room)
        return {0, count};
    const auto before = std::min(selected, count - 1);
    const auto begin = std::min(before - std::min(before, room / 2), count - room);
    return {begin, begin + room};
}

std::string heading(const char* word, std::size_t count, const Slice& part) {
    const bool all = part.end - part.begin == count;
    return all ? fmt::format("{} {}", count, word)
               : fmt::format("{} {}, {} to {}", count, word, part.begin + 1, part.end);
}

template <typename Person>
std::size_t index_of(const std::vector<Person>& people, const std::string& id) {
    return static_cast<std::size_t>(std::ranges::find(people, id, &Person::id) - people.begin());
}

/// The columns of those who watch, by how wide the terminal is.
struct Columns {
    explicit Columns(int width)
        : name(width < 120 ? 22 : 40)
        , curve(std::min(60, (width - name - 53) / (width < 120 ? 1 : 2) - 2))
        , both(width >= 120) {}

    int name;
    int curve;
    bool both; ///< there is room for two curves
};

constexpr int path_width = 8;
constexpr int rtt_width = 8;
constexpr int rate_width = 12;
constexpr int delay_width = 15;
constexpr int drop_width = 8;

std::string name_of(const ViewerRequest& request) { return short_name(request.name, request.id); }

/// Draws people into a grid, from row to row.
class People {
public:
    People(DashboardPage& page, const DashboardView& view)
        : grid_(page.grid)
        , people_(page.people)
        , view_(view) {}

    void draw_requests(int row, int rows, const std::vector<ViewerRequest>& requests) {
        const auto part = slice_of(requests.size(), index_of(requests, view_.selected), rows - 1);
        grid_.put(
            row, 1,
            heading(requests.size() == 1 ? "asks to be let in" : "ask to be let in", requests.size(), part) +
                " · a once · A always · n no",
            {.colour = Colour::warning, .bold = true});
        for (auto at = part.begin; at < part.end; ++at) {
            const auto& request = requests[at];
            begin_row(++row, request.id);
            grid_.put(row, 3, name_of(request), {}, grid_.size().columns - 16);
            grid_.put(row, grid_.size().columns - 12, path_name(request.path));
            end_row(row, request.id);
        }
    }

    void draw_viewers(int row, int rows, const std::vector<ViewerStatus>& viewers,
                      const ViewerMinutes& minutes) {
        const auto part = slice_of(viewers.size(), index_of(viewers, view_.selected), rows - 1);
        const Columns columns(grid_.size().columns);
        draw_heading(row, heading(viewers.size() == 1 ? "viewer" : "viewers", viewers.size(), part), columns);
        for (auto at = part.begin; at < part.end; ++at)
            draw_viewer(++row, viewers[at], minutes.of(viewers[at].id), columns);
    }

private:
    void draw_heading(int row, const std::string& first, const Columns& columns) {
        const Style style{.dim = true};
        int column = 3;
        const auto put = [&](std::string_view text, int width) {
            grid_.put(row, column, text, style, width - 1);
            column += width;
        };
        put(first, columns.name);
        put("path", path_width);
        put("rtt", rtt_width);
        put("rate", rate_width);
        put("sees", delay_width);
        put("dropped", drop_width);
        put(columns.both ? "rate, 60 s" : "60 s", columns.curve + 2);
        if (columns.both)
            put("delay, 60 s", columns.curve + 2);
    }

    void draw_viewer(int row, const ViewerStatus& viewer, const ViewerMinute& minute,
                     const Columns& columns) {
        begin_row(row, viewer.id);
        int column = 3;
        const auto put = [&](const std::string& text, int width, Style style = {}) {
            grid_.put(row, column, text, style, width - 1);
            column += width;
        };
        const auto delay_ms = viewer.delay.count() / 1000;
        put(short_name(viewer.name, viewer.id), columns.name, {.bold = true});
        put(path_name(viewer.path), path_width,
            {.colour = viewer.path.relayed ? Colour::warning : Colour::normal});
        put(fmt::format("{} ms", viewer.path.rtt.count() / 1000), rtt_width);
        put(fmt::format("{:.1f} Mbit/s", minute.kbps.last() / 1000), rate_width);
        put(viewer.video.id == 0 ? "no player open"
            : delay_ms > 0       ? fmt::format("{} ms ago", delay_ms)
                                 : "nothing yet",
            delay_width, {.colour = delay_ms > 500 ? Colour::warning : Colour::normal});
        put(fmt::format("{}", viewer.queue.dropped), drop_width);
        put(terminal::curve(minute.kbps, columns.curve), columns.curve + 2, {.colour = Colour::accent});
        if (columns.both)
            put(terminal::curve(minute.delay_ms, columns.curve), columns.curve + 2,
                {.colour = Colour::accent});
        end_row(row, viewer.id);
    }

    void begin_row(int row, const std::string& id) {
        people_.push_back({row, id});
        if (id == view_.selected)
            grid_.put(row, 1, "›", {.bold = true});
    }
    void end_row(int row, const std::string& id) {
        if (id == view_.selected)
            grid_.restyle(row, 0, grid_.size().columns, {.reverse = true});
    }

    Grid& grid_;
    std::vector<PersonRow>& people_;
    const DashboardView& view_;
};

std::string name_of(const HostState& state, const std::string& id) {
    const auto found = std::ranges::find(state.viewers, id, &ViewerStatus::id);
    return found == state.viewers.end() ? viewer_words(id) : short_name(found->name, id);
}

void draw_last_row(Grid& grid, const HostState& state, const DashboardView& view) {
    const Style question{.colour = Colour::warning, .bold = true, .reverse = true};
    if (view.over == Over::kick)
        put_keys(grid,
                 fmt::format("remove {} for the rest of the share? y yes · n no", name_of(state, view.asked)),
                 question);
    else if (view.over == Over::quit)
        put_keys(grid,
                 fmt::format("{} {} watching: end the share? y yes · n no", state.viewers.size(),
                             state.viewers.size() == 1 ? "is" : "are"),
                 question);
    else
        put_keys(grid, keys);
}

/// What is over the page; nothing: the page is to be seen.
std::optional<Grid> draw_over(const HostState& state, const DashboardView& view, GridSize size,
                              Letters letters) {
    const std::string waiting = state.requests.empty() ? "" : asking(state) + " to be let in · ";
    // Whoever has given it away already knows how friends take it.
    const auto ticket_keys =
        (waiting.empty() ? fmt::format("{}friends run: pixelpass TICKET · ", view.copied ? "copied · " : "")
                         : waiting) +
        "c copy · any other key: back";
    if (view.over == Over::ticket)
        return sheet(size, letters, "the ticket: who has it can watch",
                     terminal::wrap(state.ticket, size.columns), ticket_keys);
    if (view.over == Over::qr_code)
        return ticket_sheet(size, letters, state.ticket, ticket_keys);
    if (view.over == Over::help)
        return sheet(size, letters, "keys", {std::begin(help), std::end(help)}, waiting + "any key: back");
    return std::nullopt;
}

} // namespace

DashboardPage draw_dashboard(const HostState& state, const ViewerMinutes& minutes, const DashboardView& view,
                             GridSize size, Letters letters) {
    if (is_too_small(size))
        return {small_page(size, letters), {}};
    if (auto over = draw_over(state, view, size, letters))
        return {std::move(*over), {}};
    DashboardPage page{Grid(size, letters), {}};
    draw_share(page.grid, state);
    const int end = put_sentences(page.grid, view.sentences);
    int row = recording_row + (state.recording.empty() ? 1 : 2);
    People people(page, view);
    if (!state.requests.empty()) {
        const int rows = std::min(static_cast<int>(state.requests.size()) + 1, (end - row) / 2);
        people.draw_requests(row, rows, state.requests);
        row += rows + 1;
    }
    if (!state.viewers.empty())
        people.draw_viewers(row, end - row, state.viewers, minutes);
    else if (!state.ticket.empty() && state.requests.empty())
        page.grid.put(row, 1,
                      state.guard.expired ? "nobody watches, and the ticket has expired: nobody new gets in"
                                          : "nobody watches: give the ticket to those who may",
                      {.dim = true});
    draw_last_row(page.grid, state, view);
    return page;
}

} // namespace pixelpass
