// SPDX-License-Identifier: MIT OR Apache-2.0
#include "host/clip_keeper.h"

#include "base/monotonic.h"

#include <algorithm>
#include <utility>

namespace pixelpass {
namespace {

SharedUnit no_earlier(const SharedUnit& unit, Microseconds begin) {
    if (unit->pts >= begin)
        return unit;
    auto later = std::make_shared<AccessUnit>(*unit);
    later->pts = begin;
    return later;
}

} // namespace

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

Result<void> ClipKeeper::save(const std::filesystem::path& path, const Events& events) {
    if (writing_)
        return fail(Code::usage, "there is no clip: the last one is still being written", "try again");
    if (history_.empty())
        return fail(Code::usage, "there is no clip: nobody has watched in the last half minute",
                    "--record keeps all of a share, whether anybody watches or not");
    // A still screen's GOP began long ago: its pictures up to the clip's beginning are decoded there, at
    // once.
    const auto begin = monotonic_now() - UnitHistory::span;
    const auto keyframe = history_.keyframe_of(history_.picture_at(begin));
    const MuxTracks tracks{.video = history_[keyframe]->format, .audio = sound_format()};
    auto recorder = Recorder::start(
        path, {.on_failed =
                   [this, report = events.on_failed](const Error& error) {
                       writing_ = false;
                       report(error);
                   },
               .on_finished =
                   [this, length = history_.newest() - std::max(history_[keyframe]->pts, begin),
                    report = events.on_saved] {
                       writing_ = false;
                       report(length);
                   }});
    if (!recorder)
        return fail(recorder);
    recorder_ = std::move(*recorder);
    writing_ = true;
    for (auto i = keyframe; i < history_.end(); ++i) {
        const auto& unit = history_[i];
        if (unit->kind == MediaKind::video)
            recorder_->offer(no_earlier(unit, begin), tracks);
        else if (unit->pts >= begin && unit->format->codec == tracks.audio->codec)
            recorder_->offer(unit, tracks);
    }
    recorder_->finish();
    return {};
}

std::shared_ptr<const TrackFormat> ClipKeeper::sound_format() const {
    // Viewers may have different ones, of which a file holds one: AAC, if there is any, as all players know
    // it.
    std::shared_ptr<const TrackFormat> format;
    for (auto i = history_.begin(); i < history_.end(); ++i) {
        const auto& unit = history_[i];
        if (unit->kind == MediaKind::audio && (!format || unit->format->codec == Codec::aac))
            format = unit->format;
    }
    return format;
}

} // namespace pixelpass
