// SPDX-License-Identifier: MIT OR Apache-2.0
#include "view/page_record.h"

#include <gtest/gtest.h>

namespace pixelpass {
namespace {

TEST(PageRecord, BeginsWithAHeadInNetworkOrder) {
    const auto head = record_head({.kind = PageRecord::Kind::audio,
                                   .keyframe = true,
                                   .pts = Microseconds(-2),
                                   .written = Microseconds(0x0102030405060708)},
                                  0x11223344);
    constexpr std::array<unsigned, PageRecord::head_size> expected{
        0x11, 0x22, 0x33, 0x44, 2, 1, 0, 0, 0xff, 0xff, 0xff, 0xff,
        0xff, 0xff, 0xff, 0xfe, 1, 2, 3, 4, 5,    6,    7,    8};
    for (std::size_t i = 0; i < expected.size(); ++i)
        EXPECT_EQ(std::to_integer<unsigned>(head.at(i)), expected.at(i)) << "byte " << i;
}

} // namespace
} // namespace pixelpass
