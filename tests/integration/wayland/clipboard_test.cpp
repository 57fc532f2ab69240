// SPDX-License-Identifier: MIT OR Apache-2.0
#include "desktop/clipboard.h"

#include "support/clipboard_round.h"

namespace pixelpass {
namespace {

TEST(WaylandClipboard, IsReadAgain) {
    {
        Clipboard clipboard;
        EXPECT_EQ(test::copied(clipboard, "endpointabc"), "wl-copy");
    }
    // It outlives who copied it.
    Clipboard clipboard;
    EXPECT_EQ(test::pasted(clipboard), "endpointabc");
    EXPECT_EQ(test::copied(clipboard, std::string(4097, 'a')), "wl-copy");
    EXPECT_EQ(test::pasted(clipboard).error().message, "what is on the clipboard is too long");
}

} // namespace
} // namespace pixelpass
