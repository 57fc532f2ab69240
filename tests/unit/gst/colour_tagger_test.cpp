// SPDX-License-Identifier: MIT OR Apache-2.0
#include "gst/colour_tagger.h"

#include "media/keyframe.h"
#include "support/picture_decoder.h"
#include "support/tiny_video.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace pixelpass {
namespace {

class Tagging : public testing::TestWithParam<Codec> {
protected:
    /// What a decoder makes of one keyframe.
    static test::DecodedPicture decode(ByteView unit) {
        const auto decoded = test::PictureDecoder(test::av_codec(GetParam()), {}).decode({unit});
        EXPECT_EQ(decoded.size(), 1U);
        return decoded.at(0);
    }

    std::vector<SharedUnit> pictures =
        test::tiny_video(std::make_shared<const TrackFormat>(TrackFormat{.codec = GetParam()}), {}, 1);
    ColourTagger tagger{GetParam()};
};

INSTANTIATE_TEST_SUITE_P(Codecs, Tagging, testing::Values(Codec::h264, Codec::hevc, Codec::av1));

TEST_P(Tagging, SaysTheColoursOfKeyframesAndChangesNoPicture) {
    for (const std::size_t key : {0U, 3U}) {
        const auto& unit = pictures[key]->payload;
        const auto before = decode(unit.view);
        ASSERT_EQ(before.matrix, AVCOL_SPC_UNSPECIFIED);
        const auto tagged = tagger.tag(unit, *keyframe_head(GetParam(), unit.view));
        EXPECT_TRUE(starts_a_decoder(GetParam(), tagged.view));
        const auto after = decode(tagged.view);
        EXPECT_EQ(after.range, AVCOL_RANGE_MPEG);
        EXPECT_EQ(after.primaries, AVCOL_PRI_BT709);
        EXPECT_EQ(after.transfer, AVCOL_TRC_BT709);
        EXPECT_EQ(after.matrix, AVCOL_SPC_BT709);
        EXPECT_EQ(after.luma, before.luma);
    }
}

TEST_P(Tagging, ChangesNothingThatIsSaidAlready) {
    const auto& unit = pictures[0]->payload;
    const auto once = tagger.tag(unit, *keyframe_head(GetParam(), unit.view));
    const auto twice = tagger.tag(once, *keyframe_head(GetParam(), once.view));
    EXPECT_TRUE(std::ranges::equal(once.view, twice.view));
}

TEST_P(Tagging, LeavesAloneWhatItCanNotRead) {
    // Within the parameter set that has the size of pictures.
    const auto unit = pictures[0]->payload.view;
    const auto starts = test::nal_starts(unit);
    const auto size = GetParam() == Codec::h264   ? starts[0] + 8
                      : GetParam() == Codec::hevc ? starts[1] + 8
                                                  : std::size_t{8};
    const auto kept = SharedBytes::of(Bytes(unit.begin(), unit.begin() + static_cast<std::ptrdiff_t>(size)));
    EXPECT_EQ(tagger.tag(kept, kept.view).view.data(), kept.view.data());
    // And goes on with the next.
    const auto tagged =
        tagger.tag(pictures[3]->payload, *keyframe_head(GetParam(), pictures[3]->payload.view));
    EXPECT_EQ(decode(tagged.view).matrix, AVCOL_SPC_BT709);
}

} // namespace
} // namespace pixelpass
