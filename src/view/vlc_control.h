// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "view/delay_governor.h"
#include "view/player_control.h"
#include "view/vlc_status.h"

#include <cstdint>
#include <functional>

namespace pixelpass {

/// Keeps VLC at the live edge, over its remote control: asks how many pictures it has decoded, and has it
/// open the address anew where too many wait. It does not play live streams faster. Main thread.
class VlcControl final : public PlayerControl {
public:
    /// How far VLC is behind, if it has decoded so many pictures since it opened the address.
    using Behind = std::function<Microseconds(std::uint64_t decoded)>;

    VlcControl(FileDescriptor socket, Microseconds aim, Behind behind);

private:
    void ask();
    void take(std::string_view line);

    Behind behind_;
    DelayGovernor governor_;
    VlcStatus status_;
    std::uint64_t decoded_ = 0;
    Microseconds looked_at_{}; // when the count had changed
    Microseconds delay_{};     // as it was then
    bool asked_ = false;       // and not answered yet: one that hangs is asked no more
    PlayerSocket socket_;
};

} // namespace pixelpass
