// SPDX-License-Identifier: MIT OR Apache-2.0
#include "capture/x11_view.h"

#include "capture/x11_inventory.h"

#include <fmt/format.h>
#include <xcb/composite.h>
#include <xcb/randr.h>

#include <algorithm>

namespace pixelpass {
namespace {

/// Whether pixels of that visual lie in memory as blue, green, red and a byte of no meaning.
bool is_bgrx(const X11Connection& connection, std::uint8_t depth, xcb_visualid_t visual) {
    const auto* setup = xcb_get_setup(connection.get());
    bool four_bytes = false;
    for (auto i = xcb_setup_pixmap_formats_iterator(setup); i.rem > 0; xcb_format_next(&i))
        four_bytes |= i.data->depth == depth && i.data->bits_per_pixel == 32;
    if (!four_bytes || setup->image_byte_order != XCB_IMAGE_ORDER_LSB_FIRST)
        return false;
    for (auto d = xcb_screen_allowed_depths_iterator(&connection.screen()); d.rem > 0; xcb_depth_next(&d)) {
        for (auto v = xcb_depth_visuals_iterator(d.data); v.rem > 0; xcb_visualtype_next(&v)) {
            if (v.data->visual_id == visual)
                return v.data->red_mask == 0xFF0000 && v.data->green_mask == 0xFF00;
        }
    }
    return false;
}

/// What of `wanted` lies on a screen of that size.
Rectangle clip(const Rectangle& wanted, Size screen) {
    const int left = std::max(wanted.x, 0);
    const int top = std::max(wanted.y, 0);
    const int right =
        std::min(wanted.x + static_cast<int>(wanted.size.width), static_cast<int>(screen.width));
    const int bottom =
        std::min(wanted.y + static_cast<int>(wanted.size.height), static_cast<int>(screen.height));
    return {
        left,
        top,
        {static_cast<unsigned>(std::max(right - left, 0)), static_cast<unsigned>(std::max(bottom - top, 0))}};
}

void select_structure_events(const X11Connection& connection, xcb_window_t window) {
    const std::uint32_t mask = XCB_EVENT_MASK_STRUCTURE_NOTIFY;
    xcb_change_window_attributes(connection.get(), window, XCB_CW_EVENT_MASK, &mask);
}

} // namespace

tl::expected<X11View, SourceLoss> X11View::open(const X11Connection& connection, const X11Target& target) {
    X11View view(connection, target);
    if (auto found = view.find(); !found)
        return view.lost(std::move(found.error()));
    if (auto refreshed = view.refresh(); !refreshed)
        return tl::unexpected(std::move(refreshed.error()));
    return view;
}

Result<void> X11View::find() {
    select_structure_events(*connection_, window_);
    if (const auto* monitor = std::get_if<X11Monitor>(&target_)) {
        if (auto found = find_monitor(*connection_, *monitor); !found)
            return fail(found);
        name_ = "the monitor " + monitor->name;
        xcb_randr_select_input(connection_->get(), window_,
                               XCB_RANDR_NOTIFY_MASK_SCREEN_CHANGE | XCB_RANDR_NOTIFY_MASK_CRTC_CHANGE |
                                   XCB_RANDR_NOTIFY_MASK_OUTPUT_CHANGE);
    } else if (std::holds_alternative<Rectangle>(target_)) {
        name_ = "a region of " + connection_->name();
    } else if (const auto* wanted = std::get_if<X11Window>(&target_)) {
        return redirect_window(*wanted);
    }
    return check_pixels(connection_->screen().root_depth, connection_->screen().root_visual);
}

Result<void> X11View::redirect_window(const X11Window& wanted) {
    auto found = find_window(*connection_, wanted);
    if (!found)
        return fail(found);
    window_ = found->id;
    name_ = found->title.empty() ? "the window " + wanted.id_or_title
                                 : fmt::format("the window \"{}\"", found->title);
    select_structure_events(*connection_, window_);
    const auto version = connection_->has(xcb_composite_id)
                             ? connection_->reply(xcb_composite_query_version_reply,
                                                  xcb_composite_query_version(connection_->get(), 0, 4))
                             : nullptr;
    if (!version || (version->major_version == 0 && version->minor_version < 2))
        return fail(Code::source, connection_->name() + " lacks the extension Composite",
                    "share the whole screen: leave --window out");
    xcb_composite_redirect_window(connection_->get(), window_, XCB_COMPOSITE_REDIRECT_AUTOMATIC);
    const auto geometry =
        connection_->reply(xcb_get_geometry_reply, xcb_get_geometry(connection_->get(), window_));
    const auto attributes = connection_->reply(xcb_get_window_attributes_reply,
                                               xcb_get_window_attributes(connection_->get(), window_));
    if (!geometry || !attributes)
        return fail(Code::source, name_ + " was closed");
    return check_pixels(geometry->depth, attributes->visual);
}

Result<void> X11View::check_pixels(std::uint8_t depth, xcb_visualid_t visual) {
    if (is_bgrx(*connection_, depth, visual))
        return {};
    return fail(Code::source, fmt::format("{} has pixels of {} bits, which can't be captured", name_, depth),
                "set the X server to 24 bits of colour");
}

void X11View::take(const xcb_generic_event_t& event) {
    const auto kind = event.response_type & 0x7F;
    if (kind == XCB_DESTROY_NOTIFY)
        destroyed_ |= reinterpret_cast<const xcb_destroy_notify_event_t&>(event).window == window_;
    else if (kind == XCB_MAP_NOTIFY)
        remapped_ |= reinterpret_cast<const xcb_map_notify_event_t&>(event).window == window_;
    // Which of RandR's events it is does not matter, nor what changed: refresh() asks.
    const auto* randr = xcb_get_extension_data(connection_->get(), &xcb_randr_id);
    const bool monitors = randr && randr->present && kind >= randr->first_event &&
                          kind <= randr->first_event + XCB_RANDR_NOTIFY;
    stale_ |=
        monitors || kind == XCB_DESTROY_NOTIFY || kind == XCB_MAP_NOTIFY || kind == XCB_CONFIGURE_NOTIFY;
}

tl::expected<void, SourceLoss> X11View::refresh() {
    stale_ = false;
    if (std::holds_alternative<X11Window>(target_))
        return refresh_window();
    const Size screen = connection_->size_of(window_);
    if (const auto* monitor = std::get_if<X11Monitor>(&target_)) {
        const auto found = find_monitor(*connection_, *monitor);
        if (!found)
            return lost({Code::source, name_ + " is gone", SourceLoss::waiting});
        area_ = clip(*found, screen);
    } else {
        const auto* region = std::get_if<Rectangle>(&target_);
        area_ = clip(region ? *region : Rectangle{0, 0, screen}, screen);
    }
    if (area_.size.width && area_.size.height)
        return {};
    return lost(
        {Code::source, name_ + " lies outside of the screen", "`pixelpass list sources` shows sizes"});
}

tl::expected<void, SourceLoss> X11View::refresh_window() {
    const Size size = destroyed_ ? Size{} : connection_->size_of(window_);
    if (!size.width)
        return lost({Code::source, name_ + " was closed", SourceLoss::waiting});
    if (pixmap_ && !remapped_ && size == area_.size)
        return {};
    const auto pixmap = xcb_generate_id(connection_->get());
    if (connection_->succeeds(
            xcb_composite_name_window_pixmap_checked(connection_->get(), window_, pixmap))) {
        if (pixmap_)
            xcb_free_pixmap(connection_->get(), pixmap_);
        pixmap_ = pixmap;
        area_ = {0, 0, size};
        remapped_ = false;
    } else if (!pixmap_) {
        return lost({Code::source, name_ + " is not on the screen", "open it, if it is minimised"});
    } // else it is minimised, and its last picture stays
    return {};
}

tl::unexpected<SourceLoss> X11View::lost(Error error) const {
    if (connection_->broken())
        return tl::unexpected(
            SourceLoss{.error = {Code::source, connection_->name() + " is gone", SourceLoss::waiting}});
    // The number of a window that was closed is never given to what a person would take for the same window.
    const auto* window = std::get_if<X11Window>(&target_);
    const bool closed = window && is_window_id(*window) && connection_->size_of(window_).width == 0;
    return tl::unexpected(SourceLoss{.error = std::move(error), .final = closed});
}

} // namespace pixelpass
