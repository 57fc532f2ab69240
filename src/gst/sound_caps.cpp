// SPDX-License-Identifier: MIT OR Apache-2.0
#include "gst/sound_caps.h"

#include "gst/mapped_buffer.h"

namespace pixelpass {

Ref<GstCaps> sound_caps(const TrackFormat& format) {
    const auto rate = static_cast<int>(format.sample_rate);
    const auto channels = static_cast<int>(format.channels);
    if (format.codec == Codec::opus)
        return Ref<GstCaps>::adopt(gst_caps_new_simple("audio/x-opus", "channel-mapping-family", G_TYPE_INT,
                                                       0, "rate", G_TYPE_INT, rate, "channels", G_TYPE_INT,
                                                       channels, nullptr));
    const auto config = wrap_in_buffer(SharedBytes::of(format.config));
    return Ref<GstCaps>::adopt(
        gst_caps_new_simple("audio/mpeg", "mpegversion", G_TYPE_INT, 4, "stream-format", G_TYPE_STRING, "raw",
                            "framed", G_TYPE_BOOLEAN, TRUE, "rate", G_TYPE_INT, rate, "channels", G_TYPE_INT,
                            channels, "codec_data", GST_TYPE_BUFFER, config.get(), nullptr));
}

} // namespace pixelpass
