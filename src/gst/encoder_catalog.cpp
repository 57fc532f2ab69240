// SPDX-License-Identifier: MIT OR Apache-2.0
#include "gst/encoder_catalog.h"

#include <algorithm>
#include <array>

namespace pixelpass {
namespace {

constexpr std::array va_h264_settings{
    ElementSetting{"rate-control", "cbr"},
    ElementSetting{"b-frames", "0"},
    ElementSetting{"ref-frames", "1"},
    ElementSetting{"target-usage", "6"},
};

// superfast, not ultrafast: 12.5 ms of CPU for a frame at 1080p instead of 8, and text stays readable.
constexpr std::array x264_settings{
    ElementSetting{"tune", "zerolatency"}, ElementSetting{"speed-preset", "superfast"},
    ElementSetting{"pass", "cbr"},         ElementSetting{"bframes", "0"},
    ElementSetting{"byte-stream", "true"},
};

constexpr std::array openh264_settings{
    ElementSetting{"rate-control", "bitrate"},
    ElementSetting{"usage-type", "screen"},
    ElementSetting{"complexity", "low"},
};

constexpr std::array x265_settings{
    ElementSetting{"tune", "zerolatency"},
    ElementSetting{"speed-preset", "ultrafast"},
};

// Without its own bounds of the quantizer, which are 0, libaom ends the process.
constexpr std::array av1_settings{
    ElementSetting{"usage-profile", "realtime"},
    ElementSetting{"cpu-used", "10"},
    ElementSetting{"lag-in-frames", "0"},
    ElementSetting{"end-usage", "cbr"},
    ElementSetting{"min-quantizer", "2"},
    ElementSetting{"max-quantizer", "58"},
    ElementSetting{"row-mt", "true"},
    ElementSetting{"threads", "4"},
};

constexpr std::string_view h264_caps = "video/x-h264,stream-format=byte-stream,alignment=au";

constexpr EncoderSpec va_h264(std::string_view name) {
    return {
        .name = name,
        .codec = Codec::h264,
        .hardware = true,
        .raw_format = "NV12",
        .dmabufs = {.element = "vapostproc", .memory = "memory:VAMemory", .context = "gst.va.display.handle"},
        .settings = va_h264_settings,
        .bitrate_property = "bitrate",
        .bitrate_unit = 1000,
        .vbv_property = "cpb-size",
        .gop_property = "key-int-max",
        .numbers_pictures = true,
        .keyframe_request = KeyframeRequest::bitrate_nudge,
        .parser = "h264parse config-interval=-1",
        .caps = h264_caps,
        .package = "gstreamer1.0-plugins-bad"};
}

constexpr std::array catalog{
    va_h264("vah264enc"),
    va_h264("vah264lpenc"),
    EncoderSpec{.name = "x264enc",
                .codec = Codec::h264,
                .trusted = true,
                .raw_format = "I420",
                .settings = x264_settings,
                .bitrate_property = "bitrate",
                .bitrate_unit = 1000,
                .vbv_property = "vbv-buf-capacity",
                .vbv_in_milliseconds = true,
                .gop_property = "key-int-max",
                .parser = "h264parse config-interval=-1",
                .caps = h264_caps,
                .package = "gstreamer1.0-plugins-ugly"},
    EncoderSpec{.name = "openh264enc",
                .codec = Codec::h264,
                .raw_format = "I420",
                .settings = openh264_settings,
                .bitrate_property = "bitrate",
                .bitrate_unit = 1,
                .gop_property = "gop-size",
                .parser = "h264parse config-interval=-1",
                .caps = h264_caps,
                .package = "gstreamer1.0-plugins-bad"},
    EncoderSpec{.name = "x265enc",
                .codec = Codec::hevc,
                .raw_format = "I420",
                .settings = x265_settings,
                .bitrate_property = "bitrate",
                .bitrate_unit = 1000,
                .gop_property = "key-int-max",
                .parser = "h265parse config-interval=-1",
                .caps = "video/x-h265,stream-format=byte-stream,alignment=au",
                .package = "gstreamer1.0-plugins-bad"},
    EncoderSpec{.name = "av1enc",
                .codec = Codec::av1,
                .raw_format = "I420",
                .settings = av1_settings,
                .bitrate_property = "target-bitrate",
                .bitrate_unit = 1000,
                .gop_property = "keyframe-max-dist",
                .keyframe_request = KeyframeRequest::gop_pulse,
                .parser = "av1parse",
                .caps = "video/x-av1,stream-format=obu-stream,alignment=tu",
                .package = "gstreamer1.0-plugins-bad"},
};

} // namespace

std::span<const EncoderSpec> encoder_catalog() { return catalog; }

const EncoderSpec* find_encoder(std::string_view name) {
    const auto found = std::ranges::find(catalog, name, &EncoderSpec::name);
    return found == catalog.end() ? nullptr : &*found;
}

} // namespace pixelpass
