// SPDX-License-Identifier: MIT OR Apache-2.0
#include "host/recording.h"

#include <utility>

namespace pixelpass {

Result<std::unique_ptr<Recording>> Recording::start(const std::filesystem::path& path,
                                                    std::shared_ptr<const TrackFormat> sound,
                                                    std::function<void(const Error&)> on_failed) {
    std::unique_ptr<Recording> recording(new Recording(std::move(sound)));
    auto recorder = Recorder::start(
        path, {.on_failed =
                   [raw = recording.get(), on_failed = std::move(on_failed)](const Error& error) {
                       raw->failed_ = true;
                       on_failed(error);
                   },
               .on_finished = {}});
    if (!recorder)
        return fail(recorder);
    recording->recorder_ = std::move(*recorder);
    return recording;
}

bool Recording::wants(Rendition rendition) const {
    return !failed_ && (rendition == video_rendition || (sound_ && rendition == aac_rendition));
}

void Recording::offer(const SharedUnit& unit) {
    recorder_->offer(unit,
                     {.video = unit->kind == MediaKind::video ? unit->format : nullptr, .audio = sound_});
}

} // namespace pixelpass
