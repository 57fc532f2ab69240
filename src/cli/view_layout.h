// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "terminal/curve.h"
#include "terminal/grid.h"
#include "view/watch.h"

#include <string>
#include <vector>

namespace pixelpass {

/// All that a person is told of a watch that runs.
struct ViewState {
    WatchStatus status;
    terminal::Minute delay_ms;
    terminal::Minute kbps;
    terminal::Minute fps;
    std::string url;                    ///< empty until there is one
    std::string player;                 ///< the command that started it; empty: none
    std::vector<std::string> sentences; ///< that were said, the newest last
    bool pending = false;               ///< the host's person is asked whether to let us in
    std::string question;               ///< that is asked for a secret; empty: none is
    std::size_t typed = 0;              ///< letters of the answer
    bool help = false;                  ///< is to be seen instead
};

/// What a viewer's dashboard shows. Pure.
[[nodiscard]] terminal::Grid draw_view(const ViewState& state, terminal::GridSize size,
                                       terminal::Letters letters);

} // namespace pixelpass
