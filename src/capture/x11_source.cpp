// SPDX-License-Identifier: MIT OR Apache-2.0
#include "capture/x11_source.h"

#include "capture/x11_capture.h"

#include <utility>

namespace pixelpass {
namespace {

class X11Capturer final : public Capturer {
public:
    X11Capturer(std::string display, X11Target target, bool cursor)
        : display_(std::move(display))
        , target_(std::move(target))
        , cursor_(cursor) {}

    std::unique_ptr<Capture> start(PictureFeed feed, unsigned frame_rate, CaptureEvents events) override {
        auto capture = std::make_unique<X11Capture>(
            display_, X11Grabber::Options{.target = target_, .cursor = cursor_, .frame_rate = frame_rate},
            std::move(feed), std::move(events), last_);
        last_ = capture->worker();
        return capture;
    }

private:
    const std::string display_;
    const X11Target target_;
    const bool cursor_;
    std::weak_ptr<const void> last_; ///< the thread of the last capture
};

} // namespace

Result<VideoSource> open_x11_source(const std::string& display, const X11Target& target, bool cursor) {
    const auto chosen = display_or_default(display);
    auto connection = X11Connection::open(chosen);
    if (!connection)
        return fail(connection);
    auto view = X11View::open(*connection, target);
    if (!view)
        return tl::unexpected(view.error().error);
    return VideoSource{.name = view->name(),
                       .size = view->area().size,
                       .capturer = std::make_unique<X11Capturer>(chosen, target, cursor),
                       .description = {},
                       .paint = {}};
}

} // namespace pixelpass
