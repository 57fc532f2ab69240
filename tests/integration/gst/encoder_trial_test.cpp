// SPDX-License-Identifier: MIT OR Apache-2.0
#include "gst/encoder_trial.h"
#include "gst/trial_cache.h"
#include "support/temporary_folder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <string>

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

TEST_F(EncoderTrial, AsksForAKeyframe) {
    const auto* deaf = find_encoder("av1enc");
    EXPECT_EQ(encode_and_compare(*deaf), "");
    EncoderSpec wrongly_asked = *deaf;
    wrongly_asked.keyframe_request = KeyframeRequest::event;
    EXPECT_EQ(encode_and_compare(wrongly_asked), "it makes no keyframe when asked for one");
}

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
    const auto result = try_encoder(tried(), shell("echo noise; kill -SEGV $$"));
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
    EXPECT_EQ(try_encoder(tried(), shell("head -c 3000000 /dev/zero; exit 1")).reason, "it exited with 1");
    const auto result = try_encoder(tried(), shell("head -c 3000000 /dev/zero | tr '\\0' x; exit 1"));
    EXPECT_EQ(result.reason, std::string(TrialCache::longest_reason, 'x'));
}

TEST_F(EncoderTrial, SaysWhenTheChildCanNotBeStarted) {
    const auto result = try_encoder(tried(), {.command = {"/nonexistent"}});
    EXPECT_FALSE(result.ok);
    EXPECT_EQ(result.reason, "it can't be started (No such file or directory)");
}

TEST_F(EncoderTrial, PassesWhatEncodesForReal) {
    for (const auto* name : {"x264enc", "openh264enc", "x265enc", "av1enc"})
        EXPECT_EQ(run_encoder_trial(name), 0) << name;
    EXPECT_EQ(run_encoder_trial("vah264enc"), 1);
    EXPECT_EQ(run_encoder_trial("nonsense"), 1);
}

class CachedTrial : public EncoderTrial {
protected:
    static void SetUpTestSuite() { setenv("XDG_STATE_HOME", home_.path().c_str(), 1); }
    void TearDown() override { std::filesystem::remove_all(home_ / "pixelpass"); }

    /// By a cache as another run of the program would have it.
    static TrialResult try_with(const std::string& command) {
        TrialCache cache(StateFile("trials"));
        return try_encoder(tried(), {.command = {command}, .cache = &cache});
    }

    static inline const test::TemporaryFolder home_;
};

TEST_F(CachedTrial, IsMadeOnce) {
    EXPECT_TRUE(try_with("/bin/true").ok);
    EXPECT_TRUE(try_with("/bin/false").ok);
}

TEST_F(CachedTrial, IsMadeOnceAlsoIfItFails) {
    EXPECT_EQ(try_with("/bin/false").reason, "it exited with 1");
    EXPECT_EQ(try_with("/bin/true").reason, "it exited with 1");
}

TEST_F(CachedTrial, IsNotKeptIfItHadLessThanTheUsualTime) {
    TrialCache cache(StateFile("trials"));
    const TrialOptions hurried{
        .command = {"/bin/sh", "-c", "exec sleep 60"}, .limit = 100ms, .cache = &cache};
    EXPECT_EQ(try_encoder(tried(), hurried).reason, "it hung for 100 ms");
    EXPECT_TRUE(try_with("/bin/true").ok);
}

TEST_F(CachedTrial, IsMadeAnewForAForcedEncoderAndForAList) {
    EXPECT_FALSE(try_with("/bin/false").ok);
    TrialCache cache(StateFile("trials"));
    const TrialOptions works{.command = {"/bin/true"}, .cache = &cache};
    EXPECT_TRUE(choose_encoder(Codec::h264, tried().name, works));
    EXPECT_TRUE(try_with("/bin/false").ok);
    const auto listed = try_all_encoders({.command = {"/bin/false"}, .cache = &cache});
    EXPECT_FALSE(std::ranges::find(listed, tried().name, &TrialResult::name)->ok);
    EXPECT_FALSE(try_with("/bin/true").ok);
}

TEST(ChooseEncoder, TakesX264WhereThereIsNoHardware) {
    std::vector<TrialResult> tried;
    const auto chosen = choose_encoder(Codec::h264, "auto", {.command = {"/bin/false"}}, &tried);
    ASSERT_TRUE(chosen) << chosen.error().message;
    EXPECT_EQ((*chosen)->name, "x264enc");
    ASSERT_GE(tried.size(), 3U);
    EXPECT_FALSE(tried.front().ok);
    EXPECT_FALSE(tried.front().reason.empty());
    EXPECT_TRUE(tried.back().ok);
}

TEST(ChooseEncoder, SaysWhyAForcedOneFailsAndWhichWork) {
    const auto chosen = choose_encoder(Codec::h264, "openh264enc", shell("echo it is broken; exit 1"));
    ASSERT_FALSE(chosen);
    EXPECT_EQ(chosen.error().code, Code::encoder);
    EXPECT_EQ(chosen.error().message,
              "the encoder openh264enc does not work: it is broken; these work: x264enc");
    EXPECT_FALSE(chosen.error().hint.empty());
}

TEST(ChooseEncoder, KeepsToTheCodec) {
    std::vector<TrialResult> tried;
    const auto chosen = choose_encoder(Codec::hevc, "auto", {.command = {"/bin/true"}}, &tried);
    ASSERT_TRUE(chosen) << chosen.error().message;
    EXPECT_EQ((*chosen)->name, "x265enc");
    const auto other = choose_encoder(Codec::av1, "x264enc");
    ASSERT_FALSE(other);
    EXPECT_EQ(other.error().message, "the encoder x264enc makes H.264, not AV1");
    const auto none = choose_encoder(Codec::av1, "auto", {.command = {"/bin/false"}}, &tried);
    ASSERT_FALSE(none);
    EXPECT_EQ(none.error().code, Code::encoder);
    EXPECT_NE(none.error().message.find("av1enc: it exited with 1"), std::string::npos);
}

TEST(ChooseEncoder, SaysWhyAMissingOneIsMissing) {
    const auto chosen = choose_encoder(Codec::h264, "vah264enc", {.command = {"/bin/true"}});
    ASSERT_FALSE(chosen);
    EXPECT_THAT(chosen.error().message, testing::StartsWith("the encoder vah264enc does not work: "));
    EXPECT_THAT(chosen.error().message, testing::HasSubstr("these work: x264enc, openh264enc"));
    EXPECT_FALSE(chosen.error().hint.empty());
}

TEST(ChooseEncoder, NamesThoseThatWorkForAnUnknownName) {
    const auto chosen = choose_encoder(Codec::h264, "nvenc", {.command = {"/bin/false"}});
    ASSERT_FALSE(chosen);
    EXPECT_EQ(chosen.error().code, Code::encoder);
    EXPECT_EQ(chosen.error().hint, "use auto or one of those that work: x264enc");
}

} // namespace
} // namespace pixelpass
