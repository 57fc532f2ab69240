// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "cli/dashboard_history.h"
#include "cli/host_state.h"
#include "terminal/grid.h"

#include <optional>
#include <string>
#include <vector>

namespace pixelpass {

/// What the person at a host's dashboard looks at.
struct DashboardView {
    /// What is over the page, or asked in its last row.
    enum class Over : std::uint8_t { nothing, help, ticket, qr_code, kick, quit };
    Over over = Over::nothing;
    std::string selected{};               ///< the id of a request or a viewer; empty: none
    std::string asked{};                  ///< the id of whom the question is about
    std::vector<std::string> sentences{}; ///< that were said, the newest last
    bool copied = false;                  ///< the ticket was given to the clipboard
};

/// A row of the page that stands for somebody.
struct PersonRow {
    int row = 0;
    std::string id;
};

/// The page, and where on it is who.
struct DashboardPage {
    terminal::Grid grid;
    std::vector<PersonRow> people;
};

/// What a host's dashboard shows. Pure.
[[nodiscard]] DashboardPage draw_dashboard(const HostState& state, const ViewerMinutes& minutes,
                                           const DashboardView& view, terminal::GridSize size,
                                           terminal::Letters letters);

} // namespace pixelpass
