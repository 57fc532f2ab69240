// SPDX-License-Identifier: MIT OR Apache-2.0
#include "gst/video_settings.h"

#include <gtest/gtest.h>

#include <cmath>

namespace pixelpass {

void PrintTo(const Size& size, std::ostream* out) { *out << size.width << 'x' << size.height; }

namespace {

TEST(EncodedSize, IsTheSourcesWhereThatIsEven) {
    EXPECT_EQ(encoded_size({1920, 1080}, {}), (Size{1920, 1080}));
    EXPECT_EQ(encoded_size({1280, 720}, Size{1920, 1080}), (Size{1280, 720}));
}

TEST(EncodedSize, IsPaddedWhereTheSourceIsOdd) { EXPECT_EQ(encoded_size({801, 601}, {}), (Size{802, 602})); }

TEST(EncodedSize, FitsWithinTheLimitAndKeepsTheAspect) {
    EXPECT_EQ(encoded_size({1920, 1080}, Size{1280, 720}), (Size{1280, 720}));
    EXPECT_EQ(encoded_size({1920, 1080}, Size{800, 800}), (Size{800, 450}));
    EXPECT_EQ(encoded_size({1080, 1920}, Size{1280, 720}), (Size{406, 720}));
}

TEST(EncodedSize, IsEvenAndWithinAnyLimit) {
    for (unsigned side = 17; side < 400; ++side) {
        const Size size = encoded_size({1366, 768}, Size{side, side});
        EXPECT_EQ(size.width % 2 + size.height % 2, 0U);
        EXPECT_LE(size.width, side);
        EXPECT_LE(size.height, side);
    }
}

TEST(EncodedSize, IsNeverTooSmallToEncode) { EXPECT_EQ(encoded_size({3, 1}, {}), (Size{16, 16})); }

TEST(DefaultBitrate, GrowsSlowerThanThePicture) {
    EXPECT_EQ(default_bitrate_kbps({1280, 720}, 30), 4000U);
    const unsigned full_hd = default_bitrate_kbps({1920, 1080}, 30);
    EXPECT_GE(full_hd, 6000U);
    EXPECT_LE(full_hd, 8000U);
    EXPECT_LT(default_bitrate_kbps({1280, 720}, 60), 8000U);
}

TEST(DefaultBitrate, IsBounded) {
    EXPECT_EQ(default_bitrate_kbps({16, 16}, 1), 500U);
    EXPECT_EQ(default_bitrate_kbps({7680, 4320}, 240), 40000U);
}

} // namespace
} // namespace pixelpass
