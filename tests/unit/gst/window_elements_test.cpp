// SPDX-License-Identifier: MIT OR Apache-2.0
#include "gst/window_elements.h"

#include <gtest/gtest.h>

namespace pixelpass {
namespace {

using Sinks = std::vector<std::string_view>;

TEST(WindowElements, AreThoseOfTheDisplay) {
    EXPECT_EQ(window_sinks({}, true), Sinks{});
    EXPECT_EQ(window_sinks({.x11 = true}, true), (Sinks{"xvimagesink", "ximagesink", "glimagesink"}));
    EXPECT_EQ(window_sinks({.wayland = true}, false), (Sinks{"waylandsink", "glimagesink"}));
}

TEST(WindowElements, PreferAWindowThatTakesKeys) {
    const DisplayServers both{.wayland = true, .x11 = true};
    EXPECT_EQ(window_sinks(both, true).front(), "waylandsink");
    EXPECT_EQ(window_sinks(both, false), (Sinks{"xvimagesink", "ximagesink", "waylandsink", "glimagesink"}));
}

} // namespace
} // namespace pixelpass
