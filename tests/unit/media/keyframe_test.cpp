// SPDX-License-Identifier: MIT OR Apache-2.0
#include "media/keyframe.h"

#include "support/tiny_video.h"

#include <gtest/gtest.h>

#include <initializer_list>
#include <random>

namespace pixelpass {
namespace {

constexpr std::array codecs{Codec::h264, Codec::hevc, Codec::av1};

/// An access unit of NAL units whose headers begin with these bytes, by turns behind long and short start
/// codes.
Bytes nal_units(std::initializer_list<unsigned> headers) {
    Bytes bytes;
    for (const unsigned header : headers) {
        if (bytes.size() % 2 == 0)
            bytes.push_back(std::byte{0});
        for (const unsigned value : {0U, 0U, 1U, header, 0xAAU, 0x80U})
            bytes.push_back(static_cast<std::byte>(value));
    }
    return bytes;
}

bool starts_h264(std::initializer_list<unsigned> types) {
    Bytes bytes = nal_units(types);
    for (const std::size_t start : test::nal_starts(bytes))
        bytes[start] |= std::byte{0x60}; // nal_ref_idc 3
    return starts_a_decoder(Codec::h264, bytes);
}

bool starts_hevc(std::initializer_list<unsigned> types) {
    Bytes bytes = nal_units(types);
    for (const std::size_t start : test::nal_starts(bytes))
        bytes[start] <<= 1;
    return starts_a_decoder(Codec::hevc, bytes);
}

bool starts_av1(std::initializer_list<unsigned> values) {
    Bytes bytes;
    for (const unsigned value : values)
        bytes.push_back(static_cast<std::byte>(value));
    return starts_a_decoder(Codec::av1, bytes);
}

TEST(StartsADecoder, IsParameterSetsAndAnIdrSliceInH264) {
    EXPECT_TRUE(starts_h264({7, 8, 5}));
    EXPECT_TRUE(starts_h264({9, 7, 8, 6, 5, 5}));
    EXPECT_FALSE(starts_h264({9, 5}));
    EXPECT_FALSE(starts_h264({7, 5}));
    EXPECT_FALSE(starts_h264({8, 5}));
    EXPECT_FALSE(starts_h264({7, 8, 1})) << "another slice";
    EXPECT_FALSE(starts_h264({5, 7, 8})) << "behind the slice";
}

TEST(StartsADecoder, IsParameterSetsAndAnIrapSliceInHevc) {
    for (const unsigned irap : {16U, 19U, 20U, 21U}) {
        EXPECT_TRUE(starts_hevc({32, 33, 34, irap})) << irap;
        EXPECT_TRUE(starts_hevc({35, 32, 33, 34, 39, irap, irap})) << irap;
    }
    EXPECT_FALSE(starts_hevc({33, 34, 20}));
    EXPECT_FALSE(starts_hevc({32, 34, 20}));
    EXPECT_FALSE(starts_hevc({32, 33, 20}));
    EXPECT_FALSE(starts_hevc({32, 33, 34, 1})) << "another slice";
    EXPECT_FALSE(starts_hevc({32, 33, 34, 9})) << "a picture that leads";
    EXPECT_FALSE(starts_hevc({20, 32, 33, 34})) << "behind the slice";
}

TEST(StartsADecoder, IsASequenceHeaderAndAShownKeyFrameInAv1) {
    EXPECT_TRUE(starts_av1({0x12, 0, 0x0a, 1, 0, 0x32, 1, 0x10}));
    EXPECT_TRUE(starts_av1({0x0a, 1, 0, 0x1a, 1, 0x10})) << "no delimiter, and a frame header by itself";
    EXPECT_TRUE(starts_av1({0x0e, 0, 1, 0, 0x36, 0, 1, 0x10})) << "extensions";
    EXPECT_TRUE(starts_av1({0x0a, 0x81, 0x80, 0, 0, 0x32, 1, 0x10})) << "a size in three bytes";
    EXPECT_FALSE(starts_av1({0x12, 0, 0x32, 1, 0x10})) << "no sequence header";
    EXPECT_FALSE(starts_av1({0x32, 1, 0x10, 0x0a, 1, 0})) << "behind the frame";
    EXPECT_FALSE(starts_av1({0x0a, 1, 0, 0x32, 1, 0x00})) << "not shown";
    EXPECT_FALSE(starts_av1({0x0a, 1, 0, 0x32, 1, 0x30})) << "an inter frame";
    EXPECT_FALSE(starts_av1({0x0a, 1, 0, 0x32, 1, 0x90})) << "shown again";
    EXPECT_FALSE(starts_av1({0x0a, 1, 0, 0x32, 0})) << "an empty frame";
}

TEST(StartsADecoder, IsNoMangledObu) {
    EXPECT_FALSE(starts_av1({0x0a, 1, 0, 0x30, 0x10})) << "no size";
    EXPECT_FALSE(starts_av1({0x0a, 1, 0, 0xb2, 1, 0x10})) << "the forbidden bit";
    EXPECT_FALSE(starts_av1({0x0a, 1, 0, 0x32, 2, 0x10})) << "longer than the unit";
    EXPECT_FALSE(starts_av1({0x0a, 1, 0, 0x36})) << "cut before its extension";
    EXPECT_FALSE(starts_av1({0x0a, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f})) << "the largest size";
    EXPECT_FALSE(starts_av1({0x0a, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0, 0x32, 1, 0x10}))
        << "an endless size";
}

TEST(StartsADecoder, KnowsRealPictures) {
    for (const Codec codec : codecs) {
        const auto format = std::make_shared<const TrackFormat>(TrackFormat{.codec = codec});
        const auto pictures = test::tiny_video(format, {}, 1);
        ASSERT_EQ(pictures.size(), 6U);
        for (const auto& picture : pictures)
            EXPECT_EQ(starts_a_decoder(codec, picture->payload.view), picture->keyframe);
    }
}

TEST(StartsADecoder, ReadsNotPastTheEnd) {
    for (const Codec codec : codecs) {
        const auto format = std::make_shared<const TrackFormat>(TrackFormat{.codec = codec});
        const auto first = test::tiny_video(format, {}, 1).front();
        const ByteView unit = first->payload.view;
        const auto head = keyframe_head(codec, unit);
        ASSERT_TRUE(head);
        for (std::size_t size = 0; size <= head->size(); ++size) {
            const Bytes cut(unit.begin(), unit.begin() + static_cast<std::ptrdiff_t>(size));
            EXPECT_FALSE(starts_a_decoder(codec, cut));
        }
    }
}

TEST(StartsADecoder, TakesWhateverComes) {
    std::mt19937 random(1); // NOLINT: the same each time
    for (const Codec codec : codecs) {
        const auto format = std::make_shared<const TrackFormat>(TrackFormat{.codec = codec});
        const auto first = test::tiny_video(format, {}, 1).front();
        const ByteView unit = first->payload.view.first(120);
        for (int round = 0; round < 5000; ++round) {
            Bytes bytes(unit.begin(), unit.end());
            for (int i = 0; i < 4; ++i)
                bytes[random() % bytes.size()] = static_cast<std::byte>(random());
            if (const auto head = keyframe_head(codec, bytes)) {
                EXPECT_EQ(head->data(), bytes.data());
                EXPECT_LT(head->size(), bytes.size());
            }
        }
    }
}

} // namespace
} // namespace pixelpass
