// SPDX-License-Identifier: MIT OR Apache-2.0
#include "cli/ticket_text.h"

#include <gtest/gtest.h>

namespace pixelpass {
namespace {

TEST(TicketText, IsFoundInALink) {
    for (const auto* text :
         {"endpointab2", "pixelpass:endpointab2", "pixelpass://endpointab2", "pixelpass://endpointab2/",
          "PIXELPASS:ENDPOINTAB2", "PixelPass:EndpointAb2", " \t endpointab2 \r\n"})
        EXPECT_EQ(ticket_in(text), "endpointab2") << text;
    EXPECT_EQ(ticket_in("pixelpass endpointab2\n"), "endpointab2");
    EXPECT_EQ(ticket_in("of all endpoints: PIXELPASS:ENDPOINTAB2  (till eight)"), "endpointab2");
    EXPECT_EQ(ticket_in(" no ticket "), "no ticket");
    EXPECT_EQ(ticket_in("pixelpass:-"), "-");
    EXPECT_EQ(ticket_in(" \n"), "");
    EXPECT_EQ(ticket_in(""), "");
    EXPECT_EQ(ticket_in("pixelpass:"), "");
}

TEST(TicketText, IsToldFromOtherWords) {
    for (const auto* word : {"endpointab2", "ENDPOINTAB2", "pixelpass:x", "PixelPass://x"})
        EXPECT_TRUE(looks_like_ticket(word)) << word;
    for (const auto* word : {"", "host", "view", "pixelpass", "--json", "/tmp/pixelpass:x"})
        EXPECT_FALSE(looks_like_ticket(word)) << word;
}

TEST(TicketText, ComesBackFromALink) {
    EXPECT_EQ(ticket_link("endpointab2"), "PIXELPASS:ENDPOINTAB2");
    EXPECT_EQ(ticket_in(ticket_link("endpointab2")), "endpointab2");
}

} // namespace
} // namespace pixelpass
