// SPDX-License-Identifier: MIT OR Apache-2.0
#include "media/h264_reordering.h"

#include "media/keyframe.h"

#include <gtest/gtest.h>

#include <initializer_list>
#include <random>

namespace pixelpass {
namespace {

Bytes bytes(std::initializer_list<unsigned> values) {
    Bytes result;
    for (const unsigned value : values)
        result.push_back(static_cast<std::byte>(value));
    return result;
}

Bytes told(const Bytes& keyframe) {
    const auto result = without_reordering(SharedBytes::of(keyframe));
    return {result.view.begin(), result.view.end()};
}

// The SPS of libx264, superfast, 640x360, with timing and a restriction to one frame; by its order and by one
// picture more once it is rewritten. Then a PPS and the first bytes of a slice.
const Bytes of_x264 = bytes({0,    0,    0,    1,    0x67, 0x64, 0x00, 0x1e, 0xac, 0xb4, 0x05, 0x21, 0x7f,
                             0x11, 0x26, 0x02, 0xd4, 0x18, 0x18, 0x1a, 0x94, 0x00, 0x03, 0x00, 0x04, 0x00,
                             0x00, 0x03, 0x00, 0xf2, 0x3c, 0x58, 0xba, 0x80, 0,    0,    0,    1,    0x68,
                             0xce, 0x0f, 0x2c, 0x8b, 0,    0,    1,    0x65, 0x88, 0x84});

TEST(H264Reordering, IsRuledOutInTheSps) {
    const auto now = told(of_x264);
    EXPECT_NE(now, of_x264);
    EXPECT_TRUE(starts_a_decoder(Codec::h264, now));
    EXPECT_EQ(told(now), now) << "what says so already stays as it is";
    const Bytes rest(of_x264.begin() + 34, of_x264.end());
    EXPECT_EQ(Bytes(now.end() - static_cast<std::ptrdiff_t>(rest.size()), now.end()), rest);
}

TEST(H264Reordering, IsSaidInAVuiOfItsOwnIfThereIsNone) {
    // Baseline, level 3, 320x240, one reference, picture order count type 2, no cropping, no VUI.
    const Bytes without =
        bytes({0, 0, 1, 0x67, 66, 0, 30, 0xda, 0x05, 0x07, 0xc4, 0, 0, 1, 0x68, 0xce, 0, 0, 1, 0x65});
    const auto now = told(without);
    EXPECT_GT(now.size(), without.size());
    EXPECT_EQ(told(now), now);
}

TEST(H264Reordering, LeavesWhatItCanNotRead) {
    for (const auto& unit :
         {Bytes(), bytes({0, 0, 1}), bytes({0, 0, 1, 0x65, 1, 2, 3}), bytes({0, 0, 1, 0x67}),
          bytes({0, 0, 1, 0x67, 100, 0, 30}), bytes({7, 7, 7, 7, 7, 7})})
        EXPECT_EQ(told(unit), unit);
}

TEST(H264Reordering, ReadsAnything) {
    std::mt19937 random(3);
    for (int round = 0; round < 20000; ++round) {
        Bytes unit = of_x264;
        for (auto changes = random() % 6; changes > 0; --changes)
            unit[4 + random() % (unit.size() - 4)] = static_cast<std::byte>(random());
        unit.resize(random() % 8 == 0 ? random() % unit.size() : unit.size());
        EXPECT_LE(told(unit).size(), unit.size() * 2 + 32);
    }
}

} // namespace
} // namespace pixelpass
