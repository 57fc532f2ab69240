// SPDX-License-Identifier: MIT OR Apache-2.0
#include "capture/test_source.h"

#include "capture/time_strip.h"

#include <fmt/format.h>

#include <chrono>

namespace pixelpass {

VideoSource open_test_source(Size size) {
    const auto lettering = size.height / 12;
    return {
        .name = "the test picture",
        .size = size,
        .capturer = nullptr,
        .description = fmt::format(
            "videotestsrc is-live=true pattern=smpte75 horizontal-speed=2 "
            "! video/x-raw,format=I420,width={},height={} "
            "! clockoverlay time-format=%H:%M:%S halignment=center valignment=center font-desc=\"Sans,{}px\" "
            "! timeoverlay halignment=center valignment=bottom font-desc=\"Sans,{}px\"",
            size.width, size.height, lettering, lettering),
        .paint =
            [](RawPicture& picture) {
                paint_time_strip(picture, std::chrono::steady_clock::now().time_since_epoch());
                // By the time that viewers are told, however late the picture is painted.
                paint_flash(picture, picture.captured_at);
            },
    };
}

} // namespace pixelpass
