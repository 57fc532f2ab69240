// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "base/file_descriptor.h"
#include "base/main_loop.h"
#include "view/delay_governor.h"
#include "view/line_reader.h"
#include "view/mpv_protocol.h"

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace pixelpass {

/// Keeps mpv at the live edge, over its JSON IPC: asks how far it is behind what it has received, lets it
/// play faster, and has it drop what waits. Main thread.
class MpvControl {
public:
    /// `socket` is connected to mpv, and does not block. `on_dropped` is called when mpv has dropped all, and
    /// needs a keyframe.
    MpvControl(FileDescriptor socket, Microseconds aim, std::function<void()> on_dropped);

private:
    void ask();
    void read();
    void take(const MpvReply& reply);
    void govern();
    [[nodiscard]] bool send(std::string_view line);
    void give_up(std::string_view why);

    /// What mpv has answered to the questions of one round.
    struct Round {
        std::optional<double> received; ///< the newest time that it has, s; none before it plays
        std::optional<double> shown;    ///< the time that it shows, s
        bool paused = false;            ///< by the person
    };

    FileDescriptor socket_;
    std::function<void()> on_dropped_;
    DelayGovernor governor_;
    LineReader lines_;
    Round round_;
    double speed_ = 1;
    bool asked_ = false; // and not answered yet: one that hangs is asked no more
    Source timer_;
    Source readable_;
};

} // namespace pixelpass
