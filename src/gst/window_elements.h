// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "base/error.h"
#include "media/access_unit.h"

#include <string>
#include <string_view>
#include <vector>

namespace pixelpass {

/// Which display servers there are for a window.
struct DisplayServers {
    bool wayland = false;
    bool x11 = false; ///< Xwayland included

    /// Those that the environment names.
    [[nodiscard]] static DisplayServers here();
};

/// GStreamer's elements that show pictures in a window on these, the preferred one first. One that takes no
/// keys and gives its window no frame, as Wayland's of GStreamer 1.22, comes after Xwayland's.
[[nodiscard]] std::vector<std::string_view> window_sinks(DisplayServers displays, bool wayland_takes_keys);

/// The first of window_sinks() that opens here. Error: Code::player names what to install.
[[nodiscard]] Result<std::string> choose_window_sink();

/// Whether whoever looks at such a window can press keys in it.
[[nodiscard]] bool takes_keys(const std::string& sink);

/// The installed decoders of the codec, the preferred one first, each as gst-launch takes it, told to hold
/// nothing back. Error: Code::player names what to install.
[[nodiscard]] Result<std::vector<std::string>> window_decoders(Codec codec);

/// The decoder of AAC or Opus, and what its sound is played by, as gst-launch takes them; the sound is
/// marked, so that a host here never captures it. Error: Code::player.
[[nodiscard]] Result<std::string> sound_output(Codec codec);

} // namespace pixelpass
