// SPDX-License-Identifier: MIT OR Apache-2.0
#include "gst/encoder_catalog.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <set>
#include <string>

namespace pixelpass {
namespace {

std::vector<EncoderSpec> rows() { return encoders_among({}); }

std::vector<std::string_view> names_of(const std::vector<EncoderSpec>& specs, Codec codec) {
    std::vector<std::string_view> names;
    for (const auto& spec : specs) {
        if (spec.codec == codec)
            names.push_back(spec.name);
    }
    return names;
}

std::vector<std::string_view> names_with(std::span<const std::string_view> elements, Codec codec) {
    return names_of(encoders_among(elements), codec);
}

TEST(EncoderCatalog, PutsHardwareFirst) {
    for (const Codec codec : {Codec::h264, Codec::hevc, Codec::av1}) {
        bool software_seen = false;
        for (const auto& spec : rows()) {
            if (spec.codec != codec)
                continue;
            EXPECT_FALSE(software_seen && spec.hardware) << spec.name;
            software_seen |= !spec.hardware;
        }
        EXPECT_TRUE(software_seen);
    }
    EXPECT_EQ(rows().front().name, "vah264enc");
}

TEST(EncoderCatalog, HasWholeRowsWithDifferentNames) {
    std::set<std::string_view> names;
    for (const auto& spec : rows()) {
        EXPECT_TRUE(names.insert(spec.name).second) << spec.name;
        for (const auto text : {spec.raw_format, spec.bitrate_property, spec.parser, spec.caps, spec.plugin})
            EXPECT_FALSE(text.empty()) << spec.name;
        EXPECT_NE(spec.bitrate_form.find("{bitrate}"), std::string::npos) << spec.name;
        EXPECT_NE(spec.gop_property.empty(), spec.bitrate_form.find("{gop}") == std::string::npos)
            << spec.name << " is told the length of a GOP once";
        EXPECT_EQ(spec.hardware, spec.api != HardwareApi::none) << spec.name;
        EXPECT_EQ(spec.hardware, !spec.device_after.empty()) << spec.name;
        EXPECT_TRUE(spec.name.starts_with(spec.device_after)) << spec.name;
    }
}

TEST(EncoderCatalog, AsksForAccessUnitsWithParameterSetsInBand) {
    for (const auto& spec : rows()) {
        const bool annex_b = spec.codec != Codec::av1;
        EXPECT_EQ(spec.parser.find("config-interval=-1") != std::string::npos, annex_b) << spec.name;
        EXPECT_TRUE(spec.caps.ends_with(annex_b ? "stream-format=byte-stream,alignment=au"
                                                : "stream-format=obu-stream,alignment=tu"))
            << spec.name;
    }
}

TEST(EncoderCatalog, TrustsNoHardware) {
    for (const auto& spec : rows())
        EXPECT_FALSE(spec.hardware && spec.trusted) << spec.name;
}

TEST(EncoderCatalog, HasFurtherDevicesBehindTheFirstAndBeforeSoftware) {
    constexpr std::array<std::string_view, 4> elements{"nvh264device1enc", "varenderD129h264enc",
                                                       "varenderD129h264lpenc", "varenderD130h264enc"};
    const auto names = names_with(elements, Codec::h264);
    const auto at = std::ranges::find(names, "nvh264device1enc");
    ASSERT_LE(at + 5, names.end());
    EXPECT_EQ(*(at - 1), "v4l2h264enc");
    EXPECT_TRUE(std::equal(elements.begin(), elements.end(), at));
    EXPECT_EQ(*(at + 4), "x264enc");
    EXPECT_EQ(names_with(elements, Codec::hevc), names_of(rows(), Codec::hevc));
}

TEST(EncoderCatalog, SpellsAFurtherDevicesElementsAsItsFirst) {
    constexpr std::array<std::string_view, 1> elements{"varenderD129h265enc"};
    const auto specs = encoders_among(elements);
    const auto first = std::ranges::find(specs, "vah265enc", &EncoderSpec::name);
    const auto further = std::ranges::find(specs, "varenderD129h265enc", &EncoderSpec::name);
    ASSERT_NE(first, specs.end());
    ASSERT_NE(further, specs.end());
    EXPECT_EQ(further->codec, Codec::hevc);
    EXPECT_EQ(further->bitrate_property, first->bitrate_property);
    EXPECT_EQ(further->settings.data(), first->settings.data());
    EXPECT_EQ(further->dmabufs.element, "varenderD129postproc");
    EXPECT_EQ(further->dmabufs.memory, first->dmabufs.memory);
}

TEST(EncoderCatalog, TakesOnlyDevicesForDevices) {
    constexpr std::array<std::string_view, 8> elements{
        "vah264enc",           "vavp9enc",     "varenderDh264enc", "va129h264enc",
        "varenderD129h264dec", "vaapih264enc", "vaX-1h264enc",     "qsvh264enc"};
    EXPECT_EQ(encoders_among(elements).size(), rows().size());
}

} // namespace
} // namespace pixelpass
