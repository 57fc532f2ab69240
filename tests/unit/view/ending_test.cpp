// SPDX-License-Identifier: MIT OR Apache-2.0
#include "view/ending.h"

#include "wire/close_code.h"

#include <gtest/gtest.h>

namespace pixelpass {
namespace {

using wire::CloseCode;

net::CloseInfo closed_by_host(CloseCode code) {
    return {.by_peer = true, .code = static_cast<std::uint64_t>(code), .reason = ""};
}

TEST(Ending, WhatTheHostDecidedIsFinal) {
    for (const auto code : {CloseCode::ended, CloseCode::full, CloseCode::refused, CloseCode::kicked,
                            CloseCode::protocol, CloseCode::password, CloseCode::expired, CloseCode::flood})
        EXPECT_FALSE(is_loss(closed_by_host(code)));
    EXPECT_TRUE(ending(closed_by_host(CloseCode::ended)));
    for (const auto code :
         {CloseCode::full, CloseCode::refused, CloseCode::kicked, CloseCode::password, CloseCode::expired}) {
        const auto end = ending(closed_by_host(code));
        ASSERT_FALSE(end);
        EXPECT_EQ(end.error().code, Code::refused);
        EXPECT_FALSE(end.error().hint.empty());
    }
}

TEST(Ending, AHostIsFullOfViewersOrOfThoseWhoAsk) {
    const auto end = ending(closed_by_host(CloseCode::full));
    ASSERT_FALSE(end);
    EXPECT_EQ(end.error().message, "the host has no place free");
    EXPECT_EQ(end.error().hint, "try again later, or have it raise --max-viewers");
}

TEST(Ending, WhatNobodyDecidedIsALoss) {
    EXPECT_TRUE(is_loss({.by_peer = false, .code = 0, .reason = "timed out"}));
    EXPECT_TRUE(is_loss(closed_by_host(CloseCode::none)));
    EXPECT_FALSE(is_loss({.by_peer = true, .code = 4711, .reason = ""}));
}

} // namespace
} // namespace pixelpass
