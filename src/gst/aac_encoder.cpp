// SPDX-License-Identifier: MIT OR Apache-2.0
#include "gst/aac_encoder.h"

#include "base/log.h"
#include "gst/gst_ref.h"
#include "gst/init.h"
#include "media/aac.h"

#include <fmt/format.h>

#include <array>

namespace pixelpass {
namespace {

struct Known {
    const char* element;
    int priming; ///< samples; none of the elements reports it
};

constexpr std::array known_encoders{
    Known{"fdkaacenc", 2048},
    Known{"avenc_aac", 1024},
    Known{"voaacenc", 1600},
};

} // namespace

Result<AacEncoder> find_aac_encoder() {
    if (auto started = start_gstreamer(); !started)
        return fail(started);
    for (const auto& known : known_encoders) {
        if (!Ref<GstElementFactory>::adopt(gst_element_factory_find(known.element)))
            continue;
        spdlog::info("sound is encoded by {}", known.element);
        const auto format = aac_format();
        return AacEncoder{
            .chain = fmt::format("audioconvert ! {} name=encoder bitrate={} "
                                 "! audio/mpeg,mpegversion=4,stream-format=raw,rate={},channels={} "
                                 "! appsink name=units sync=false async=false max-buffers=8 "
                                 "enable-last-sample=false",
                                 known.element, format.bitrate, format.sample_rate, format.channels),
            .priming = std::chrono::nanoseconds(known.priming * 1'000'000'000LL / format.sample_rate)};
    }
    return fail(Code::audio, "no sound: GStreamer has no AAC encoder", "install gstreamer1.0-libav");
}

} // namespace pixelpass
