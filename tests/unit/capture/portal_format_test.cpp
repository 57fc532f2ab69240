// SPDX-License-Identifier: MIT OR Apache-2.0
#include "capture/portal_format.h"

#include <gtest/gtest.h>
#include <spa/buffer/meta.h>

#include <limits>

namespace pixelpass {
namespace {

/// A picture of 100x50 px in rows of 416 bytes.
struct Frame {
    Bytes bytes = Bytes(std::size_t{416} * 50);
    CapturedPicture picture{.bytes = {},
                            .size = {100, 50},
                            .stride = 416,
                            .format = PixelFormat::bgrx,
                            .turn = Turn::none,
                            .captured_at = {}};
};

TEST(PortalFormat, CropsToWhatIsTold) {
    Frame frame;
    const auto view = cropped(frame.bytes, {{10, 5}, {80, 40}}, frame.picture);
    EXPECT_EQ(view.data(), frame.bytes.data() + 5 * 416 + 10 * 4);
    EXPECT_EQ(frame.picture.size, (Size{80, 40}));
    EXPECT_EQ(frame.picture.stride, 416U);
}

TEST(PortalFormat, IgnoresACropThatDoesNotLieWithin) {
    constexpr auto most = std::numeric_limits<std::int32_t>::max();
    for (const spa_region crop :
         {spa_region{{10, 5}, {91, 40}}, spa_region{{-1, 0}, {80, 40}}, spa_region{{0, -1}, {80, 40}},
          spa_region{{0, 11}, {100, 40}}, spa_region{{0, 0}, {0, 0}}, spa_region{{most, most}, {~0U, ~0U}}}) {
        Frame frame;
        const auto view = cropped(frame.bytes, crop, frame.picture);
        EXPECT_EQ(view.data(), frame.bytes.data());
        EXPECT_EQ(view.size(), frame.bytes.size());
        EXPECT_EQ(frame.picture.size, (Size{100, 50}));
    }
}

TEST(PortalFormat, IgnoresACropOfFewerBytesThanThereShouldBe) {
    Frame frame;
    const auto view = cropped(ByteView(frame.bytes).first(416), {{0, 5}, {80, 40}}, frame.picture);
    EXPECT_EQ(view.size(), 416U);
    EXPECT_EQ(frame.picture.size, (Size{100, 50}));
}

TEST(PortalFormat, TakesAnUnknownTransformForNone) {
    EXPECT_EQ(turn_of(SPA_META_TRANSFORMATION_180), Turn::over);
    EXPECT_EQ(turn_of(8), Turn::none);
    EXPECT_EQ(turn_of(~0U), Turn::none);
}

TEST(PortalFormat, OffersALimitOnTheRateFirst) {
    PodStorage storage;
    const auto offered = offered_formats(storage, 24);
    ASSERT_EQ(offered.size(), 2U);
    EXPECT_TRUE(spa_pod_find_prop(offered[0], nullptr, SPA_FORMAT_VIDEO_maxFramerate));
    EXPECT_FALSE(spa_pod_find_prop(offered[1], nullptr, SPA_FORMAT_VIDEO_maxFramerate));
}

} // namespace
} // namespace pixelpass
