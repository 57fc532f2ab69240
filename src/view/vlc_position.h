// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "desktop/bus.h"
#include "media/access_unit.h"

#include <sys/types.h>

#include <functional>
#include <optional>
#include <string>

namespace pixelpass {

/// What VLC shows, in microseconds: its remote control tells seconds. Asked for by the session bus, where VLC
/// can be had by MPRIS (specifications.freedesktop.org/mpris-spec, 2.2). Main thread.
class VlcPosition {
public:
    /// Of the process `vlc`; another VLC does not count. `on_position` gets how much of the stream was shown
    /// when VLC last looked, which it does four times a second while something comes.
    VlcPosition(pid_t vlc, std::function<void(Microseconds)> on_position);

    /// Asks, if it can be asked and has answered the last time.
    void ask();

private:
    void watch(std::optional<NameWatch>& name, const std::string& wanted);
    void check(const std::string& owner);

    pid_t vlc_;
    std::function<void(Microseconds)> on_position_;
    Bus bus_;
    std::optional<NameWatch> only_;  // one VLC has the name of the program,
    std::optional<NameWatch> other_; // others that of their process
    std::string owner_;              // empty: not there
    bool asked_ = false;
};

} // namespace pixelpass
