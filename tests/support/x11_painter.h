// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "support/luma_decoder.h"

#include <xcb/xcb.h>

#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>

namespace pixelpass::test {

/// Fills an X screen with still blocks of many colours, and knows what they look like.
class X11Painter {
public:
    static constexpr unsigned block = 40; ///< px a side

    explicit X11Painter(const std::string& display)
        : connection_(xcb_connect(display.c_str(), nullptr))
        , window_(xcb_generate_id(connection_.get())) {
        const auto* screen = xcb_setup_roots_iterator(xcb_get_setup(connection_.get())).data;
        size_ = {screen->width_in_pixels, screen->height_in_pixels};
        root_ = screen->root;
        const std::uint32_t override_redirect = 1;
        xcb_create_window(connection_.get(), XCB_COPY_FROM_PARENT, window_, root_, 0, 0,
                          screen->width_in_pixels, screen->height_in_pixels, 0, XCB_WINDOW_CLASS_INPUT_OUTPUT,
                          screen->root_visual, XCB_CW_OVERRIDE_REDIRECT, &override_redirect);
        xcb_map_window(connection_.get(), window_);
        for (unsigned y = 0; y < size_.height; y += block) {
            for (unsigned x = 0; x < size_.width; x += block)
                fill(x, y, colour(x, y));
        }
        sync();
    }

    /// What a viewer is to see: the BT.709 luma of the screen's top-left part.
    [[nodiscard]] Luma expected(Size size) const {
        Luma luma{.size = size, .pixels = {}};
        for (unsigned y = 0; y < size.height; ++y) {
            for (unsigned x = 0; x < size.width; ++x)
                luma.pixels.push_back(luma_of_colour(colour(x, y)));
        }
        return luma;
    }

    void move_pointer(int x, int y) {
        xcb_warp_pointer(connection_.get(), XCB_NONE, root_, 0, 0, 0, 0, static_cast<std::int16_t>(x),
                         static_cast<std::int16_t>(y));
        sync();
    }

private:
    struct Disconnect {
        void operator()(xcb_connection_t* connection) const { xcb_disconnect(connection); }
    };

    static std::uint32_t colour(unsigned x, unsigned y) {
        return (0x9E3779B1U * (x / block + 100 * (y / block) + 1)) >> 8U;
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
};

} // namespace pixelpass::test
