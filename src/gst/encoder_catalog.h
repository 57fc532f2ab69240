// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "media/access_unit.h"

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace pixelpass {

/// How an encoder is brought to make a keyframe at once.
enum class KeyframeRequest : std::uint8_t {
    event,         ///< by GStreamer's force-key-unit event
    bitrate_nudge, ///< the event gives an I slice without parameter sets; a changed bitrate gives an IDR
    gop_pulse,     ///< it heeds no event (av1enc of GStreamer 1.22); a GOP of 0 makes all pictures keyframes
    by_version,    ///< by the event, which some versions of GStreamer do not pass on: the GOP is short
};

/// What an encoder drives its hardware by.
enum class HardwareApi : std::uint8_t { none, va, nvenc, quick_sync, v4l2 };

/// A property of an element and its value, as gst-launch spells them.
struct ElementSetting {
    std::string_view property;
    std::string_view value;
};

/// How DMABufs get into an encoder without a copy.
struct DmaBufEntry {
    std::string_view element = {}; ///< that imports, converts and scales them; empty: there is none
    std::string_view memory = {};  ///< the caps feature of what it gives and the encoder takes
    std::string_view context = {}; ///< the type of the GstContext that both have to share
};

/// The names of a package in the distributions that we know; empty where we know none.
struct PackageNames {
    std::string_view debian = {}; ///< and Ubuntu
    std::string_view arch = {};
    std::string_view fedora = {}; ///< RPM Fusion's included
};

/// One way to encode: a GStreamer element and how its properties are spelled.
struct EncoderSpec {
    std::string_view name; ///< of the element, and what the user calls it
    Codec codec = Codec::h264;
    bool hardware = false;
    HardwareApi api = HardwareApi::none;
    /// The elements of further devices have the device's name behind this part of theirs; empty: no others.
    std::string_view device_after = {};
    /// Works wherever its library does: no driver, nothing to try.
    bool trusted = false;
    std::string_view raw_format = {}; ///< the pictures that it takes, 8 bit 4:2:0
    DmaBufEntry dmabufs = {};
    std::span<const ElementSetting> settings =
        {}; ///< for low delay; those that this version lacks are left out
    std::string_view bitrate_property = {};
    unsigned bitrate_unit = 1000;       ///< bit/s
    std::string_view vbv_property = {}; ///< the decoder's buffer; may be empty
    bool vbv_in_milliseconds = false;   ///< else in kbit
    std::string_view gop_property = {}; ///< frames from keyframe to keyframe; empty: told in another form
    /// The values of the properties of bitrate and buffer, of {bitrate}, {vbv} and {gop}.
    std::string_view bitrate_form = "{bitrate}";
    std::string_view vbv_form = "{vbv}";
    bool numbers_pictures = false; ///< gives them times at an even rate, whatever theirs were
    KeyframeRequest keyframe_request = KeyframeRequest::event;
    std::string_view parser = {}; ///< the elements that split its output into access units
    std::string_view caps = {};   ///< of what we want behind the parser
    std::string_view plugin = {}; ///< GStreamer's name of the plugin that has it
    PackageNames packages = {};   ///< that provide the plugin
    unsigned first_version = 22;  ///< of GStreamer 1.x, that has it
    unsigned last_version = 999;  ///< likewise; later ones have it under another name
};

/// The rows of the table, and one more for each of `elements` (names of what is installed) that is a further
/// device's. Of each codec the best first: hardware, that of further devices, software.
[[nodiscard]] std::vector<EncoderSpec> encoders_among(std::span<const std::string_view> elements);

/// All encoders that we know how to use, installed or not, with those of all this machine's devices. Main
/// thread.
[[nodiscard]] std::span<const EncoderSpec> encoder_catalog();

/// The catalogue's row of that name, or null.
[[nodiscard]] const EncoderSpec* find_encoder(std::string_view name);

} // namespace pixelpass
