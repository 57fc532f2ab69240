// SPDX-License-Identifier: MIT OR Apache-2.0
#include "view/installed_player.h"

#include "support/temporary_folder.h"

#include <gmock/gmock.h>

#include <fstream>

namespace pixelpass {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;

/// A machine on which there is what add() has put there.
struct Machine {
    test::TemporaryFolder root;
    PlayerPlaces places{.programs = {root / "local", root / "bin"},
                        .flatpaks = {root / "user", root / "system"},
                        .snaps = root / "snap"};

    void add(const fs::path& program, fs::perms permissions = fs::perms::owner_all) const {
        fs::create_directories((root / program).parent_path());
        std::ofstream(root / program) << "#!/bin/sh\n";
        fs::permissions(root / program, permissions);
    }
    [[nodiscard]] std::vector<std::string> start_of(std::string_view wanted) const {
        const auto player = choose_player(wanted, places);
        return player ? player->start : std::vector<std::string>{};
    }
};

TEST(InstalledPlayer, IsMpvBeforeVlc) {
    Machine machine;
    machine.add("bin/vlc");
    EXPECT_THAT(machine.start_of("auto"), ElementsAre("vlc"));
    machine.add("local/mpv");
    EXPECT_THAT(machine.start_of("auto"), ElementsAre("mpv"));
    EXPECT_THAT(machine.start_of("vlc"), ElementsAre("vlc"));
}

TEST(InstalledPlayer, IsAProgramBeforeAFlatpakBeforeASnap) {
    Machine machine;
    machine.add("snap/mpv");
    EXPECT_THAT(machine.start_of("mpv"), ElementsAre(machine.places.snaps / "mpv"));
    machine.add("system/io.mpv.Mpv");
    machine.add("bin/flatpak");
    EXPECT_THAT(machine.start_of("mpv"), ElementsAre("flatpak", "run", "io.mpv.Mpv"));
    machine.add("bin/mpv");
    EXPECT_THAT(machine.start_of("mpv"), ElementsAre("mpv"));
}

TEST(InstalledPlayer, MayBeTheUsersOwnFlatpak) {
    Machine machine;
    machine.add("bin/flatpak");
    machine.add("user/org.videolan.VLC");
    EXPECT_THAT(machine.start_of("auto"), ElementsAre("flatpak", "run", "org.videolan.VLC"));
}

TEST(InstalledPlayer, IsNoFlatpakThatNothingCanRun) {
    Machine machine;
    machine.add("system/io.mpv.Mpv");
    EXPECT_EQ(choose_player("auto", machine.places).error().code, Code::player);
}

TEST(InstalledPlayer, IsSteeredUnlessItIsASnap) {
    Machine machine;
    machine.add("snap/mpv");
    EXPECT_FALSE(choose_player("mpv", machine.places)->steerable);
    machine.add("bin/mpv");
    EXPECT_TRUE(choose_player("mpv", machine.places)->steerable);
}

TEST(InstalledPlayer, IsNothingThatCannotBeRun) {
    Machine machine;
    machine.add("bin/mpv", fs::perms::owner_read);
    fs::create_directories(machine.root / "bin/vlc");
    EXPECT_EQ(choose_player("auto", machine.places).error().code, Code::player);
    EXPECT_EQ(choose_player("vlc", machine.places).error().code, Code::player);
}

TEST(PlayerCommand, EndsWithTheAddressAndMarksTheSound) {
    Machine machine;
    machine.add("bin/flatpak");
    machine.add("user/io.mpv.Mpv");
    const auto command = player_command(*choose_player("mpv", machine.places), "http://address");
    EXPECT_EQ(command.argv.front(), "flatpak");
    EXPECT_EQ(command.argv.at(3), "--profile=low-latency");
    EXPECT_EQ(command.argv.back(), "http://address");
    EXPECT_THAT(command.environment, testing::Contains(testing::Key("PIPEWIRE_PROPS")));
}

} // namespace
} // namespace pixelpass
