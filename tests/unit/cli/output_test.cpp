// SPDX-License-Identifier: MIT OR Apache-2.0
#include "cli/output.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace pixelpass {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

TEST(Output, SaysHowToAnswerARequestOnlyWhereNoKeyDoes) {
    Output output(false, Verbosity::normal);
    ViewerRequest request;
    request.name = "anna";
    testing::internal::CaptureStderr();
    output.requested(request);
    EXPECT_THAT(testing::internal::GetCapturedStderr(), HasSubstr("pixelpass ctl approve"));
    std::string said;
    output.divert([&](const std::string& sentence) { said = sentence; });
    output.requested(request);
    EXPECT_THAT(said, HasSubstr("anna"));
    EXPECT_THAT(said, HasSubstr("wants to watch"));
    EXPECT_THAT(said, Not(HasSubstr("ctl")));
}

TEST(Output, TellsEventsWhileSomebodyTakesThem) {
    bool open = false;
    std::vector<std::string> taken;
    const Output output(
        false, Verbosity::quiet,
        {.is_open = [&] { return open; }, .take = [&](const std::string& line) { taken.push_back(line); }});
    output.muted(true);
    output.stats({}, {VideoRate{}});
    EXPECT_THAT(taken, IsEmpty());
    open = true;
    output.muted(true);
    output.stats({}, {VideoRate{}});
    EXPECT_THAT(taken, ElementsAre(R"({"event":"muted","muted":true})", HasSubstr(R"("event":"stats")")));
}

} // namespace
} // namespace pixelpass
