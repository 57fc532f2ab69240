// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "base/child.h"
#include "base/main_loop.h"

#include <cstddef>
#include <functional>
#include <memory>

namespace pixelpass {

/// A browser as the player. Its process says little, since one that runs already takes the page over and ours
/// ends at once; so the page is what tells whether somebody watches. Main thread.
class BrowserPlayer {
public:
    /// How long a page may be gone, as it is while it is loaded anew.
    static constexpr std::chrono::seconds absence{4};
    /// How long the browser may take to show it before somebody is told.
    static constexpr std::chrono::seconds patience{15};

    struct Events {
        std::function<void()> on_closed;           ///< the last page is gone for good
        std::function<void(int status)> on_failed; ///< the program ended so before any page came
        std::function<void()> on_late;             ///< no page has come yet; it may still
    };

    /// Starts `command`. Error: Code::internal. Destroy it later, not from within its events.
    [[nodiscard]] static Result<std::unique_ptr<BrowserPlayer>> start(const Child::Command& command,
                                                                      Events events);

    /// So many watch now.
    void set_watching(std::size_t count);

private:
    explicit BrowserPlayer(Events events);

    Events events_;
    std::unique_ptr<Child> child_;
    bool came_ = false;
    Source late_;
    Source absent_;
};

} // namespace pixelpass
