// SPDX-License-Identifier: MIT OR Apache-2.0
#include "view/line_reader.h"
#include "view/mpv_protocol.h"

#include <gtest/gtest.h>

#include <vector>

namespace pixelpass {
namespace {

std::vector<std::string> lines_of(LineReader& reader, std::string_view text) {
    std::vector<std::string> lines;
    reader.feed(text, [&](std::string_view line) { lines.emplace_back(line); });
    return lines;
}

TEST(MpvReply, HasANumber) {
    const auto reply = parse_mpv_reply(R"({"data":12.5,"request_id":3,"error":"success"})");
    ASSERT_TRUE(reply);
    EXPECT_EQ(reply->request, 3);
    EXPECT_TRUE(reply->success);
    EXPECT_EQ(std::get<double>(reply->value), 12.5);
}

TEST(MpvReply, HasAFlag) {
    const auto reply = parse_mpv_reply(R"({"data":true,"request_id":1,"error":"success"})");
    ASSERT_TRUE(reply);
    EXPECT_TRUE(std::get<bool>(reply->value));
}

TEST(MpvReply, SaysThatItFailed) {
    const auto reply = parse_mpv_reply(R"({"request_id":1,"error":"property unavailable"})");
    ASSERT_TRUE(reply);
    EXPECT_FALSE(reply->success);
    EXPECT_TRUE(std::holds_alternative<std::monostate>(reply->value));
}

TEST(MpvReply, IsNoEvent) {
    EXPECT_FALSE(parse_mpv_reply(R"({"event":"property-change","id":1,"name":"pause","data":true})"));
}

TEST(MpvReply, IsNothingElse) {
    for (const auto* line :
         {"", "{", "[]", "null", "7", "\"text\"", "{}", R"({"request_id":1})", R"({"error":"success"})",
          R"({"request_id":"1","error":"success"})", R"({"request_id":1.5,"error":"success"})",
          R"({"request_id":1,"error":0})", R"({"request_id":null,"error":"success"})",
          R"({"request_id":1,"error":"success"} more)", "\xff\xfe\x80",
          "{\"request_id\":1,\"error\":\"\xff\"}", R"({"request_id":1e999,"error":"success"})"})
        EXPECT_FALSE(parse_mpv_reply(line)) << line;
}

TEST(MpvReply, HasNoValueOfAnyOtherKind) {
    for (const auto* data : {"null", "\"text\"", "[1]", R"({"a":1})", R"("1.0")"}) {
        const auto reply =
            parse_mpv_reply(std::string(R"({"request_id":1,"error":"success","data":)") + data + "}");
        ASSERT_TRUE(reply) << data;
        EXPECT_TRUE(std::holds_alternative<std::monostate>(reply->value)) << data;
    }
    EXPECT_FALSE(parse_mpv_reply(R"({"request_id":1,"error":"success","data":1e999})"));
}

TEST(MpvReply, MayBeNestedAsDeeplyAsALineAllows) {
    const std::string deep(LineReader::limit, '[');
    EXPECT_FALSE(parse_mpv_reply(deep));
    const auto half = LineReader::limit / 2 - 64;
    EXPECT_TRUE(parse_mpv_reply(R"({"request_id":1,"error":"success","data":)" + std::string(half, '[') +
                                std::string(half, ']') + "}"));
}

TEST(MpvCommand, IsALineOfJson) {
    EXPECT_EQ(mpv_command(4, {"set_property", "speed", 1.05}),
              "{\"command\":[\"set_property\",\"speed\",1.05],\"request_id\":4}\n");
}

TEST(LineReader, PutsTheirPartsTogether) {
    LineReader reader;
    EXPECT_TRUE(lines_of(reader, "one").empty());
    EXPECT_EQ(lines_of(reader, "\ntwo\n\nth"), (std::vector<std::string>{"one", "two", ""}));
    EXPECT_EQ(lines_of(reader, "ree\n"), (std::vector<std::string>{"three"}));
}

TEST(LineReader, LeavesOutALineThatIsTooLong) {
    LineReader reader;
    const std::string part(LineReader::limit, 'x');
    EXPECT_EQ(lines_of(reader, part + "\n").size(), 1U) << "just not";
    for (int times = 0; times < 1000; ++times)
        EXPECT_TRUE(lines_of(reader, part).empty());
    EXPECT_EQ(lines_of(reader, "end\nnext\n"), (std::vector<std::string>{"next"}));
}

} // namespace
} // namespace pixelpass
