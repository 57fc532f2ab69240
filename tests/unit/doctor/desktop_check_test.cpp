// SPDX-License-Identifier: MIT OR Apache-2.0
#include "doctor/desktop_check.h"

#include "doctor/clipboard_check.h"
#include "doctor/clock_check.h"
#include "doctor/sound_check.h"

#include <gtest/gtest.h>

namespace pixelpass {
namespace {

using State = PortalFacts::State;

DesktopFacts wayland(State state) {
    return {.wayland = true,
            .type = "wayland",
            .desktop = "GNOME",
            .display = {},
            .display_size = {},
            .display_error = {},
            .portal = {.state = state, .version = 5, .backends = {"gnome", "gtk"}},
            .portal_package = "xdg-desktop-portal-gnome"};
}

DesktopFacts x11(State state) {
    auto facts = wayland(state);
    facts.wayland = false;
    facts.display = ":0";
    facts.display_size = "1920x1080";
    return facts;
}

Check portal_of(const DesktopFacts& facts) { return judge_desktop(facts, Distribution::debian).at(1); }

TEST(DesktopCheck, NamesThePortalItsVersionAndItsBackends) {
    const auto checks = judge_desktop(wayland(State::ready), Distribution::debian);
    EXPECT_EQ(checks.at(0).found, "Wayland (GNOME)");
    EXPECT_EQ(checks.at(1).found, "ScreenCast version 5, backends: gnome, gtk");
    EXPECT_EQ(checks.at(1).health, Health::ok);
}

TEST(DesktopCheck, OnWaylandThereIsNoShareWithoutThePortal) {
    for (const auto state : {State::no_bus, State::absent, State::silent, State::no_screen_cast}) {
        const auto portal = portal_of(wayland(state));
        EXPECT_EQ(portal.health, Health::fail);
        EXPECT_EQ(portal.code, Code::source);
        EXPECT_FALSE(portal.mend.empty());
    }
    EXPECT_EQ(portal_of(wayland(State::absent)).mend,
              "sudo apt install xdg-desktop-portal xdg-desktop-portal-gnome");
    EXPECT_EQ(portal_of(wayland(State::no_screen_cast)).mend, "sudo apt install xdg-desktop-portal-gnome");
    EXPECT_EQ(portal_of(wayland(State::silent)).mend, "systemctl --user restart xdg-desktop-portal");
}

TEST(DesktopCheck, X11NeedsNoPortal) {
    const auto checks = judge_desktop(x11(State::absent), Distribution::debian);
    EXPECT_EQ(checks.at(0).found, "X11 (GNOME), :0 1920x1080");
    EXPECT_EQ(checks.at(1).health, Health::ok);
}

TEST(DesktopCheck, ADisplayThatDoesNotOpenIsAFault) {
    auto facts = x11(State::ready);
    facts.display_error = "the X display :0 can't be opened";
    const auto session = judge_desktop(facts, Distribution::debian).at(0);
    EXPECT_EQ(session.health, Health::fail);
    EXPECT_EQ(session.cause, facts.display_error);
}

TEST(DesktopCheck, WithoutADesktopThatIsTheOneFault) {
    const auto checks = judge_desktop({}, Distribution::debian);
    ASSERT_EQ(checks.size(), 1U);
    EXPECT_EQ(checks.at(0).health, Health::fail);
    EXPECT_EQ(checks.at(0).code, Code::source);
}

TEST(SoundCheck, WithoutPipeWireX11LacksSoundAndWaylandAll) {
    const PipeWireFacts absent{.installed = false};
    const auto on_x11 = judge_pipewire(absent, false, Distribution::fedora);
    EXPECT_EQ(on_x11.health, Health::warning);
    EXPECT_EQ(on_x11.mend, "sudo dnf install pipewire pipewire-pulseaudio wireplumber");
    EXPECT_EQ(judge_pipewire(absent, true, Distribution::fedora).health, Health::fail);
    const PipeWireFacts stopped{.installed = true};
    EXPECT_EQ(judge_pipewire(stopped, true, Distribution::fedora).mend,
              "systemctl --user start pipewire wireplumber");
}

TEST(SoundCheck, ASessionManagerBelongsToIt) {
    PipeWireFacts facts{.state = PipeWireFacts::State::answers, .installed = true, .version = "1.2.3"};
    const auto alone = judge_pipewire(facts, false, Distribution::debian);
    EXPECT_EQ(alone.health, Health::warning);
    EXPECT_NE(alone.cause.find("WirePlumber"), std::string::npos);
    const auto on_wayland = judge_pipewire(facts, true, Distribution::debian);
    EXPECT_EQ(on_wayland.health, Health::fail);
    EXPECT_EQ(on_wayland.code, Code::source);
    EXPECT_NE(on_wayland.cause.find("nothing links the screen's stream"), std::string::npos);
    facts.manager = "WirePlumber";
    const auto managed = judge_pipewire(facts, false, Distribution::debian);
    EXPECT_EQ(managed.health, Health::ok);
    EXPECT_EQ(managed.found, "PipeWire 1.2.3, WirePlumber");
}

TEST(ClipboardCheck, WantsTheToolOfTheDesktop) {
    const auto has_xsel = [](const std::string& program) { return program == "xsel"; };
    EXPECT_EQ(judge_clipboard(false, has_xsel, Distribution::arch).found, "xsel");
    const auto check = judge_clipboard(true, has_xsel, Distribution::arch);
    EXPECT_EQ(check.health, Health::warning);
    EXPECT_EQ(check.mend, "sudo pacman -S wl-clipboard");
}

TEST(ClockCheck, TellsAWrongClockAndOneThatNothingKeeps) {
    using std::chrono::hours;
    const std::chrono::sys_seconds built(hours(24 * 365 * 50));
    EXPECT_EQ(judge_clock(built + hours(1), true, built).health, Health::ok);
    EXPECT_EQ(judge_clock(built + hours(1), false, built).found, "nothing keeps it right");
    const auto early = judge_clock(built - hours(48), true, built);
    EXPECT_EQ(early.health, Health::warning);
    EXPECT_NE(early.found.find("before this program was made"), std::string::npos);
}

} // namespace
} // namespace pixelpass
