// SPDX-License-Identifier: MIT OR Apache-2.0
#include "gst/encoder_trial.h"

#include <gtest/gtest.h>

#include <chrono>

namespace pixelpass {
namespace {

using namespace std::chrono_literals;

// Software that is tried in a child like any driver: here it stands for a driver that is there.
const EncoderSpec& tried() { return *find_encoder("openh264enc"); }

TrialOptions shell(const std::string& script) { return {.command = {"/bin/sh", "-c", script}, .limit = 5s}; }

class EncoderTrial : public testing::Test {
protected:
    void SetUp() override {
        ASSERT_EQ(try_all_encoders({.command = {"/bin/true"}}).size(), encoder_catalog().size());
    }
};

TEST_F(EncoderTrial, BelievesAChildThatEndsWell) {
    EXPECT_TRUE(try_encoder(tried(), {.command = {"/bin/true"}}).ok);
}

TEST_F(EncoderTrial, TakesANonZeroExitForANo) {
    const auto result = try_encoder(tried(), {.command = {"/bin/false"}});
    EXPECT_FALSE(result.ok);
    EXPECT_EQ(result.reason, "it exited with 1");
}

TEST_F(EncoderTrial, GivesTheReasonThatTheChildGave) {
    const auto result =
        try_encoder(tried(), shell("echo noise; echo the driver is broken; echo x >&2; exit 1"));
    EXPECT_EQ(result.reason, "the driver is broken");
}

TEST_F(EncoderTrial, SurvivesACrash) {
    const auto result = try_encoder(tried(), shell("kill -SEGV $$"));
    EXPECT_FALSE(result.ok);
    EXPECT_EQ(result.reason, "it crashed (Segmentation fault)");
}

TEST_F(EncoderTrial, EndsAChildThatHangs) {
    const auto start = std::chrono::steady_clock::now();
    const auto result = try_encoder(tried(), {.command = {"/bin/sh", "-c", "exec sleep 60"}, .limit = 300ms});
    EXPECT_FALSE(result.ok);
    EXPECT_EQ(result.reason, "it hung for 300 ms");
    EXPECT_LT(std::chrono::steady_clock::now() - start, 3s);
}

TEST_F(EncoderTrial, EndsAChildThatClosesItsOutputsAndHangs) {
    const auto script = "exec >&- 2>&-; exec sleep 60";
    const auto result = try_encoder(tried(), {.command = {"/bin/sh", "-c", script}, .limit = 300ms});
    EXPECT_EQ(result.reason, "it hung for 300 ms");
}

TEST_F(EncoderTrial, SurvivesAFloodOfOutput) {
    const auto result = try_encoder(tried(), shell("head -c 3000000 /dev/zero; exit 1"));
    EXPECT_FALSE(result.ok);
}

TEST_F(EncoderTrial, SaysWhenTheChildCanNotBeStarted) {
    const auto result = try_encoder(tried(), {.command = {"/nonexistent"}});
    EXPECT_FALSE(result.ok);
    EXPECT_EQ(result.reason, "it can't be started (No such file or directory)");
}

TEST_F(EncoderTrial, PassesWhatEncodesForReal) {
    EXPECT_EQ(run_encoder_trial("x264enc"), 0);
    EXPECT_EQ(run_encoder_trial("openh264enc"), 0);
    EXPECT_EQ(run_encoder_trial("vah264enc"), 1);
    EXPECT_EQ(run_encoder_trial("nonsense"), 1);
}

TEST(ChooseEncoder, TakesX264WhereThereIsNoHardware) {
    std::vector<TrialResult> tried;
    const auto chosen = choose_encoder(Codec::h264, "auto", {.command = {"/bin/false"}}, &tried);
    ASSERT_TRUE(chosen) << chosen.error().message;
    EXPECT_EQ((*chosen)->name, "x264enc");
    ASSERT_EQ(tried.size(), 3U);
    EXPECT_FALSE(tried[0].ok);
    EXPECT_FALSE(tried[0].reason.empty());
    EXPECT_TRUE(tried[2].ok);
}

TEST(ChooseEncoder, SaysWhyAForcedOneFailsAndWhichWork) {
    const auto chosen = choose_encoder(Codec::h264, "openh264enc", shell("echo it is broken; exit 1"));
    ASSERT_FALSE(chosen);
    EXPECT_EQ(chosen.error().code, Code::encoder);
    EXPECT_EQ(chosen.error().message,
              "the encoder openh264enc does not work: it is broken; these work: x264enc");
    EXPECT_FALSE(chosen.error().hint.empty());
}

TEST(ChooseEncoder, NamesThePackageOfAMissingOne) {
    const auto chosen = choose_encoder(Codec::h264, "vah264enc", {.command = {"/bin/true"}});
    ASSERT_FALSE(chosen);
    EXPECT_EQ(chosen.error().hint, "install gstreamer1.0-plugins-bad");
}

TEST(ChooseEncoder, KnowsNoOtherNames) {
    const auto chosen = choose_encoder(Codec::h264, "nvenc");
    ASSERT_FALSE(chosen);
    EXPECT_EQ(chosen.error().code, Code::encoder);
    EXPECT_NE(chosen.error().hint.find("x264enc"), std::string::npos);
}

} // namespace
} // namespace pixelpass
