// SPDX-License-Identifier: MIT OR Apache-2.0
#include "fanout/rendition_switch.h"

#include <gtest/gtest.h>

namespace pixelpass {
namespace {

AccessUnit picture(std::uint64_t rendition, bool keyframe) {
    return {.rendition = rendition, .keyframe = keyframe, .payload = {}, .format = {}};
}

TEST(RenditionSwitch, GoesOnWithTheOldPictureTillTheNewOneHasAKeyframe) {
    RenditionSwitch video;
    video.aim(1);
    EXPECT_TRUE(video.admit(picture(1, true)));
    video.aim(2);
    EXPECT_TRUE(video.wants(1));
    EXPECT_TRUE(video.wants(2));
    EXPECT_FALSE(video.admit(picture(2, false)));
    EXPECT_TRUE(video.admit(picture(1, false)));
    EXPECT_TRUE(video.admit(picture(2, true)));
    EXPECT_TRUE(video.admit(picture(2, false)));
    EXPECT_FALSE(video.admit(picture(1, true)));
    EXPECT_FALSE(video.wants(1));
}

TEST(RenditionSwitch, ComesBackBeforeItHasLeft) {
    RenditionSwitch video;
    video.aim(1);
    video.aim(2);
    video.aim(1);
    EXPECT_FALSE(video.wants(2));
    EXPECT_FALSE(video.admit(picture(2, true)));
    EXPECT_TRUE(video.admit(picture(1, false)));
}

TEST(RenditionSwitch, WantsNothingWhenNothingIsWanted) {
    RenditionSwitch video;
    EXPECT_FALSE(video.wants(0));
    video.aim(1);
    video.aim(0);
    EXPECT_FALSE(video.wants(1));
    EXPECT_FALSE(video.admit(picture(1, true)));
}

} // namespace
} // namespace pixelpass
