// SPDX-License-Identifier: MIT OR Apache-2.0
#include "gst/card.h"

#include "gst/pipeline.h"

#include <fmt/format.h>
#include <gst/app/gstappsink.h>

#include <algorithm>

namespace pixelpass {

Result<Ref<GstSample>> draw_card(const std::string& text, Size size, const std::string& raw_format,
                                 unsigned frame_rate) {
    auto pipeline = Pipeline::parse(
        fmt::format(
            "videotestsrc num-buffers=1 pattern=solid-color foreground-color=0xff202830 "
            "! video/x-raw,format={},width={},height={},colorimetry=bt709,framerate={}/1 "
            "! textoverlay text=\"{}\" halignment=center valignment=center draw-shadow=false "
            "draw-outline=false auto-resize=false font-desc=\"Sans,{}px\" ! appsink name=card sync=false",
            raw_format, size.width, size.height, frame_rate, text, std::max(size.height / 14, 8U)),
        {});
    if (!pipeline)
        return fail(pipeline);
    if (const auto playing = (*pipeline)->play(); !playing)
        return fail(Code::internal, "a card can't be drawn: " + playing.error().message);
    const auto sink = (*pipeline)->element("card");
    auto card = Ref<GstSample>::adopt(gst_app_sink_try_pull_sample(GST_APP_SINK(sink.get()), GST_SECOND));
    if (!card)
        return fail(Code::internal, "a card can't be drawn: no picture comes");
    return card;
}

} // namespace pixelpass
