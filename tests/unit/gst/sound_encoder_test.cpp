// SPDX-License-Identifier: MIT OR Apache-2.0
#include "gst/sound_encoder.h"

#include <gtest/gtest.h>

#include <set>

namespace pixelpass {
namespace {

TEST(SoundEncoders, AreWholeRowsWithDifferentNames) {
    std::set<std::string_view> names;
    for (const auto& encoder : sound_encoder_catalog()) {
        EXPECT_TRUE(names.insert(encoder.element).second) << encoder.element;
        EXPECT_FALSE(encoder.caps.empty()) << encoder.element;
    }
}

TEST(SoundEncoders, AreOfTheCodecThatIsAskedFor) {
    for (const Codec codec : {Codec::aac, Codec::opus}) {
        const auto found = find_sound_encoder(codec);
        ASSERT_TRUE(found) << found.error().message;
        EXPECT_EQ((*found)->codec, codec);
    }
    const auto none = find_sound_encoder(Codec::h264);
    ASSERT_FALSE(none);
    EXPECT_EQ(none.error().code, Code::audio);
    EXPECT_FALSE(none.error().hint.empty());
}

} // namespace
} // namespace pixelpass
