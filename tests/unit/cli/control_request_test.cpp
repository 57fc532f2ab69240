// SPDX-License-Identifier: MIT OR Apache-2.0
#include "cli/control_request.h"

#include <gtest/gtest.h>

namespace pixelpass {
namespace {

ControlRequest parsed(const std::string& line) {
    const auto request = parse_control_request(line);
    EXPECT_TRUE(request) << line << ": " << request.error().message;
    return request.value_or(ControlRequest{});
}

TEST(ControlRequest, IsReadAsItIsDocumented) {
    EXPECT_EQ(parsed(R"({"do": "status"})"), ControlRequest(StatusRequest{}));
    EXPECT_EQ(parsed(R"({"do": "approve", "viewer": "anna"})"),
              ControlRequest(AnswerRequest{"anna", Answer::once}));
    EXPECT_EQ(parsed(R"({"do": "approve", "viewer": "anna", "always": true})"),
              ControlRequest(AnswerRequest{"anna", Answer::always}));
    EXPECT_EQ(parsed(R"({"do": "refuse", "viewer": "anna"})"),
              ControlRequest(AnswerRequest{"anna", Answer::no}));
    EXPECT_EQ(parsed(R"({"viewer": "anna", "do": "kick", "more": [1, {}]})"),
              ControlRequest(KickRequest{"anna"}));
    EXPECT_EQ(parsed(R"({"do": "pause"})"), ControlRequest(PauseRequest{true}));
    EXPECT_EQ(parsed(R"({"do": "resume"})"), ControlRequest(PauseRequest{false}));
    EXPECT_EQ(parsed(R"({"do": "mute"})"), ControlRequest(MuteRequest{true}));
    EXPECT_EQ(parsed(R"({"do": "unmute"})"), ControlRequest(MuteRequest{false}));
    EXPECT_EQ(parsed(R"({"do": "bitrate", "kbps": 100})"), ControlRequest(BitrateRequest{100}));
    EXPECT_EQ(parsed(R"({"do": "bitrate", "kbps": null})"), ControlRequest(BitrateRequest{}));
}

TEST(ControlRequest, IsReadAsItIsWritten) {
    for (const ControlRequest& request :
         {ControlRequest(StatusRequest{}), ControlRequest(AnswerRequest{"a \"b\"\n", Answer::once}),
          ControlRequest(AnswerRequest{"a", Answer::always}), ControlRequest(AnswerRequest{"a", Answer::no}),
          ControlRequest(KickRequest{"ä"}), ControlRequest(PauseRequest{true}),
          ControlRequest(PauseRequest{false}), ControlRequest(MuteRequest{true}),
          ControlRequest(MuteRequest{false}), ControlRequest(ClipRequest{}),
          ControlRequest(BitrateRequest{2000}), ControlRequest(BitrateRequest{}),
          ControlRequest(StopRequest{}), ControlRequest(WatchRequest{})}) {
        const auto line = to_line(request);
        EXPECT_EQ(line.find('\n'), std::string::npos);
        EXPECT_EQ(parsed(line), request) << line;
    }
}

TEST(ControlRequest, IsNothingElse) {
    for (const std::string line : {"",
                                   "{",
                                   "null",
                                   "[]",
                                   "\"stop\"",
                                   "{}",
                                   R"({"do": 1})",
                                   R"({"do": "Stop"})",
                                   R"({"do": "kick"})",
                                   R"({"do": "kick", "viewer": 7})",
                                   R"({"do": "kick", "viewer": ""})",
                                   "{\"do\": \"stop\"} x",
                                   R"({"do": "approve", "viewer": "a", "always": 1})",
                                   R"({"do": "bitrate"})",
                                   R"({"do": "bitrate", "kbps": "2000"})",
                                   R"({"do": "bitrate", "kbps": 99})",
                                   R"({"do": "bitrate", "kbps": 200001})",
                                   R"({"do": "bitrate", "kbps": -2000})",
                                   R"({"do": "bitrate", "kbps": 2000.5})",
                                   R"({"do": "bitrate", "kbps": 4294969296})",
                                   "{\"do\": \"kick\", \"viewer\": \"\xff\"}"}) {
        const auto request = parse_control_request(line);
        ASSERT_FALSE(request) << line;
        EXPECT_EQ(request.error().code, Code::usage);
        EXPECT_FALSE(request.error().hint.empty());
    }
}

TEST(ControlRequest, IsBounded) {
    EXPECT_FALSE(parse_control_request(to_line(KickRequest{std::string(257, 'x')})));
    EXPECT_TRUE(parse_control_request(to_line(KickRequest{std::string(256, 'x')})));
    EXPECT_FALSE(parse_control_request(std::string(longest_control_line, ' ') + R"({"do": "stop"})"));
    EXPECT_FALSE(parse_control_request(std::string(4000, '[')));
}

} // namespace
} // namespace pixelpass
