// SPDX-License-Identifier: MIT OR Apache-2.0
#include "cli/sound_text.h"

#include <gtest/gtest.h>

namespace pixelpass {
namespace {

TEST(SoundText, DescribesWhatWasAskedFor) {
    EXPECT_EQ(describe_sound(Sound::none, {}), "none");
    EXPECT_EQ(describe_sound(Sound::tone, {}), "a test tone");
    EXPECT_EQ(describe_sound(Sound::applications, {}),
              "what plays on the default sink, without voice programs");
    EXPECT_EQ(describe_sound(Sound::applications, {.except = {"mpv"}}),
              "what plays on the default sink, without voice programs, mpv");
    EXPECT_EQ(describe_sound(Sound::applications, {.voice_programs = true}),
              "all that plays on the default sink");
    EXPECT_EQ(describe_sound(Sound::applications, {.only = {"Firefox", "mpv"}}), "nothing but Firefox, mpv");
}

TEST(SoundText, TellsWhatIsHeardInALine) {
    EXPECT_EQ(heard_line({.heard = {"Firefox", "mpv"}, .not_heard = {"Mumble"}, .waiting_for = {}}),
              "friend hears: Firefox, mpv · not: Mumble");
    EXPECT_EQ(heard_line({.heard = {}, .not_heard = {}, .waiting_for = {"vlc"}}),
              "friend hears: nothing yet · waiting for: vlc");
    EXPECT_EQ(
        heard_line(
            {.heard = {"1", "2", "3", "4", "5", "6", "7", "8", "9"}, .not_heard = {}, .waiting_for = {}}),
        "friend hears: 1, 2, 3, 4, 5, 6, 7, 8 and 1 more");
}

TEST(SoundText, WarnsOfWhatDoesNotPlay) {
    EXPECT_FALSE(waiting_warning({.heard = {"mpv"}, .not_heard = {"Mumble"}, .waiting_for = {}}));
    const auto warning =
        waiting_warning({.heard = {"mpv"}, .not_heard = {"Mumble", "mpv"}, .waiting_for = {"vlc"}});
    ASSERT_TRUE(warning);
    EXPECT_EQ(warning->code, Code::audio);
    EXPECT_EQ(warning->message, "no such application plays: vlc");
    EXPECT_EQ(warning->hint, "it is waited for; what plays now: Mumble, mpv");
    EXPECT_EQ(waiting_warning({.heard = {}, .not_heard = {}, .waiting_for = {"vlc"}})->hint,
              "it is waited for; nothing plays now");
}

TEST(SoundText, GivesAReasonToAllThatIsNotHeard) {
    EXPECT_EQ(reason_of(Verdict::captured), "");
    for (const auto verdict : {Verdict::own_player, Verdict::voice_program, Verdict::elsewhere})
        EXPECT_NE(reason_of(verdict), "");
}

} // namespace
} // namespace pixelpass
