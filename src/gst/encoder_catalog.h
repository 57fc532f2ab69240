// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "media/access_unit.h"

#include <cstdint>
#include <span>
#include <string_view>

namespace pixelpass {

/// How an encoder is brought to make a keyframe at once.
enum class KeyframeRequest : std::uint8_t {
    event,         ///< by GStreamer's force-key-unit event
    bitrate_nudge, ///< the event gives an I slice without parameter sets; a changed bitrate gives an IDR
    gop_pulse,     ///< it heeds no event (av1enc of GStreamer 1.22); a GOP of 0 makes all pictures keyframes
};

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

/// One way to encode: a GStreamer element and how its properties are spelled.
struct EncoderSpec {
    std::string_view name; ///< of the element, and what the user calls it
    Codec codec = Codec::h264;
    bool hardware = false;
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
    std::string_view gop_property = {}; ///< frames from keyframe to keyframe
    bool numbers_pictures = false;      ///< gives them times at an even rate, whatever theirs were
    KeyframeRequest keyframe_request = KeyframeRequest::event;
    std::string_view parser = {};  ///< the element that splits its output into access units
    std::string_view caps = {};    ///< of what we want behind the parser
    std::string_view package = {}; ///< of Debian, that provides it
};

/// All encoders that we know how to use, the best first.
[[nodiscard]] std::span<const EncoderSpec> encoder_catalog();

/// The catalogue's row of that name, or null.
[[nodiscard]] const EncoderSpec* find_encoder(std::string_view name);

} // namespace pixelpass
