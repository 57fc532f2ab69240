// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "capture/x11_target.h"
#include "support/luma_decoder.h"

#include <xcb/xcb.h>

#include <array>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>

namespace pixelpass::test {

/// A window of still blocks of many colours that knows what it looks like: over the whole screen, or one with
/// a title.
class X11Painter {
public:
    static constexpr unsigned block = 40; ///< px a side

    explicit X11Painter(const std::string& display)
        : X11Painter(display, {}, "") {}
    X11Painter(const std::string& display, const Rectangle& place, const std::string& title,
               unsigned seed = 0)
        : connection_(xcb_connect(display.c_str(), nullptr))
        , window_(xcb_generate_id(connection_.get()))
        , seed_(seed) {
        const auto* screen = xcb_setup_roots_iterator(xcb_get_setup(connection_.get())).data;
        root_ = screen->root;
        size_ = place.size.width ? place.size : Size{screen->width_in_pixels, screen->height_in_pixels};
        const std::uint32_t override_redirect = 1;
        xcb_create_window(connection_.get(), XCB_COPY_FROM_PARENT, window_, root_,
                          static_cast<std::int16_t>(place.x), static_cast<std::int16_t>(place.y),
                          static_cast<std::uint16_t>(size_.width), static_cast<std::uint16_t>(size_.height),
                          0, XCB_WINDOW_CLASS_INPUT_OUTPUT, screen->root_visual, XCB_CW_OVERRIDE_REDIRECT,
                          &override_redirect);
        xcb_change_property(connection_.get(), XCB_PROP_MODE_REPLACE, window_, XCB_ATOM_WM_NAME,
                            XCB_ATOM_STRING, 8, static_cast<std::uint32_t>(title.size()), title.data());
        xcb_map_window(connection_.get(), window_);
        paint();
    }

    /// What a viewer is to see: the BT.709 luma of a part of the window; black outside of it.
    [[nodiscard]] Luma expected(const Rectangle& part) const {
        Luma luma{.size = part.size, .pixels = {}};
        for (unsigned row = 0; row < part.size.height; ++row) {
            for (unsigned column = 0; column < part.size.width; ++column) {
                const auto x = static_cast<unsigned>(part.x) + column;
                const auto y = static_cast<unsigned>(part.y) + row;
                luma.pixels.push_back(x < size_.width && y < size_.height ? luma_of_colour(colour(x, y))
                                                                          : 16);
            }
        }
        return luma;
    }

    /// Shows other colours.
    void repaint(unsigned seed) {
        seed_ = seed;
        paint();
    }
    void resize(Size size) {
        size_ = size;
        const std::array<std::uint32_t, 2> sides{size.width, size.height};
        xcb_configure_window(connection_.get(), window_, XCB_CONFIG_WINDOW_WIDTH | XCB_CONFIG_WINDOW_HEIGHT,
                             sides.data());
        paint();
    }
    void move_pointer(int x, int y) {
        xcb_warp_pointer(connection_.get(), XCB_NONE, root_, 0, 0, 0, 0, static_cast<std::int16_t>(x),
                         static_cast<std::int16_t>(y));
        sync();
    }
    [[nodiscard]] xcb_window_t window() const { return window_; }

private:
    struct Disconnect {
        void operator()(xcb_connection_t* connection) const { xcb_disconnect(connection); }
    };

    [[nodiscard]] std::uint32_t colour(unsigned x, unsigned y) const {
        return (0x9E3779B1U * (x / block + 100 * (y / block) + 10'000 * seed_ + 1)) >> 8U;
    }
    void paint() {
        for (unsigned y = 0; y < size_.height; y += block) {
            for (unsigned x = 0; x < size_.width; x += block)
                fill(x, y, colour(x, y));
        }
        sync();
    }
    static std::uint8_t luma_of_colour(std::uint32_t rgb) {
        const double luma =
            0.2126 * ((rgb >> 16U) & 255U) + 0.7152 * ((rgb >> 8U) & 255U) + 0.0722 * (rgb & 255U);
        return static_cast<std::uint8_t>(std::lround(16 + luma * 219 / 255));
    }
    void fill(unsigned x, unsigned y, std::uint32_t rgb) {
        const auto context = xcb_generate_id(connection_.get());
        xcb_create_gc(connection_.get(), context, window_, XCB_GC_FOREGROUND, &rgb);
        const xcb_rectangle_t area{static_cast<std::int16_t>(x), static_cast<std::int16_t>(y), block, block};
        xcb_poly_fill_rectangle(connection_.get(), window_, context, 1, &area);
        xcb_free_gc(connection_.get(), context);
    }
    /// Waits till the server has done all that it was asked.
    void sync() {
        std::free(
            xcb_get_input_focus_reply(connection_.get(), xcb_get_input_focus(connection_.get()), nullptr));
    }

    std::unique_ptr<xcb_connection_t, Disconnect> connection_;
    Size size_;
    xcb_window_t root_ = 0;
    xcb_window_t window_ = 0;
    unsigned seed_ = 0;
};

} // namespace pixelpass::test
