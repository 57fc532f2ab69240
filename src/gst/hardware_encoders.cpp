// SPDX-License-Identifier: MIT OR Apache-2.0
#include "gst/encoder_rows.h"

#include <array>

namespace pixelpass {
namespace {

constexpr EncoderSpec of_codec(Codec codec, EncoderSpec spec) {
    spec.codec = codec;
    spec.hardware = true;
    spec.raw_format = "NV12";
    spec.parser = codec == Codec::h264 ? h264_parser : codec == Codec::hevc ? hevc_parser : av1_parser;
    spec.caps = codec == Codec::h264 ? h264_caps : codec == Codec::hevc ? hevc_caps : av1_caps;
    return spec;
}

constexpr std::array va_settings{
    ElementSetting{"rate-control", "cbr"},
    ElementSetting{"b-frames", "0"},
    ElementSetting{"ref-frames", "1"},
    ElementSetting{"target-usage", "6"},
};

// Without a hierarchy and with one picture in each group, none waits for a later one.
constexpr std::array va_av1_settings{
    ElementSetting{"rate-control", "cbr"}, ElementSetting{"gf-group-size", "1"},
    ElementSetting{"ref-frames", "1"},     ElementSetting{"hierarchical-level", "1"},
    ElementSetting{"target-usage", "6"},
};

constexpr EncoderSpec va(std::string_view name, Codec codec) {
    const bool av1 = codec == Codec::av1;
    return of_codec(codec, {.name = name,
                            .api = HardwareApi::va,
                            .device_after = "va",
                            .dmabufs = {.element = "vapostproc",
                                        .memory = "memory:VAMemory",
                                        .context = "gst.va.display.handle"},
                            .settings = av1 ? std::span<const ElementSetting>(va_av1_settings) : va_settings,
                            .bitrate_property = "bitrate",
                            .vbv_property = "cpb-size",
                            .gop_property = "key-int-max",
                            .numbers_pictures = !av1,
                            .keyframe_request = av1 ? KeyframeRequest::event : KeyframeRequest::bitrate_nudge,
                            .plugin = "va",
                            .packages = {.debian = "gstreamer1.0-plugins-bad",
                                         .arch = "gst-plugin-va",
                                         .fedora = "gstreamer1-plugins-bad-free"},
                            .first_version = av1 ? 24U : 22U});
}

// GStreamer's two implementations spell the same things differently; from 1.26 on the newer has the older's
// names. The presets by number, and the tune, came with 1.24.
constexpr std::array nvenc_settings{
    ElementSetting{"preset", "low-latency-hq"},
    ElementSetting{"preset", "p4"},
    ElementSetting{"tune", "ultra-low-latency"},
    ElementSetting{"rc-mode", "cbr"},
    ElementSetting{"rate-control", "cbr"},
    ElementSetting{"zerolatency", "true"},
    ElementSetting{"zero-reorder-delay", "true"},
    ElementSetting{"bframes", "0"},
    ElementSetting{"b-frames", "0"},
    ElementSetting{"rc-lookahead", "0"},
    ElementSetting{"repeat-sequence-header", "true"},
};

constexpr EncoderSpec nvenc(std::string_view name, std::string_view device_after, Codec codec) {
    return of_codec(codec, {.name = name,
                            .api = HardwareApi::nvenc,
                            .device_after = device_after,
                            .settings = nvenc_settings,
                            .bitrate_property = "bitrate",
                            .vbv_property = "vbv-buffer-size",
                            .gop_property = "gop-size",
                            .plugin = "nvcodec",
                            .packages = {.debian = "gstreamer1.0-plugins-bad",
                                         .arch = "gst-plugins-bad",
                                         .fedora = "gstreamer1-plugins-bad-free"},
                            .first_version = codec == Codec::av1 ? 26U : 22U,
                            .last_version = name.starts_with("nvcuda") ? 24U : 999U});
}

constexpr std::array quick_sync_settings{
    ElementSetting{"rate-control", "cbr"}, ElementSetting{"low-latency", "true"},
    ElementSetting{"b-frames", "0"},       ElementSetting{"ref-frames", "1"},
    ElementSetting{"target-usage", "6"},
};

// The same property counts from another number for HEVC: this is "each I picture is an IDR".
constexpr std::array quick_sync_hevc_settings{
    ElementSetting{"rate-control", "cbr"}, ElementSetting{"low-latency", "true"},
    ElementSetting{"b-frames", "0"},       ElementSetting{"ref-frames", "1"},
    ElementSetting{"target-usage", "6"},   ElementSetting{"idr-interval", "1"},
};

constexpr EncoderSpec quick_sync(std::string_view name, std::string_view device_after, Codec codec) {
    return of_codec(codec, {.name = name,
                            .api = HardwareApi::quick_sync,
                            .device_after = device_after,
                            .settings = codec == Codec::hevc
                                            ? std::span<const ElementSetting>(quick_sync_hevc_settings)
                                            : quick_sync_settings,
                            .bitrate_property = "bitrate",
                            .gop_property = "gop-size",
                            .plugin = "qsv",
                            .packages = {.debian = "gstreamer1.0-plugins-bad",
                                         .arch = "gst-plugin-qsv",
                                         .fedora = "gstreamer1-plugins-bad-free"}});
}

/// What a Raspberry Pi up to 4 has. It is told by the kernel's controls, whose names are GStreamer's spelling
/// of the kernel's; those that a device lacks are left out. Without a level it makes none above 720p.
constexpr EncoderSpec v4l2_h264() {
    EncoderSpec spec =
        of_codec(Codec::h264,
                 {.name = "v4l2h264enc",
                  .api = HardwareApi::v4l2,
                  .device_after = "v4l2",
                  .bitrate_property = "extra-controls",
                  .bitrate_unit = 1,
                  .bitrate_form = "controls,video_bitrate_mode=1,video_b_frames=0,repeat_sequence_header=1,"
                                  "video_gop_size={gop},h264_i_frame_period={gop},video_bitrate={bitrate}",
                  .keyframe_request = KeyframeRequest::by_version,
                  .plugin = "video4linux2",
                  .packages = {.debian = "gstreamer1.0-plugins-good",
                               .arch = "gst-plugins-good",
                               .fedora = "gstreamer1-plugins-good"}});
    spec.parser = "video/x-h264,level=(string)4 ! h264parse config-interval=-1";
    return spec;
}

// VA-API first: it takes the desktop's own memory.
constexpr std::array hardware_rows{
    va("vah264enc", Codec::h264),
    va("vah264lpenc", Codec::h264),
    nvenc("nvcudah264enc", "nvcudah264", Codec::h264),
    nvenc("nvh264enc", "nvh264", Codec::h264),
    quick_sync("qsvh264enc", "qsvh264", Codec::h264),
    v4l2_h264(),
    va("vah265enc", Codec::hevc),
    va("vah265lpenc", Codec::hevc),
    nvenc("nvcudah265enc", "nvcudah265", Codec::hevc),
    nvenc("nvh265enc", "nvh265", Codec::hevc),
    quick_sync("qsvh265enc", "qsvh265", Codec::hevc),
    va("vaav1enc", Codec::av1),
    va("vaav1lpenc", Codec::av1),
    nvenc("nvav1enc", "nvav1", Codec::av1),
    quick_sync("qsvav1enc", "qsvav1", Codec::av1),
};

} // namespace

std::span<const EncoderSpec> hardware_encoder_rows() { return hardware_rows; }

} // namespace pixelpass
