// SPDX-License-Identifier: MIT OR Apache-2.0
#include "gst/hardware_decoders.h"

#include <gtest/gtest.h>

#include <array>
#include <string_view>
#include <vector>

namespace pixelpass {
namespace {

std::vector<std::string_view> names(std::span<const std::string_view> elements, Codec codec) {
    std::vector<std::string_view> found;
    for (const auto& decoder : hardware_decoders_among(elements, codec))
        found.push_back(decoder.name);
    return found;
}

TEST(HardwareDecoder, IsOneThatWeKnowOfTheCodec) {
    constexpr std::array<std::string_view, 6> elements{"avdec_h264",  "msdkh264dec", "nvh264dec",
                                                       "v4l2h264dec", "vah264dec",   "vah265dec"};
    EXPECT_EQ(names(elements, Codec::h264),
              (std::vector<std::string_view>{"vah264dec", "nvh264dec", "v4l2h264dec"}));
    EXPECT_EQ(names(elements, Codec::hevc), std::vector<std::string_view>{"vah265dec"});
    EXPECT_TRUE(names(elements, Codec::av1).empty());
}

TEST(HardwareDecoder, MayBeAFurtherDevicesAndComesBehindTheFirst) {
    constexpr std::array<std::string_view, 5> elements{"nvh264dec", "nvh264device1dec", "vah264dec",
                                                       "varenderD129h264dec", "varenderD129h265dec"};
    EXPECT_EQ(
        names(elements, Codec::h264),
        (std::vector<std::string_view>{"vah264dec", "nvh264dec", "varenderD129h264dec", "nvh264device1dec"}));
}

} // namespace
} // namespace pixelpass
