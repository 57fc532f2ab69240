// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "desktop/clipboard.h"
#include "support/run_until.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>

namespace pixelpass::test {

/// What copying `text` ends in.
inline Result<std::string> copied(Clipboard& clipboard, const std::string& text) {
    std::optional<Result<std::string>> end;
    clipboard.copy(text, [&](Result<std::string> way) { end = std::move(way); });
    EXPECT_TRUE(run_until([&] { return end.has_value(); }));
    return end.value_or("");
}

/// What is on the clipboard, or why it can't be told.
inline Result<std::string> pasted(Clipboard& clipboard) {
    std::optional<Result<std::string>> end;
    clipboard.read([&](Result<std::string> text) { end = std::move(text); });
    EXPECT_TRUE(run_until([&] { return end.has_value(); }));
    return end.value_or("");
}

} // namespace pixelpass::test
