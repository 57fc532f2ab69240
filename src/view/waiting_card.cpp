// SPDX-License-Identifier: MIT OR Apache-2.0
#include "view/waiting_card.h"

#include "base/log.h"
#include "base/monotonic.h"
#include "gst/card.h"
#include "gst/init.h"
#include "media/codec_name.h"
#include "media/sound_format.h"

#include <fmt/format.h>

#include <array>
#include <utility>

namespace pixelpass {
namespace {

constexpr const char* card_text = "waiting for the host";
/// Nothing moves in it: enough that it is sharp soon.
constexpr unsigned frame_rate = 10;
constexpr std::size_t most_waiting = 64;
constexpr Size usual_size{1280, 720};
constexpr unsigned smallest_side = 16;
constexpr std::uint64_t most_pixels = 3840 * 2160;
constexpr std::chrono::milliseconds sound_interval{100};
constexpr std::size_t aac_samples = 1024; // in a frame

/// A stereo frame of AAC-LC that decodes to nothing but zeros.
constexpr std::array<unsigned char, 9> silent_frame{0x21, 0x00, 0x49, 0x90, 0x02, 0x19, 0x00, 0x23, 0x80};

/// The size that the host says its picture has, where one of that size is soon drawn.
Size size_of(const TrackFormat& video) {
    const auto is_side = [](unsigned side) { return side >= smallest_side && side % 2 == 0; };
    const bool drawable = is_side(video.width) && is_side(video.height) &&
                          std::uint64_t{video.width} * video.height <= most_pixels;
    return drawable ? Size{video.width, video.height} : usual_size;
}

SharedBytes silence() {
    const auto bytes = std::as_bytes(std::span(silent_frame));
    return SharedBytes::of(Bytes(bytes.begin(), bytes.end()));
}

} // namespace

WaitingCard::WaitingCard(const MuxTracks& tracks, OnUnit on_unit)
    : on_unit_(std::move(on_unit))
    , next_sound_(monotonic_now())
    , pictures_(most_waiting, [this](const SharedUnit& unit) { on_unit_(unit); }) {
    if (!tracks.audio || tracks.audio->config != aac_format().config)
        return;
    sound_ = tracks.audio;
    sound_timer_ = every(sound_interval, [this] { give_silence(); });
}

Result<std::unique_ptr<WaitingCard>> WaitingCard::start(const MuxTracks& tracks, OnUnit on_unit) {
    if (auto started = start_gstreamer(); !started)
        return fail(started);
    std::unique_ptr<WaitingCard> card(new WaitingCard(tracks, std::move(on_unit)));
    if (auto drawn = card->draw(*tracks.video); !drawn)
        return fail(drawn);
    return card;
}

Result<void> WaitingCard::draw(const TrackFormat& video) {
    const Size size = size_of(video);
    for (const EncoderSpec& encoder : encoder_catalog()) {
        if (encoder.hardware || encoder.codec != video.codec)
            continue;
        auto started = EncodingPipeline::start(
            encoder,
            {.frame_rate = frame_rate, .size = {}, .bitrate_kbps = default_bitrate_kbps(size, frame_rate)},
            {.on_unit =
                 [this](SharedUnit unit) {
                     if (!pictures_.push(std::move(unit)))
                         spdlog::debug("a picture of the card is dropped");
                 },
             .on_failed = [](const EncoderFailure& failure) { spdlog::info("{}", failure.error.message); }});
        if (!started) {
            spdlog::debug("{}", started.error().message);
            continue;
        }
        auto card = draw_card(card_text, size, std::string(encoder.raw_format), frame_rate);
        if (!card)
            return fail(card);
        pipeline_ = std::move(*started);
        pipeline_->pacer().hold(std::move(*card));
        return {};
    }
    return fail(Code::encoder, fmt::format("no software here encodes {}", codec_name(video.codec)));
}

void WaitingCard::give_silence() {
    for (const auto now = monotonic_now(); next_sound_ <= now; next_sound_ += sound_length(aac_samples))
        on_unit_(std::make_shared<const AccessUnit>(AccessUnit{.kind = MediaKind::audio,
                                                               .keyframe = true,
                                                               .pts = next_sound_,
                                                               .payload = silence(),
                                                               .format = sound_}));
}

} // namespace pixelpass
