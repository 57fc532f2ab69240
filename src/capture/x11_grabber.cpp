// SPDX-License-Identifier: MIT OR Apache-2.0
#include "capture/x11_grabber.h"

#include "base/log.h"

#include <xcb/damage.h>

#include <algorithm>
#include <functional>
#include <string_view>
#include <utility>

namespace pixelpass {
namespace {

/// How often a still view is read all the same: some drivers tell of no damage under full-screen programs.
constexpr std::chrono::seconds check_interval{1};
/// A view that can't be read so many times in a row is lost, not just changing.
constexpr unsigned most_failures = 30;

tl::unexpected<SourceLoss> lacks(const X11Connection& connection, const char* extension) {
    return tl::unexpected(
        SourceLoss{.error = {Code::source, connection.name() + " lacks the extension " + extension,
                             "use another X server"}});
}

} // namespace

tl::expected<std::unique_ptr<X11Grabber>, SourceLoss>
X11Grabber::create(const X11Connection& connection, const Options& options, PictureFeed feed) {
    // Damage and the pointer are both made of XFixes' regions and need its version to be asked first.
    if (!connection.has(xcb_xfixes_id) ||
        !connection.reply(xcb_xfixes_query_version_reply, xcb_xfixes_query_version(connection.get(), 4, 0)))
        return lacks(connection, "XFixes");
    auto view = X11View::open(connection, options.target);
    if (!view)
        return tl::unexpected(std::move(view.error()));
    std::unique_ptr<X11Grabber> grabber(
        new X11Grabber(connection, options, std::move(feed), std::move(*view)));
    if (auto watched = grabber->watch_damage(); !watched)
        return tl::unexpected(std::move(watched.error()));
    return grabber;
}

X11Grabber::X11Grabber(const X11Connection& connection, const Options& options, PictureFeed feed,
                       X11View view)
    : connection_(&connection)
    , feed_(std::move(feed))
    , view_(std::move(view))
    , images_(connection)
    , interval_(std::chrono::nanoseconds(std::chrono::seconds(1)) / std::max(options.frame_rate, 1U))
    , rate_(options.frame_rate) {
    if (options.cursor)
        pointer_.emplace(connection, view_.window());
}

tl::expected<void, SourceLoss> X11Grabber::watch_damage() {
    if (!connection_->has(xcb_damage_id) ||
        !connection_->reply(xcb_damage_query_version_reply,
                            xcb_damage_query_version(connection_->get(), 1, 1)))
        return lacks(*connection_, "Damage");
    damage_ = xcb_generate_id(connection_->get());
    xcb_damage_create(connection_->get(), damage_, view_.window(), XCB_DAMAGE_REPORT_LEVEL_BOUNDING_BOX);
    return {};
}

tl::expected<X11Grabber::Clock::time_point, SourceLoss> X11Grabber::step() {
    take_events();
    const auto now = Clock::now();
    if (now >= due_) {
        if (auto looked = look(now); !looked)
            return tl::unexpected(std::move(looked.error()));
        // What came while we waited for answers is in xcb's own queue, not in the socket.
        take_events();
    }
    if (connection_->broken())
        return tl::unexpected(SourceLoss{
            .error = {Code::source, connection_->name() + " is gone", "the share goes on once it is back"}});
    xcb_flush(connection_->get());
    if (dirty_ || view_.stale() || !damage_is_told_)
        return due_;
    // The server tells nothing of the pointer's way; a mouse's own events would come more often than
    // pictures.
    return pointer_ ? std::max(due_, now + interval_) : check_at_;
}

void X11Grabber::take_events() {
    while (const XReply<xcb_generic_event_t> event{xcb_poll_for_event(connection_->get())})
        take(*event);
}

void X11Grabber::take(const xcb_generic_event_t& event) {
    view_.take(event);
    const auto* extension = xcb_get_extension_data(connection_->get(), &xcb_damage_id);
    if ((event.response_type & 0x7F) == extension->first_event + XCB_DAMAGE_NOTIFY) {
        // All that was damaged since it was last read, as a rectangle around it.
        const auto& [x, y, width, height] = reinterpret_cast<const xcb_damage_notify_event_t&>(event).area;
        const auto& [left, top, size] = view_.area();
        dirty_ |= x < left + static_cast<int>(size.width) && left < x + width &&
                  y < top + static_cast<int>(size.height) && top < y + height;
    } else if (pointer_ && pointer_->take(event)) {
        dirty_ = true;
    }
}

tl::expected<void, SourceLoss> X11Grabber::look(Clock::time_point now) {
    if (view_.stale() || now >= check_at_) {
        const auto before = view_.area();
        const auto drawable = view_.drawable();
        if (auto refreshed = view_.refresh(); !refreshed)
            return refreshed;
        dirty_ |= before != view_.area() || drawable != view_.drawable();
    }
    if (pointer_ && pointer_->moved(view_.area()))
        dirty_ = true;
    if (dirty_ || !damage_is_told_ || now >= check_at_)
        return grab(now);
    return {};
}

tl::expected<void, SourceLoss> X11Grabber::grab(Clock::time_point now) {
    if (!rate_.admit(now.time_since_epoch()))
        return {};
    due_ = Clock::time_point(rate_.due());
    // Before it is read: what is damaged meanwhile is told again.
    const bool announced = std::exchange(dirty_, false);
    xcb_damage_subtract(connection_->get(), damage_, XCB_NONE, XCB_NONE);
    auto grabbed = images_.grab(view_.drawable(), view_.area());
    if (const auto* refusal = std::get_if<X11Images::Refusal>(&grabbed)) {
        if (*refusal == X11Images::Refusal::failed && ++failures_ == most_failures)
            return tl::unexpected(SourceLoss{
                .error = {Code::source, view_.name() + " can't be read", "the share goes on once it can"}});
        dirty_ = true;
        return {};
    }
    failures_ = 0;
    check_at_ = now + check_interval;
    auto& image = std::get<X11Image>(grabbed);
    take_events(); // What was damaged before it was read has been told by now.
    if (!is_news(image, announced || dirty_))
        return {};
    if (pointer_)
        pointer_->paint(image.pixels, view_.area());
    feed_.push({.bytes = {std::move(image.owner), image.pixels},
                .size = view_.area().size,
                .stride = std::size_t{4} * view_.area().size.width,
                .format = PixelFormat::bgrx,
                .captured_at = now.time_since_epoch()});
    return {};
}

bool X11Grabber::is_news(const X11Image& image, bool announced) {
    if (announced || !damage_is_told_) {
        resting_.reset();
        return true;
    }
    const auto before = resting_;
    resting_ = std::hash<std::string_view>()(
        {reinterpret_cast<const char*>(image.pixels.data()), image.pixels.size()});
    if (!before || before == resting_)
        return false;
    spdlog::info("{} does not tell when it changes: it is read all the time", connection_->name());
    damage_is_told_ = false;
    return true;
}

} // namespace pixelpass
