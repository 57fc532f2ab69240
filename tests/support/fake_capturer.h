// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "base/monotonic.h"
#include "gst/video_source.h"

#include <memory>
#include <optional>
#include <utility>

namespace pixelpass::test {

/// A capturer that gives just what a test pushes.
class FakeCapturer final : public Capturer {
public:
    /// A source of it; `capturer` is where it can be reached for as long as the source lives.
    static VideoSource source(FakeCapturer*& capturer) {
        auto made = std::make_unique<FakeCapturer>();
        capturer = made.get();
        return {.name = "the fake", .size = {}, .capturer = std::move(made), .description = {}, .paint = {}};
    }

    std::unique_ptr<Capture> start(PictureFeed feed, unsigned, CaptureEvents events) override {
        ++starts_;
        told_ = {};
        feed_.emplace(std::move(feed));
        events_ = std::move(events);
        return std::make_unique<Running>(*this);
    }

    /// A picture of one gray, captured now.
    static CapturedPicture gray(Size size, std::uint8_t brightness) {
        const std::size_t stride = std::size_t{4} * size.width;
        return {.bytes = SharedBytes::of(Bytes(stride * size.height, std::byte{brightness})),
                .size = size,
                .stride = stride,
                .format = PixelFormat::bgrx,
                .captured_at = monotonic_now()};
    }
    /// A picture that comes after the end of its capture is told of no more.
    void push(CapturedPicture picture) {
        if (!(std::exchange(told_, picture.size) == picture.size) && events_.on_size)
            events_.on_size(picture.size);
        feed_->push(std::move(picture));
    }
    /// How often it was started.
    [[nodiscard]] std::size_t starts() const { return starts_; }
    void lose(SourceLoss loss) {
        const auto on_lost = events_.on_lost; // which ends the capture
        on_lost(std::move(loss));
    }

private:
    class Running final : public Capture {
    public:
        explicit Running(FakeCapturer& capturer)
            : capturer_(capturer) {}
        ~Running() override { capturer_.events_ = {}; }
        Running(const Running&) = delete;
        Running& operator=(const Running&) = delete;

    private:
        FakeCapturer& capturer_;
    };

    std::optional<PictureFeed> feed_;
    CaptureEvents events_;
    std::size_t starts_ = 0;
    Size told_;
};

} // namespace pixelpass::test
