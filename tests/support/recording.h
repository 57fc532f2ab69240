// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "gst/video_pipeline.h"
#include "support/run_until.h"

#include <mutex>
#include <optional>
#include <stdexcept>
#include <vector>

namespace pixelpass::test {

/// A video pipeline and all that came out of it.
class Recording {
public:
    Recording(const VideoSource& source, std::string_view encoder, const VideoSettings& settings) {
        auto started =
            VideoPipeline::start(source, *find_encoder(encoder), settings,
                                 {.on_unit = [this](SharedUnit unit) { add(std::move(unit)); },
                                  .on_source_lost = [this](Error error) { error_ = std::move(error); },
                                  .on_error = [this](Error error) { error_ = std::move(error); }});
        if (started)
            pipeline_ = std::move(*started);
        else
            error_ = started.error();
    }

    [[nodiscard]] VideoPipeline& pipeline() { return *pipeline_; }
    [[nodiscard]] const std::optional<Error>& error() const { return error_; }
    void stop() { pipeline_.reset(); }

    [[nodiscard]] std::vector<SharedUnit> units() const {
        const std::lock_guard lock(mutex_);
        return units_;
    }
    /// Waits till there are `count` units; all there are then. Throws, and so ends the test, if they don't
    /// come.
    [[nodiscard]] std::vector<SharedUnit> wait_for(std::size_t count) {
        const bool came = run_until([&] { return error_ || units().size() >= count; });
        if (error_ || !came)
            throw std::runtime_error(error_ ? error_->message : "too few units came");
        return units();
    }

private:
    void add(SharedUnit unit) {
        const std::lock_guard lock(mutex_);
        units_.push_back(std::move(unit));
    }

    mutable std::mutex mutex_;
    std::vector<SharedUnit> units_; ///< guarded by mutex_
    std::optional<Error> error_;
    std::unique_ptr<VideoPipeline> pipeline_;
};

} // namespace pixelpass::test
