// SPDX-License-Identifier: MIT OR Apache-2.0
// Reads the strip of digits (tests/rigs/moving_page.py) that fills the top of an X display, every 2 ms, and
// prints one JSON object a line for each picture that it has not seen yet: its number, and when it was there
// (CLOCK_MONOTONIC, in µs).
//   bench_screen_reader                     $DISPLAY; until SIGINT or SIGTERM
#include "base/monotonic.h"

#include <fmt/format.h>
#include <xcb/xcb.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <optional>
#include <thread>

namespace {

using Reply = std::unique_ptr<xcb_get_image_reply_t, decltype(&std::free)>;

class Strip {
public:
    explicit Strip(xcb_connection_t* display)
        : display_(display)
        , screen_(xcb_setup_roots_iterator(xcb_get_setup(display)).data) {}

    /// The number on the screen; nothing if there is no strip.
    [[nodiscard]] std::optional<unsigned> read() const {
        // Both rows of digits are of one picture.
        xcb_grab_server(display_);
        const auto asked_upper = ask(0);
        const auto asked_lower = ask(1);
        xcb_ungrab_server(display_);
        const auto upper = wait(asked_upper);
        const auto lower = wait(asked_lower);
        if (!upper || !lower || level(*upper, 8) < 180 || level(*lower, 8) > 75)
            return std::nullopt;
        unsigned gray = 0;
        for (unsigned bit = 0; bit < 16; ++bit)
            gray |= (level(bit < 8 ? *upper : *lower, bit % 8) >= 128 ? 1U : 0U) << bit;
        for (const unsigned shift : {8U, 4U, 2U, 1U})
            gray ^= gray >> shift;
        return gray;
    }

private:
    [[nodiscard]] unsigned middle(unsigned cell, unsigned size) const { return size * (2 * cell + 1) / 2; }

    [[nodiscard]] xcb_get_image_cookie_t ask(unsigned row) const {
        const auto y = middle(row, screen_->height_in_pixels / 8U);
        return xcb_get_image(display_, XCB_IMAGE_FORMAT_Z_PIXMAP, screen_->root, 0,
                             static_cast<std::int16_t>(y), screen_->width_in_pixels, 1, ~0U);
    }

    [[nodiscard]] Reply wait(xcb_get_image_cookie_t cookie) const {
        return {xcb_get_image_reply(display_, cookie, nullptr), &std::free};
    }

    [[nodiscard]] unsigned level(const xcb_get_image_reply_t& row, unsigned column) const {
        const auto* pixel =
            xcb_get_image_data(&row) + std::size_t{4} * middle(column, screen_->width_in_pixels / 16U);
        return (pixel[0] + pixel[1] + pixel[2]) / 3U;
    }

    xcb_connection_t* display_;
    const xcb_screen_t* screen_;
};

} // namespace

int main() {
    const std::unique_ptr<xcb_connection_t, decltype(&xcb_disconnect)> display(xcb_connect(nullptr, nullptr),
                                                                               &xcb_disconnect);
    const Strip strip(display.get());
    std::optional<unsigned> last;
    while (xcb_connection_has_error(display.get()) == 0) {
        if (const auto number = strip.read(); number && number != last) {
            last = number;
            fmt::print("{{\"number\": {}, \"at\": {}}}\n", *number, pixelpass::monotonic_now().count());
            std::fflush(stdout);
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
    return 1;
}
