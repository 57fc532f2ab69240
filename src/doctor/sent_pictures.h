// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "gst/trial_picture.h"
#include "gst/video_source.h"

#include <deque>
#include <memory>
#include <mutex>
#include <optional>

namespace pixelpass {

/// The last pictures that a source painted, to compare with what comes of them. Any thread.
class SentPictures {
public:
    /// Lets `source`, which paints pictures as large as a trial's, keep them there.
    static void keep(VideoSource& source, std::shared_ptr<SentPictures> kept);

    /// The one of that time; nothing if it is none of the last.
    [[nodiscard]] std::optional<TrialPicture> find(Microseconds captured_at) const;

    /// More than are ever under way on a machine that can share at all.
    static constexpr std::size_t most = 60;

private:
    struct Sent {
        Microseconds captured_at;
        TrialPicture picture;
    };
    void add(const RawPicture& picture);

    mutable std::mutex mutex_;
    std::deque<Sent> pictures_; // guarded by mutex_
};

} // namespace pixelpass
