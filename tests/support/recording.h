// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "gst/video_pipeline.h"
#include "media/keyframe.h"
#include "support/luma_decoder.h"
#include "support/run_until.h"

#include <algorithm>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <vector>

namespace pixelpass::test {

/// A video pipeline and all that came out of it.
class Recording {
public:
    Recording(VideoSource source, std::string_view encoder, const VideoSettings& settings)
        : source_(std::move(source)) {
        auto started =
            VideoPipeline::start(*find_encoder(encoder), settings,
                                 {.encoding = {.on_unit = [this](SharedUnit unit) { add(std::move(unit)); },
                                               .on_failed =
                                                   [this](const EncoderFailure& failure) {
                                                       error_ = failure.error;
                                                       slow_ = failure.slow;
                                                   }},
                                  .source = {.on_size = [this](Size size) { size_ = size; },
                                             .on_lost =
                                                 [this](SourceLoss loss) {
                                                     error_ = std::move(loss.error);
                                                     final_ = loss.final;
                                                 }}});
        if (!started) {
            error_ = started.error();
            return;
        }
        pipeline_ = std::move(*started);
        show_again();
    }
    Recording(const Recording&) = delete;
    Recording& operator=(const Recording&) = delete;

    /// As is done after a loss.
    void show_again() {
        error_.reset();
        if (auto shown = pipeline_->show(source_); !shown)
            error_ = shown.error();
    }

    [[nodiscard]] VideoPipeline& pipeline() { return *pipeline_; }
    [[nodiscard]] const std::optional<Error>& error() const { return error_; }
    /// Whether the source said that it will not come back.
    [[nodiscard]] bool lost_for_good() const { return final_; }
    /// Whether the encoder was found too slow.
    [[nodiscard]] bool slow() const { return slow_; }
    /// What a capturer said last of its size.
    [[nodiscard]] Size size() const { return size_; }
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

    /// Whether pictures come to come no more than about once a second, as those of a still source.
    [[nodiscard]] bool comes_to_rest() const {
        return run_until(
            [this] {
                const auto all = units();
                return all.size() > 2 &&
                       all.back()->pts - all[all.size() - 2]->pts > std::chrono::milliseconds(700);
            },
            std::chrono::seconds(20));
    }

private:
    void add(SharedUnit unit) {
        const std::lock_guard lock(mutex_);
        units_.push_back(std::move(unit));
    }

    mutable std::mutex mutex_;
    std::vector<SharedUnit> units_; ///< guarded by mutex_
    std::optional<Error> error_;
    bool final_ = false;
    bool slow_ = false;
    Size size_;
    VideoSource source_;
    std::unique_ptr<VideoPipeline> pipeline_;
};

/// Forces keyframes between the periodic ones; whether each came, one that a decoder starts from, within two
/// units. Another may have been on its way already.
inline bool forces_keyframes(Recording& recording) {
    const auto starts = [](const SharedUnit& unit) {
        return unit->keyframe && starts_a_decoder(unit->format->codec, unit->payload.view);
    };
    for (int round = 0; round < 3; ++round) {
        const auto before = recording.wait_for(recording.units().size() + 8).size();
        recording.pipeline().force_keyframe(video_rendition);
        const auto units = recording.wait_for(before + 4);
        const auto first = units.begin() + static_cast<std::ptrdiff_t>(before);
        if (std::none_of(first, first + 3, starts))
            return false;
    }
    return true;
}

/// Waits till the newest picture is as expected.
inline testing::AssertionResult comes_to_show(const Recording& recording, const Luma& expected) {
    double nearest = 0;
    const bool shown = run_until([&] {
        const auto picture = recording.error() ? std::nullopt : newest_picture(recording.units());
        nearest = picture ? psnr(*picture, expected) : 0;
        return nearest >= 30;
    });
    if (shown)
        return testing::AssertionSuccess();
    return testing::AssertionFailure()
           << (recording.error() ? recording.error()->message : "another picture") << ", psnr " << nearest;
}

} // namespace pixelpass::test
