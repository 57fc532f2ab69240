// SPDX-License-Identifier: MIT OR Apache-2.0
#include "audio/voice_programs.h"

#include "audio/application_name.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace pixelpass {
namespace {

using namespace std::string_view_literals;

// clang-format off
/// Application names, binaries, and the last parts of Flatpak ids.
constexpr std::array programs{
    // Discord and its other clients; the second is what the sound of its calls is called.
    "Discord"sv, "WEBRTC VoiceEngine"sv, "DiscordCanary"sv, "DiscordPTB"sv, "DiscordDevelopment"sv,
    "Vesktop"sv, "vencorddesktop"sv, "WebCord"sv, "ArmCord"sv, "Legcord"sv, "Equibop"sv, "Dissent"sv,
    // Mumble, TeamSpeak
    "Mumble"sv, "TeamSpeak"sv, "TeamSpeak3"sv, "TeamSpeak 3"sv, "ts3client"sv, "ts3client_linux_amd64"sv,
    "TeamSpeak5"sv, "TeamSpeak 5"sv, "TeamSpeak6"sv, "com.teamspeak.TeamSpeak3"sv,
    // Matrix
    "Element"sv, "element-desktop"sv, "element-nightly"sv, "SchildiChat"sv, "schildichat-desktop"sv,
    "im.riot.Riot"sv, "Nheko"sv, "Fractal"sv,
    // Zoom, Teams, Skype, Webex, Slack, Jitsi
    "Zoom"sv, "zoom.real"sv, "ZOOM VoiceEngine"sv, "Teams"sv, "teams-for-linux"sv, "teams_for_linux"sv,
    "Microsoft Teams"sv, "Skype"sv, "skypeforlinux"sv, "com.skype.Client"sv, "Webex"sv, "CiscoCollabHost"sv,
    "Slack"sv, "Jitsi"sv, "Jitsi Meet"sv, "jitsi-meet"sv,
    // Messengers with calls
    "Signal"sv, "signal-desktop"sv, "Telegram"sv, "Telegram Desktop"sv, "telegram-desktop"sv,
    "org.telegram.desktop"sv, "WhatsApp"sv, "whatsapp-for-linux"sv, "Viber"sv, "Wire"sv, "wire-desktop"sv,
    "Threema"sv,
    // Telephones
    "Linphone"sv, "Jami"sv, "jami-qt"sv, "Twinkle"sv, "Ekiga"sv, "Rocket.Chat"sv,
};
// clang-format on

/// Values of media.role: PipeWire's own, and PulseAudio's.
constexpr std::array call_roles{"Communication"sv, "phone"sv};

} // namespace

bool is_voice_program(const GraphNode& node) {
    return std::ranges::any_of(programs, [&](auto name) { return is_called(node, name); }) ||
           std::ranges::any_of(call_roles, [&](auto role) { return equal_but_for_case(node.role, role); });
}

} // namespace pixelpass
