// SPDX-License-Identifier: MIT OR Apache-2.0
#include "capture/portal_capture.h"

#include "base/monotonic.h"
#include "capture/portal_capturer.h"

#include <utility>

namespace pixelpass {
namespace {

constexpr std::chrono::seconds watch_interval{1};

} // namespace

PortalCapture::PortalCapture(PortalCapturer& capturer, PictureFeed feed, unsigned frame_rate,
                             CaptureEvents events)
    : capturer_(capturer)
    , feed_(std::move(feed))
    , rate_(frame_rate)
    , events_(std::move(events))
    , compositor_(CompositorWatch::create({.on_answer = [this] { find_alive(); },
                                           .on_silent =
                                               [this] {
                                                   lose(
                                                       {.error = {Code::source, "the desktop does not answer",
                                                                  "the share goes on once it does"}});
                                               }}))
    , watchdog_(every(watch_interval, [this] { look_for_life(); })) {}

PortalCapture::~PortalCapture() { capturer_.stop(); }

void PortalCapture::begin_with(CapturedPicture picture) {
    earlier_ = std::move(picture);
    if (compositor_)
        compositor_->ask();
    else
        find_alive();
}

void PortalCapture::find_alive() {
    if (!earlier_)
        return;
    auto picture = *std::exchange(earlier_, std::nullopt);
    picture.captured_at = monotonic_now();
    take(std::move(picture));
}

void PortalCapture::look_for_life() {
    if (std::exchange(still_, true) && compositor_)
        compositor_->ask();
}

void PortalCapture::take(CapturedPicture picture) {
    still_ = false;
    earlier_.reset();
    if (rate_.admit(monotonic_now())) {
        held_.reset();
        due_.reset();
        return pass_on(std::move(picture));
    }
    held_ = std::move(picture);
    if (due_.active())
        return;
    const auto wait = std::chrono::ceil<std::chrono::milliseconds>(rate_.due() - monotonic_now());
    due_ = after(std::max(wait, std::chrono::milliseconds(0)), [this] {
        if (auto picture_due = std::exchange(held_, std::nullopt))
            take(std::move(*picture_due));
    });
}

void PortalCapture::pass_on(CapturedPicture picture) {
    const Size size = shown_size(picture);
    if (feed_.push(std::move(picture)) && !(std::exchange(told_, size) == size))
        events_.on_size(size);
}

void PortalCapture::lose(SourceLoss loss) {
    watchdog_.reset();
    // The callback may destroy this object: nothing may follow it.
    if (const auto on_lost = std::exchange(events_.on_lost, nullptr))
        on_lost(std::move(loss));
}

} // namespace pixelpass
