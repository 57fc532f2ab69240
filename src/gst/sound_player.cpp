// SPDX-License-Identifier: MIT OR Apache-2.0
#include "gst/sound_player.h"

#include "gst/mapped_buffer.h"
#include "gst/sound_caps.h"
#include "gst/window_elements.h"

#include <fmt/format.h>
#include <gst/app/gstappsrc.h>

#include <utility>

namespace pixelpass {
namespace {

/// A unit may come so much later than the first did before all are placed anew; the sink's buffer covers it.
constexpr std::chrono::milliseconds latest{40};

} // namespace

SoundPlayer::SoundPlayer(std::function<void(Error)> on_failed)
    : on_failed_(std::move(on_failed)) {}

Result<std::unique_ptr<SoundPlayer>> SoundPlayer::open(const TrackFormat& format,
                                                       std::function<void(Error)> on_failed) {
    auto output = sound_output(format.codec);
    if (!output)
        return fail(output);
    std::unique_ptr<SoundPlayer> player(new SoundPlayer(std::move(on_failed)));
    auto pipeline = Pipeline::parse(
        fmt::format("appsrc name=units is-live=true format=time max-bytes=0 ! {}", *output),
        {.on_error =
             [raw = player.get()](const ElementError& error) {
                 if (const auto report = std::exchange(raw->on_failed_, nullptr))
                     report({Code::player, fmt::format("there is no sound any more: {}", error.message), ""});
             },
         .on_end = {}});
    if (!pipeline)
        return fail(Code::player, pipeline.error().message, pipeline.error().hint);
    player->pipeline_ = std::move(*pipeline);
    player->source_ = player->pipeline_->element("units");
    player->volume_ = player->pipeline_->element("volume");
    const auto caps = sound_caps(format);
    gst_app_src_set_caps(GST_APP_SRC(player->source_.get()), caps.get());
    if (const auto playing = player->pipeline_->play(); !playing)
        return fail(Code::player, fmt::format("there is no sound: {}", playing.error().message));
    return player;
}

GstClockTime SoundPlayer::place(Microseconds pts) {
    const auto now = std::chrono::duration_cast<Microseconds>(
        std::chrono::nanoseconds(gst_element_get_current_running_time(source_.get())));
    if (!shift_ || pts + *shift_ > now || pts + *shift_ + latest < now)
        shift_ = now - pts;
    return static_cast<GstClockTime>(std::chrono::nanoseconds(pts + *shift_).count());
}

void SoundPlayer::offer(const AccessUnit& unit) {
    auto* source = GST_APP_SRC(source_.get());
    if (gst_app_src_get_current_level_buffers(source) >= most_waiting)
        return;
    const auto buffer = wrap_in_buffer(unit.payload);
    GST_BUFFER_PTS(buffer.get()) = place(unit.pts);
    gst_app_src_push_buffer(source, gst_buffer_ref(buffer.get()));
}

void SoundPlayer::set_volume(double volume) { g_object_set(volume_.get(), "volume", volume, nullptr); }

} // namespace pixelpass
