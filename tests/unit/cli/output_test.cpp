// SPDX-License-Identifier: MIT OR Apache-2.0
#include "cli/output.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace pixelpass {
namespace {

using testing::HasSubstr;
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

} // namespace
} // namespace pixelpass
