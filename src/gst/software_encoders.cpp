// SPDX-License-Identifier: MIT OR Apache-2.0
#include "gst/encoder_rows.h"
#include "gst/plugin_packages.h"

#include <array>

namespace pixelpass {
namespace {

// superfast, not ultrafast: 12.5 ms of CPU for a frame at 1080p instead of 8, and text stays readable.
constexpr std::array x264_settings{
    ElementSetting{"tune", "zerolatency"}, ElementSetting{"speed-preset", "superfast"},
    ElementSetting{"pass", "cbr"},         ElementSetting{"bframes", "0"},
    ElementSetting{"byte-stream", "true"},
};

// camera: made for screens, it takes four times the bitrate that it is given, and text looks worse.
constexpr std::array openh264_settings{
    ElementSetting{"rate-control", "bitrate"},
    ElementSetting{"usage-type", "camera"},
    ElementSetting{"complexity", "low"},
};

constexpr std::array x265_settings{
    ElementSetting{"tune", "zerolatency"},
    ElementSetting{"speed-preset", "ultrafast"},
};

constexpr std::array svt_av1_settings{
    ElementSetting{"preset", "10"},
    ElementSetting{"intra-refresh-type", "IDR"},
};

constexpr std::array rav1e_settings{
    ElementSetting{"speed-preset", "10"},
    ElementSetting{"low-latency", "true"},
    ElementSetting{"rdo-lookahead-frames", "1"},
};

// Without its own bounds of the quantizer, which are 0, libaom ends the process.
constexpr std::array aom_settings{
    ElementSetting{"usage-profile", "realtime"},
    ElementSetting{"cpu-used", "10"},
    ElementSetting{"lag-in-frames", "0"},
    ElementSetting{"end-usage", "cbr"},
    ElementSetting{"min-quantizer", "2"},
    ElementSetting{"max-quantizer", "58"},
    ElementSetting{"row-mt", "true"},
    ElementSetting{"threads", "4"},
    // Of a buffer that is shorter than these are by default.
    ElementSetting{"buf-initial-sz", "180"},
    ElementSetting{"buf-optimal-sz", "180"},
};

constexpr std::array software_rows{
    EncoderSpec{.name = "x264enc",
                .codec = Codec::h264,
                .trusted = true,
                .raw_format = "I420",
                .settings = x264_settings,
                .bitrate_property = "bitrate",
                .vbv_property = "vbv-buf-capacity",
                .vbv_in_milliseconds = true,
                .gop_property = "key-int-max",
                .parser = h264_parser,
                .caps = h264_caps,
                .plugin = "x264",
                .packages = {.debian = "gstreamer1.0-plugins-ugly",
                             .arch = "gst-plugins-ugly",
                             .fedora = "gstreamer1-plugins-ugly"}},
    EncoderSpec{.name = "openh264enc",
                .codec = Codec::h264,
                .raw_format = "I420",
                .settings = openh264_settings,
                .bitrate_property = "bitrate",
                .bitrate_unit = 1,
                .gop_property = "gop-size",
                .parser = h264_parser,
                .caps = h264_caps,
                .plugin = "openh264",
                .packages = {.debian = "gstreamer1.0-plugins-bad",
                             .arch = "gst-plugins-bad",
                             .fedora = "gstreamer1-plugin-openh264"}},
    EncoderSpec{.name = "x265enc",
                .codec = Codec::hevc,
                .raw_format = "I420",
                .settings = x265_settings,
                .bitrate_property = "bitrate",
                .vbv_property = "option-string",
                .gop_property = "key-int-max",
                .vbv_form = "bframes=0:scenecut=0:vbv-bufsize={vbv}:vbv-maxrate={bitrate}",
                .parser = hevc_parser,
                .caps = hevc_caps,
                .plugin = "x265",
                .packages = {.debian = "gstreamer1.0-plugins-bad",
                             .arch = "gst-plugins-bad",
                             .fedora = "gstreamer1-plugins-bad-freeworld"}},
    EncoderSpec{.name = "svtav1enc",
                .codec = Codec::av1,
                .raw_format = "I420",
                .settings = svt_av1_settings,
                .bitrate_property = "target-bitrate",
                .vbv_property = "parameters-string",
                .vbv_in_milliseconds = true,
                .gop_property = "intra-period-length",
                // CBR, which takes pictures that refer to no later ones; the properties alone give VBR.
                .vbv_form = "rc=2:pred-struct=1:buf-sz={vbv}",
                .parser = av1_parser,
                .caps = av1_caps,
                .plugin = "svtav1",
                .packages = plugins_bad,
                .first_version = 24},
    EncoderSpec{.name = "av1enc",
                .codec = Codec::av1,
                .raw_format = "I420",
                .settings = aom_settings,
                .bitrate_property = "target-bitrate",
                .vbv_property = "buf-sz",
                .vbv_in_milliseconds = true,
                .gop_property = "keyframe-max-dist",
                .keyframe_request = KeyframeRequest::gop_pulse,
                .parser = av1_parser,
                .caps = av1_caps,
                .plugin = "aom",
                .packages = plugins_bad},
    EncoderSpec{.name = "rav1enc",
                .codec = Codec::av1,
                .raw_format = "I420",
                .settings = rav1e_settings,
                .bitrate_property = "bitrate",
                .bitrate_unit = 1,
                .gop_property = "max-key-frame-interval",
                .parser = av1_parser,
                .caps = av1_caps,
                .plugin = "rav1e"},
};

} // namespace

std::span<const EncoderSpec> software_encoder_rows() { return software_rows; }

} // namespace pixelpass
