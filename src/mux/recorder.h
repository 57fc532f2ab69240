// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "base/inbox.h"
#include "mux/muxer.h"

#include <cstddef>
#include <filesystem>
#include <functional>
#include <memory>

namespace pixelpass {

/// Writes what comes into a file, as it comes, in a thread of its own: a disk that is slow holds nobody up.
/// Playable up to its last second however the program ends. Main thread.
class Recorder {
public:
    /// What may wait for the disk before units are dropped, up to the next keyframe.
    static constexpr std::size_t byte_bound = 128U << 20;
    /// How long what waits is still written at the end; a disk that hangs is then left alone.
    static constexpr std::chrono::milliseconds patience{300};

    /// Called on the main loop.
    struct Events {
        /// At most once: it can't be written any more, but what is in it is kept.
        std::function<void(const Error&)> on_failed;
        /// After finish(), unless it has failed: the file is whole.
        std::function<void()> on_finished;
    };

    /// The file, whose name ends in `.mkv` or `.mp4`, must not be there yet. Error: Code::usage.
    [[nodiscard]] static Result<std::unique_ptr<Recorder>> start(const std::filesystem::path& path,
                                                                 Events events);
    /// Writes what waits, and the end. If nothing has come there is no file.
    ~Recorder();
    Recorder(const Recorder&) = delete;
    Recorder& operator=(const Recorder&) = delete;

    /// Takes a unit, or drops it; it begins at a keyframe, with the tracks that there are by then.
    void offer(const SharedUnit& unit, const MuxTracks& tracks);
    /// Nothing more is taken: what waits is written, however long that takes.
    void finish();

private:
    class Writer;

    Recorder(const std::filesystem::path& path, Container container, Events events);

    Inbox<Result<void>> reports_;
    std::shared_ptr<Writer> writer_; // its thread's, too
    bool awaiting_keyframe_ = true;
};

} // namespace pixelpass
