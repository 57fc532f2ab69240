// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "capture/x11_connection.h"
#include "capture/x11_target.h"

#include <array>
#include <cstddef>
#include <memory>
#include <span>
#include <variant>

namespace pixelpass {

/// Pixels of 4 bytes as the X server gave them, row after row without a gap. They may be written to till they
/// are shared.
struct X11Image {
    std::shared_ptr<void> owner;
    std::span<std::byte> pixels;
};

/// Reads pictures of an X server, by memory shared with it where it is on this machine (MIT-SHM 1.2). One
/// thread; the images may be let go on any.
class X11Images {
public:
    /// Why there is no image: all memory is still being read, or the server has no such area any more.
    enum class Refusal { busy, failed };

    /// The connection must outlive it.
    explicit X11Images(const X11Connection& connection);

    [[nodiscard]] std::variant<X11Image, Refusal> grab(xcb_drawable_t drawable, const Rectangle& area);

private:
    class Memory;
    struct Segment {
        std::shared_ptr<Memory> memory; ///< shared with whoever reads an image in it
        std::uint32_t id = 0;
    };

    [[nodiscard]] Segment* free_segment(std::size_t size);
    [[nodiscard]] bool attach(Segment& segment, std::size_t size);
    [[nodiscard]] std::variant<X11Image, Refusal> grab_by_socket(xcb_drawable_t drawable,
                                                                 const Rectangle& area, std::size_t size);

    const X11Connection* connection_;
    bool shared_; ///< the server takes our memory
    /// One waits, one is being converted, one is written to.
    std::array<Segment, 3> segments_;
};

} // namespace pixelpass
