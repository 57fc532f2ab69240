// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "view/delay_governor.h"
#include "view/lost_ground.h"
#include "view/player_control.h"
#include "view/served_pictures.h"
#include "view/vlc_position.h"
#include "view/vlc_status.h"

#include <cstdint>
#include <functional>

namespace pixelpass {

/// Keeps VLC at the live edge, over its remote control: asks what it shows or, where only that is told, how
/// many pictures it has decoded, and has it open the address anew where it is too late. It does not play live
/// streams faster. Main thread.
class VlcControl final : public PlayerControl {
public:
    /// What VLC was served since it opened the address; null if that is not known.
    using Served = std::function<ServedPictures*()>;

    /// `vlc` is its process.
    VlcControl(FileDescriptor socket, pid_t vlc, Microseconds aim, Served served);

private:
    void ask();
    void take(std::string_view line);
    void take(Microseconds position);
    void forget_all();

    Served served_;
    DelayGovernor governor_;
    LostGround lost_ground_;
    VlcStatus status_;
    std::uint64_t decoded_ = 0;
    Microseconds looked_at_{};                // when the count had changed
    Microseconds by_count_{};                 // the delay, as it was then
    std::optional<Microseconds> position_;    // as it was last told
    Microseconds positioned_at_{};            // when it had changed
    std::optional<Microseconds> by_position_; // the delay, as it was then
    bool asked_ = false;                      // and not answered yet: one that hangs is asked no more
    VlcPosition positions_;
    PlayerSocket socket_;
};

} // namespace pixelpass
