// SPDX-License-Identifier: MIT OR Apache-2.0
#include "view/player.h"

#include <array>

namespace pixelpass {
namespace {

// docs/performance.md has what each option is worth.
constexpr std::array mpv_options{
    "--profile=low-latency",
    "--audio-buffer=0.05", // the profile's 0 can underrun for ever
    "--cache=yes",         // it takes all that comes, so that it knows how far it is behind
    "--no-ytdl",           // else mpv asks a script about the address first
    "--title=pixelpass",
    "--no-resume-playback",
};
constexpr std::array vlc_options{
    "--intf=qt,dummy", // without Qt its choice would be the one for terminals, which ends at once without one
    "--network-caching=100", "--clock-jitter=0", "--clock-synchro=0",
    "--avcodec-hw=none",   // it tries no driver before it trusts it: crashes, and green pictures
    "--avcodec-threads=1", // else each thread keeps a picture back, the last ones for good
    "--no-video-title-show", "--play-and-exit",
};
constexpr std::array mpv_control{"--no-terminal", "--input-ipc-client=fd://1"};
constexpr std::array vlc_control{"--extraintf=oldrc", "--rc-fake-tty"};
constexpr std::array players{
    PlayerSpec{.name = "mpv",
               .flatpak = "io.mpv.Mpv",
               .container = Container::matroska,
               .options = mpv_options,
               .protocol = PlayerProtocol::mpv,
               .control_options = mpv_control},
    PlayerSpec{.name = "vlc",
               .flatpak = "org.videolan.VLC",
               .container = Container::mpegts,
               .options = vlc_options,
               .protocol = PlayerProtocol::vlc,
               .control_options = vlc_control},
};

} // namespace

std::span<const PlayerSpec> player_catalog() { return players; }

} // namespace pixelpass
