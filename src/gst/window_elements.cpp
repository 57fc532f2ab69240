// SPDX-License-Identifier: MIT OR Apache-2.0
#include "gst/window_elements.h"

#include "gst/distribution.h"
#include "gst/gst_ref.h"
#include "gst/init.h"
#include "gst/installed_element.h"
#include "gst/plugin_packages.h"
#include "media/codec_name.h"

#include <fmt/format.h>
#include <gst/video/navigation.h>

#include <algorithm>
#include <array>
#include <initializer_list>

namespace pixelpass {
namespace {

constexpr PackageNames x11_sinks{
    .debian = "gstreamer1.0-x", .arch = "gst-plugins-base", .fedora = "gstreamer1-plugins-base"};

/// Threads that decode a picture each hold one back each; those that share one do not.
struct DecoderRow {
    Codec codec;
    std::string_view name;
    std::string_view settings;
    PackageNames packages;
};
constexpr std::array decoders{
    DecoderRow{Codec::h264, "avdec_h264", "thread-type=slice", plugins_libav},
    DecoderRow{Codec::h264, "openh264dec", "", plugins_bad},
    DecoderRow{Codec::hevc, "avdec_h265", "thread-type=slice", plugins_libav},
    DecoderRow{Codec::hevc, "libde265dec", "max-threads=1", plugins_bad},
    DecoderRow{Codec::av1, "dav1ddec", "max-frame-delay=1", {}},
    DecoderRow{Codec::av1, "av1dec", "", plugins_bad},
    DecoderRow{Codec::aac, "avdec_aac", "", plugins_libav},
    DecoderRow{Codec::aac, "fdkaacdec", "", {}},
    DecoderRow{Codec::aac, "faad", "", {}},
    DecoderRow{Codec::opus, "opusdec", "", plugins_base},
};

/// The host leaves out what has this property (src/audio/graph_properties.cpp).
constexpr std::string_view marked = "stream-properties=\"props,pixelpass.player=(string)1\"";
/// How much sound waits to be played: what an uneven line needs, and no more.
constexpr std::array<std::string_view, 2> sound_players{"pulsesink buffer-time=60000 latency-time=10000",
                                                        "pipewiresink"};

/// Whether the element finds its display, sound server or device.
bool opens(std::string_view element) {
    const auto tried = Ref<GstElement>::sink(gst_element_factory_make(std::string(element).c_str(), nullptr));
    if (!tried)
        return false;
    const bool ready = gst_element_set_state(tried.get(), GST_STATE_READY) != GST_STATE_CHANGE_FAILURE;
    gst_element_set_state(tried.get(), GST_STATE_NULL);
    return ready;
}

std::string install(const PackageNames& packages) {
    const auto name = package_in(this_distribution(), packages);
    return fmt::format("install {}, or watch with --player mpv or vlc",
                       name.empty() ? packages.debian : name);
}

std::string_view first_word(std::string_view text) { return text.substr(0, text.find(' ')); }

} // namespace

DisplayServers DisplayServers::here() {
    const auto is_set = [](const char* name) {
        const char* value = g_getenv(name);
        return value && *value;
    };
    return {.wayland = is_set("WAYLAND_DISPLAY"), .x11 = is_set("DISPLAY")};
}

std::vector<std::string_view> window_sinks(DisplayServers displays, bool wayland_takes_keys) {
    std::vector<std::string_view> sinks;
    if (displays.wayland && wayland_takes_keys)
        sinks.emplace_back("waylandsink");
    if (displays.x11)
        sinks.insert(sinks.end(), {"xvimagesink", "ximagesink"});
    if (displays.wayland && !wayland_takes_keys)
        sinks.emplace_back("waylandsink");
    if (displays.wayland || displays.x11)
        sinks.emplace_back("glimagesink");
    return sinks;
}

bool takes_keys(const std::string& sink) {
    const auto factory = Ref<GstElementFactory>::adopt(gst_element_factory_find(sink.c_str()));
    return factory && gst_element_factory_has_interface(factory.get(), "GstNavigation");
}

Result<std::string> choose_window_sink() {
    if (auto started = start_gstreamer(); !started)
        return fail(started);
    const auto displays = DisplayServers::here();
    const auto sinks = window_sinks(displays, takes_keys("waylandsink"));
    if (sinks.empty())
        return fail(Code::player, "no window can be opened: there is no display",
                    "give the address to a player elsewhere, with --player none");
    const auto chosen = std::ranges::find_if(sinks, opens);
    if (chosen != sinks.end())
        return std::string(*chosen);
    if (std::ranges::none_of(sinks, has_element))
        return fail(Code::player, "no window can be opened: GStreamer's plugins for it are not installed",
                    install(displays.x11 ? x11_sinks : plugins_bad));
    return fail(Code::player, "no window can be opened: the display does not let us",
                "see what DISPLAY and WAYLAND_DISPLAY say, or watch with --player none");
}

Result<std::vector<std::string>> window_decoders(Codec codec) {
    std::vector<std::string> found;
    PackageNames packages;
    for (const auto& row : decoders) {
        if (row.codec != codec)
            continue;
        if (packages.debian.empty())
            packages = row.packages;
        if (has_element(row.name))
            found.push_back(fmt::format("{} {}", row.name, row.settings));
    }
    if (found.empty())
        return fail(Code::player, fmt::format("nothing here decodes {}", codec_name(codec)),
                    install(packages));
    return found;
}

Result<std::string> sound_output(Codec codec) {
    const auto decoder = window_decoders(codec);
    if (!decoder)
        return tl::unexpected(decoder.error());
    const auto player = std::ranges::find_if(sound_players, opens, first_word);
    if (player != sound_players.end())
        return fmt::format("{} ! audioconvert ! audioresample ! volume name=volume ! {} {} name=speaker",
                           decoder->front(), *player, marked);
    if (std::ranges::none_of(sound_players, has_element, first_word))
        return fail(Code::player, "there is no sound: GStreamer's plugin for it is not installed",
                    install(plugins_good));
    return fail(Code::player, "there is no sound: no sound server answers", "start PipeWire or PulseAudio");
}

} // namespace pixelpass
