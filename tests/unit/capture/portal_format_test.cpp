// SPDX-License-Identifier: MIT OR Apache-2.0
#include "capture/portal_format.h"

#include <gtest/gtest.h>
#include <spa/buffer/buffer.h>
#include <spa/buffer/meta.h>
#include <spa/param/buffers.h>
#include <spa/pod/parser.h>

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

TEST(PortalFormat, KnowsAPartFromTheWhole) {
    EXPECT_TRUE(crops({{0, 0}, {100, 49}}, {100, 50}));
    EXPECT_FALSE(crops({{0, 0}, {100, 50}}, {100, 50}));
    EXPECT_FALSE(crops({{0, 0}, {0, 0}}, {100, 50}));
}

bool has(const spa_pod* format, std::uint32_t property) {
    return spa_pod_find_prop(format, nullptr, property) != nullptr;
}

TEST(PortalFormat, OffersALimitOnTheRateFirst) {
    PodStorage storage;
    const auto offered = offered_formats(storage, 24, false);
    ASSERT_EQ(offered.size(), 2U);
    EXPECT_TRUE(has(offered[0], SPA_FORMAT_VIDEO_maxFramerate));
    EXPECT_FALSE(has(offered[1], SPA_FORMAT_VIDEO_maxFramerate));
    for (const auto* format : offered)
        EXPECT_FALSE(has(format, SPA_FORMAT_VIDEO_modifier));
}

TEST(PortalFormat, OffersDmaBufsBeforeMemory) {
    PodStorage storage;
    const auto offered = offered_formats(storage, 24, true);
    ASSERT_EQ(offered.size(), 4U);
    for (std::size_t i = 0; i < offered.size(); ++i)
        EXPECT_EQ(has(offered[i], SPA_FORMAT_VIDEO_modifier), i < 2);
}

TEST(PortalFormat, WantsTheBuffersOfTheFormat) {
    for (const bool dmabufs : {false, true}) {
        PodStorage offers;
        spa_video_info_raw format{};
        ASSERT_GE(spa_format_video_raw_parse(offered_formats(offers, 24, dmabufs)[0], &format), 0);
        EXPECT_EQ(is_dmabuf(format), dmabufs);
        PodStorage storage;
        const auto* types =
            spa_pod_find_prop(wanted_buffers(storage, format)[0], nullptr, SPA_PARAM_BUFFERS_dataType);
        ASSERT_TRUE(types);
        EXPECT_EQ(*static_cast<const std::int32_t*>(SPA_POD_CHOICE_VALUES(&types->value)),
                  1 << (dmabufs ? SPA_DATA_DmaBuf : SPA_DATA_MemFd));
    }
}

} // namespace
} // namespace pixelpass
