// SPDX-License-Identifier: MIT OR Apache-2.0
#include "view/vlc_status.h"

#include <gtest/gtest.h>

#include <initializer_list>
#include <string>

namespace pixelpass {
namespace {

/// What the lines tell in the end.
std::optional<std::uint64_t> told(VlcStatus& status, std::initializer_list<std::string_view> lines) {
    std::optional<std::uint64_t> decoded;
    for (const auto line : lines) {
        if (const auto number = status.take(line))
            decoded = number;
    }
    return decoded;
}

TEST(VlcStatus, CountsDecodedPictures) {
    VlcStatus status;
    EXPECT_EQ(told(status, {"+----[ begin of statistical info ]\r", "+-[Incoming]\r",
                            "| input bytes read :      270 KiB\r", "| input bitrate    :     1305 kb/s\r",
                            "| demux bytes read :      238 KiB\r", "|\r", "+-[Video Decoding]\r",
                            "| video decoded    :       99\r", "| frames displayed :       44\r",
                            "| frames lost      :        5\r", "|\r", "+-[Audio Decoding]\r",
                            "| audio decoded    :      700\r", "| buffers played   :      600\r",
                            "| buffers lost     :      500\r", "+----[ end of statistical info ]\r",
                            "stats: returned 0 (no error)\r"}),
              49U);
}

TEST(VlcStatus, NeedsNoLanguage) {
    VlcStatus status;
    EXPECT_EQ(told(status, {"+----[ Anfang ]", "+-[Eingang]", "| a : 1", "+-[Bild]", "| 3 mal dekodiert: 16",
                            "| angezeigte Bilder: 7", "| 2 verloren: 1"}),
              8U);
}

TEST(VlcStatus, BeginsAnewWithEachStatistics) {
    VlcStatus status;
    told(status, {"+----[ cut short ]", "+-[1]"});
    EXPECT_EQ(told(status, {"+----[ whole ]", "+-[1]", "+-[2]", "| a : 10", "| b : 2", "| c : 3"}), 5U);
}

TEST(VlcStatus, IsNotToldByAnythingElse) {
    for (const auto* line :
         {"", "|", "| ", "| c", "| c : ", "| c : x", "| c : 3x", "| : 99999999999999999999999",
          "| c : 100000000001", "12", "+-[", "status change: ( play state: 3 )", "\xff\xfe"}) {
        VlcStatus status;
        EXPECT_FALSE(told(status, {"+----[ x ]", "+-[1]", "+-[2]", line})) << line;
    }
    VlcStatus status;
    EXPECT_FALSE(told(status, {"| a : 1", "+----[ x ]", "| b : 2", "+-[1]", "| c : 3"})) << "not of pictures";
}

TEST(VlcStatus, KnowsAPause) {
    VlcStatus status;
    EXPECT_FALSE(status.paused());
    told(status, {"status change: ( pause state: 3 ): Pause\r"});
    EXPECT_TRUE(status.paused());
    told(status, {"status change: ( audio volume: 256 )\r"});
    EXPECT_TRUE(status.paused());
    told(status, {"status change: ( play state: 2 ): Play\r"});
    EXPECT_FALSE(status.paused());
}

} // namespace
} // namespace pixelpass
