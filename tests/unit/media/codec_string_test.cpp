// SPDX-License-Identifier: MIT OR Apache-2.0
#include "media/codec_string.h"

#include "media/keyframe.h"
#include "media/sound_format.h"
#include "support/tiny_video.h"

#include <gtest/gtest.h>

namespace pixelpass {
namespace {

Bytes keyframe_of(Codec codec) {
    const auto format =
        std::make_shared<const TrackFormat>(TrackFormat{.codec = codec, .width = 64, .height = 48});
    const auto pictures = test::tiny_video(format, {}, 33'333);
    const auto head = keyframe_head(codec, pictures.front()->payload.view).value();
    return {head.begin(), head.end()};
}

TEST(CodecString, IsWhatBrowsersExpect) {
    // As ffprobe tells profile and level of the vectors.
    EXPECT_EQ(video_codec_string(Codec::h264, keyframe_of(Codec::h264)), "avc1.42c00a");
    EXPECT_EQ(video_codec_string(Codec::hevc, keyframe_of(Codec::hevc)), "hev1.1.6.L30.90");
    EXPECT_EQ(video_codec_string(Codec::av1, keyframe_of(Codec::av1)), "av01.0.00M.08");
    EXPECT_EQ(audio_codec_string(aac_format()), "mp4a.40.2");
    EXPECT_EQ(audio_codec_string(opus_format()), "opus");
}

TEST(CodecString, SkipsWhatKeepsStartCodesOut) {
    // Three zeros in general_constraint_indicator_flags, of which the stream has `00 00 03 00`.
    constexpr std::array sps{0x00, 0x00, 0x01, 0x42, 0x01, 0x01, 0x01, 0x60, 0x00, 0x00, 0x03,
                             0x00, 0xb0, 0x00, 0x00, 0x03, 0x00, 0x00, 0x03, 0x00, 0x5d, 0xa0};
    Bytes head;
    for (const int byte : sps)
        head.push_back(static_cast<std::byte>(byte));
    EXPECT_EQ(video_codec_string(Codec::hevc, head), "hev1.1.6.L93.B0");
}

TEST(CodecString, ReadsNothingPastTheEnd) {
    for (const Codec codec : {Codec::h264, Codec::hevc, Codec::av1}) {
        const Bytes head = keyframe_of(codec);
        for (std::size_t size = 0; size < head.size(); ++size) {
            const Bytes cut(head.begin(), head.begin() + static_cast<std::ptrdiff_t>(size));
            (void)video_codec_string(codec, cut); // ASan watches
        }
        EXPECT_FALSE(video_codec_string(codec, {}));
        EXPECT_FALSE(video_codec_string(codec, ByteView(head).first(5)));
    }
}

} // namespace
} // namespace pixelpass
