// SPDX-License-Identifier: MIT OR Apache-2.0
#include "capture/x11_pointer.h"

#include <algorithm>

namespace pixelpass {
namespace {

/// One channel of a premultiplied pixel over one that is there.
std::byte blend(unsigned over, unsigned alpha, std::byte below) {
    return static_cast<std::byte>(
        std::min(over + std::to_integer<unsigned>(below) * (255 - alpha) / 255, 255U));
}

} // namespace

X11Pointer::X11Pointer(const X11Connection& connection, xcb_window_t window)
    : connection_(&connection)
    , window_(window)
    , first_event_(xcb_get_extension_data(connection.get(), &xcb_xfixes_id)->first_event) {
    xcb_xfixes_select_cursor_input(connection.get(), window, XCB_XFIXES_CURSOR_NOTIFY_MASK_DISPLAY_CURSOR);
}

bool X11Pointer::take(const xcb_generic_event_t& event) {
    if ((event.response_type & 0x7F) != first_event_ + XCB_XFIXES_CURSOR_NOTIFY)
        return false;
    image_.reset();
    return true;
}

bool X11Pointer::moved(const Rectangle& area) {
    const auto answer =
        connection_->reply(xcb_query_pointer_reply, xcb_query_pointer(connection_->get(), window_));
    if (!answer)
        return false;
    x_ = answer->win_x;
    y_ = answer->win_y;
    if (!image_)
        image_ = connection_->reply(xcb_xfixes_get_cursor_image_reply,
                                    xcb_xfixes_get_cursor_image(connection_->get()));
    return place(area) != painted_;
}

Rectangle X11Pointer::place(const Rectangle& area) const {
    if (!image_)
        return {};
    const int left = x_ - image_->xhot - area.x;
    const int top = y_ - image_->yhot - area.y;
    const bool outside = left + image_->width <= 0 || top + image_->height <= 0 ||
                         left >= static_cast<int>(area.size.width) ||
                         top >= static_cast<int>(area.size.height);
    return outside ? Rectangle{} : Rectangle{left, top, {image_->width, image_->height}};
}

void X11Pointer::paint(std::span<std::byte> pixels, const Rectangle& area) {
    painted_ = place(area);
    const int width = static_cast<int>(area.size.width);
    const int right = std::min(painted_.x + static_cast<int>(painted_.size.width), width);
    const int bottom =
        std::min(painted_.y + static_cast<int>(painted_.size.height), static_cast<int>(area.size.height));
    for (int y = std::max(painted_.y, 0); y < bottom; ++y) {
        const auto* row = xcb_xfixes_get_cursor_image_cursor_image(image_.get()) +
                          static_cast<std::ptrdiff_t>(y - painted_.y) * image_->width;
        for (int x = std::max(painted_.x, 0); x < right; ++x) {
            const std::uint32_t over = row[x - painted_.x];
            const auto pixel = pixels.subspan(
                (static_cast<std::size_t>(y) * area.size.width + static_cast<std::size_t>(x)) * 4, 3);
            for (unsigned channel = 0; channel < 3; ++channel)
                pixel[channel] = blend(over >> (8 * channel) & 0xFF, over >> 24U, pixel[channel]);
        }
    }
}

} // namespace pixelpass
