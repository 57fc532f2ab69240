// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "fanout/subscriber.h"
#include "mux/recorder.h"

namespace pixelpass {

/// What all viewers of a share could see and hear, in a file: the full picture, and AAC. Main thread.
class Recording final : public Subscriber {
public:
    /// Records to `path`, as Recorder::start() has it; `sound` is the format of AAC, or null if there is
    /// none. `on_failed`: it wants nothing any more.
    [[nodiscard]] static Result<std::unique_ptr<Recording>>
    start(const std::filesystem::path& path, std::shared_ptr<const TrackFormat> sound,
          std::function<void(const Error&)> on_failed);

    [[nodiscard]] bool wants(Rendition rendition) const override;
    void offer(const SharedUnit& unit) override;

private:
    explicit Recording(std::shared_ptr<const TrackFormat> sound)
        : sound_(std::move(sound)) {}

    std::shared_ptr<const TrackFormat> sound_;
    bool failed_ = false;
    std::unique_ptr<Recorder> recorder_;
};

} // namespace pixelpass
