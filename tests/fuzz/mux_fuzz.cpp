// SPDX-License-Identifier: MIT OR Apache-2.0
#include "fuzz/fuzz.h"
#include "media/sound_format.h"
#include "mux/muxer.h"

using namespace pixelpass;

// The first byte chooses the container, the codec and the kinds; the rest is units of up to 255 bytes.
int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 2)
        return 0;
    const unsigned choice = data[0];
    ByteView rest = fuzz::view(data + 1, size - 1);
    TrackFormat video{
        .codec = static_cast<Codec>((choice >> 1U & 1U) + (choice >> 5U & 1U)), .width = 64, .height = 48};
    TrackFormat audio = choice & 16U ? opus_format() : aac_format();
    if (choice & 4U)
        audio.config.assign(
            rest.begin(), rest.begin() + static_cast<std::ptrdiff_t>(std::min<std::size_t>(rest.size(), 16)));
    auto muxer = Muxer::create(choice & 1U ? Container::mpegts : Container::matroska,
                               {.video = std::make_shared<const TrackFormat>(video),
                                .audio = choice & 8U ? nullptr : std::make_shared<const TrackFormat>(audio)},
                               [](ByteView) {});
    for (std::int64_t time = 0; muxer && rest.size() > 2; ++time) {
        const auto length = std::min(std::to_integer<std::size_t>(rest[0]), rest.size() - 2);
        const auto mark = std::to_integer<unsigned>(rest[1]);
        const auto payload = rest.subspan(2, length);
        rest = rest.subspan(2 + length);
        (void)(*muxer)->push({.kind = mark & 1U ? MediaKind::audio : MediaKind::video,
                              .keyframe = (mark & 2U) != 0,
                              .pts = Microseconds(mark & 4U ? -time : time * 1'000'000),
                              .payload = SharedBytes::of(Bytes(payload.begin(), payload.end())),
                              .format = nullptr});
    }
    return 0;
}
