// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "capture/x11_images.h"
#include "capture/x11_pointer.h"
#include "capture/x11_view.h"
#include "gst/picture_feed.h"
#include "gst/rate_cap.h"

#include <chrono>
#include <memory>
#include <optional>

namespace pixelpass {

/// Reads a view of an X display whenever it looks different, but no more often than it may. One thread.
class X11Grabber {
public:
    using Clock = std::chrono::steady_clock;

    struct Options {
        X11Target target;
        bool cursor = true;
        unsigned frame_rate = 30;
    };

    /// An error is why there is nothing to grab, and whether that may change. The connection must outlive the
    /// grabber.
    static tl::expected<std::unique_ptr<X11Grabber>, SourceLoss>
    create(const X11Connection& connection, const Options& options, PictureFeed feed);

    /// Takes in what the server has told, and pushes a picture if one is due. Gives when it wants to be
    /// called again at the latest; at once whenever the connection's descriptor is readable. The error is why
    /// there will be no more.
    tl::expected<Clock::time_point, SourceLoss> step();

    [[nodiscard]] Size size() const { return view_.area().size; }

private:
    X11Grabber(const X11Connection& connection, const Options& options, PictureFeed feed, X11View view);

    tl::expected<void, SourceLoss> watch_damage();
    void take_events();
    void take(const xcb_generic_event_t& event);
    tl::expected<void, SourceLoss> look(Clock::time_point now);
    tl::expected<void, SourceLoss> grab(Clock::time_point now);
    /// Whether it looks different than the last one; `announced`: the server has said so.
    [[nodiscard]] bool is_news(const X11Image& image, bool announced);

    const X11Connection* connection_;
    PictureFeed feed_;
    X11View view_;
    X11Images images_;
    std::optional<X11Pointer> pointer_;
    const Clock::duration interval_;
    std::uint32_t damage_ = 0;
    bool dirty_ = true;          ///< what was read last is not what is there now
    bool damage_is_told_ = true; ///< till a picture differs that no damage had announced
    unsigned failures_ = 0;      ///< in a row
    RateCap rate_;
    Clock::time_point due_{};            ///< no sooner is the next picture
    Clock::time_point check_at_{};       ///< then it is read though nothing seems to have changed
    std::optional<std::size_t> resting_; ///< hash of the picture at the last check, if none came since
};

} // namespace pixelpass
