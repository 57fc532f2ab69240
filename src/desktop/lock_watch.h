// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "desktop/logind_session.h"
#include "desktop/screensaver.h"

#include <functional>
#include <memory>
#include <vector>

namespace pixelpass {

/// Tells whether the screen is locked or its screensaver active, as far as logind or any screensaver on the
/// session bus says so. Where nobody does, it is not locked. Main thread.
class LockWatch {
public:
    /// Begins to watch, in the background. `on_changed` is called from the main loop when the screen is
    /// locked, also if it was before, and when it no longer is. Destroy the watch later, not from within.
    explicit LockWatch(std::function<void(bool locked)> on_changed);
    LockWatch(const LockWatch&) = delete;
    LockWatch& operator=(const LockWatch&) = delete;

    [[nodiscard]] bool locked() const { return locked_; }

private:
    void watch_screensavers();
    void screensaver_changed(const Screensaver& screensaver);
    void update();

    const std::function<void(bool)> on_changed_;
    bool locked_ = false;
    Bus session_bus_;
    Bus system_bus_;
    std::vector<std::unique_ptr<Screensaver>> screensavers_;
    std::unique_ptr<LogindSession> logind_;
};

} // namespace pixelpass
