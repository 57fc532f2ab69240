// SPDX-License-Identifier: MIT OR Apache-2.0
#include "gst/encoder_catalog.h"

#include <gtest/gtest.h>

#include <set>

namespace pixelpass {
namespace {

TEST(EncoderCatalog, PutsHardwareFirst) {
    bool software_seen = false;
    for (const auto& spec : encoder_catalog()) {
        EXPECT_FALSE(software_seen && spec.hardware) << spec.name;
        software_seen |= !spec.hardware;
    }
    EXPECT_EQ(encoder_catalog().front().name, "vah264enc");
}

TEST(EncoderCatalog, HasWholeRowsWithDifferentNames) {
    std::set<std::string_view> names;
    for (const auto& spec : encoder_catalog()) {
        EXPECT_TRUE(names.insert(spec.name).second) << spec.name;
        for (const auto text : {spec.raw_format, spec.bitrate_property, spec.gop_property, spec.parser,
                                spec.caps, spec.package})
            EXPECT_FALSE(text.empty()) << spec.name;
    }
}

TEST(EncoderCatalog, TrustsNoHardware) {
    for (const auto& spec : encoder_catalog())
        EXPECT_FALSE(spec.hardware && spec.trusted) << spec.name;
}

TEST(EncoderCatalog, FindsByName) {
    ASSERT_TRUE(find_encoder("x264enc"));
    EXPECT_EQ(find_encoder("x264enc")->name, "x264enc");
    EXPECT_FALSE(find_encoder("x264"));
}

} // namespace
} // namespace pixelpass
