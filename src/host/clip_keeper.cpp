// SPDX-License-Identifier: MIT OR Apache-2.0
#include "host/clip_keeper.h"

#include "base/monotonic.h"

#include <utility>

namespace pixelpass {

void ClipKeeper::note_demand(Rendition rendition, bool wanted) {
    if (rendition.kind != MediaKind::video)
        return;
    if (wanted)
        pictures_wanted_.insert(rendition.id);
    else
        pictures_wanted_.erase(rendition.id);
    if (pictures_wanted_.empty()) {
        // Nobody is to find what was shown long ago.
        forget_ = after(UnitHistory::span, [this] { history_ = {}; });
        return;
    }
    forget_.reset();
    picture_.aim(*pictures_wanted_.begin()); // the full one is the first
}

void ClipKeeper::keep(const AccessUnit& unit) {
    if (unit.kind == MediaKind::audio || picture_.admit(unit))
        history_.keep(unit);
}

Result<void> ClipKeeper::save(const std::filesystem::path& path, Events events) {
    if (writing_)
        return fail(Code::usage, "there is no clip: the last one is still being written", "try again");
    if (history_.empty())
        return fail(Code::usage, "there is no clip: nobody has watched in the last half minute",
                    "--record keeps all of a share, whether anybody watches or not");
    // The codec of the sound may have changed; a file holds one.
    const auto begin = history_.keyframe_of(history_.picture_at(monotonic_now() - UnitHistory::span));
    MuxTracks tracks{.video = history_[begin]->format, .audio = nullptr};
    for (auto i = begin; i < history_.end(); ++i) {
        if (history_[i]->kind == MediaKind::audio)
            tracks.audio = history_[i]->format;
    }
    auto recorder = Recorder::start(
        path, {.on_failed =
                   [this, report = events.on_failed](const Error& error) {
                       writing_ = false;
                       report(error);
                   },
               .on_finished =
                   [this, length = history_.newest() - history_[begin]->pts, report = events.on_saved] {
                       writing_ = false;
                       report(length);
                   }});
    if (!recorder)
        return fail(recorder);
    recorder_ = std::move(*recorder);
    writing_ = true;
    for (auto i = begin; i < history_.end(); ++i) {
        const auto& unit = history_[i];
        if (unit->kind == MediaKind::video || unit->format->codec == tracks.audio->codec)
            recorder_->offer(unit, tracks);
    }
    recorder_->finish();
    return {};
}

} // namespace pixelpass
