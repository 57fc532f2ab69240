// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "base/inbox.h"
#include "mux/muxer.h"

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <filesystem>
#include <functional>
#include <mutex>
#include <optional>
#include <thread>

namespace pixelpass {

/// Writes what comes into a file, as it comes, in a thread of its own: a disk that is slow holds nobody up.
/// Playable up to its last second however the program ends. Main thread.
class Recorder {
public:
    /// Payload that may wait for the disk before units are dropped, up to the next keyframe.
    static constexpr std::size_t byte_bound = 64U << 20;

    /// The file, whose name ends in `.mkv` or `.mp4`, must not be there yet. `on_failed`, at most once: it
    /// can't be written any more, but what is in it is kept. Error: Code::usage.
    [[nodiscard]] static Result<std::unique_ptr<Recorder>> start(const std::filesystem::path& path,
                                                                 std::function<void(const Error&)> on_failed);
    /// Writes what waits, and the end. If nothing has come there is no file.
    ~Recorder();
    Recorder(const Recorder&) = delete;
    Recorder& operator=(const Recorder&) = delete;

    /// Takes a unit, or drops it; it begins at a keyframe, with the tracks that there are by then.
    void offer(const SharedUnit& unit, const MuxTracks& tracks);

private:
    struct Item {
        SharedUnit unit;
        MuxTracks tracks;
    };

    Recorder(std::filesystem::path path, Container container, std::function<void(const Error&)> on_failed);
    void run();
    [[nodiscard]] std::optional<Item> next();
    [[nodiscard]] Result<void> write(const Item& item);

    const std::filesystem::path path_;
    const Container container_;
    Inbox<Error> failures_;
    bool awaiting_keyframe_ = true;

    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<Item> waiting_;      // guarded by mutex_
    std::size_t waiting_bytes_ = 0; // likewise
    bool ended_ = false;            // likewise: by either side

    std::unique_ptr<Muxer> muxer_; // its thread
    std::thread thread_;
};

} // namespace pixelpass
