// SPDX-License-Identifier: MIT OR Apache-2.0
// VA-API on a test double: tests/rigs/vaapi lets this program see a render node only from its start on, so
// the tests start it anew under the rig.
#include "gst/annex_b.h"
#include "gst/child_trial.h"
#include "gst/encoder_trial.h"
#include "support/luma_decoder.h"
#include "support/recording.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

namespace pixelpass {
namespace {

using namespace std::chrono_literals;

std::filesystem::path rig() {
    return std::filesystem::path(__FILE__).parent_path().parent_path().parent_path() / "rigs" / "vaapi";
}

std::filesystem::path rig_build() {
    return std::filesystem::canonical("/proc/self/exe").parent_path() / "vaapi-rig";
}

/// Runs one test of this program under the rig with a fault (or none); its output if it fails.
std::string run_under_rig(const std::string& test, const std::string& fault = "") {
    const auto program = std::filesystem::canonical("/proc/self/exe").string();
    const auto script = "RIGSW_BUILD='" + rig_build().string() + "' RIGSW_STATE='" + rig_build().string() +
                        "/state' RIGSW_FAIL='" + fault + "' '" + (rig() / "with-vaapi-rig").string() + "' '" +
                        program + "' --gtest_filter=" + test + " 2>&1";
    const auto end = run_child({"/bin/sh", "-c", script}, 60s);
    return end.failure.empty() ? "" : end.failure + "\n" + end.output;
}

class VaapiRig : public testing::Test {
protected:
    static void SetUpTestSuite() {
        std::filesystem::create_directories(rig_build());
        // Each test may be a process of its own, and they run side by side.
        const auto built = run_child(
            {"flock", rig_build().string(), "make", "-C", rig().string(), "B=" + rig_build().string()}, 100s);
        built_ = built.failure.empty();
    }
    void SetUp() override {
        if (!built_)
            GTEST_SKIP() << "needs libva-dev, libdrm-dev, libx264-dev and umockdev";
    }

private:
    static inline bool built_ = false;
};

TEST_F(VaapiRig, IsChosenFirst) { EXPECT_EQ(run_under_rig("InsideVaapiRig.ChoosesVaapi"), ""); }

TEST_F(VaapiRig, EncodesAndForcesKeyframes) {
    EXPECT_EQ(run_under_rig("InsideVaapiRig.ForcesKeyframes"), "");
}

TEST_F(VaapiRig, IsPassedOverWhereItHangs) {
    EXPECT_EQ(run_under_rig("InsideVaapiRig.FallsBackToSoftware", "hang=3"), "");
}

TEST_F(VaapiRig, IsPassedOverWhereItFails) {
    EXPECT_EQ(run_under_rig("InsideVaapiRig.FallsBackToSoftware", "context"), "");
    EXPECT_EQ(run_under_rig("InsideVaapiRig.FallsBackToSoftware", "encode=4"), "");
}

TEST_F(VaapiRig, TellsOfAHangInMidStream) {
    EXPECT_EQ(run_under_rig("InsideVaapiRig.ReportsTheEncoder", "hang=20"), "");
}

TEST_F(VaapiRig, TellsOfAFailureInMidStream) {
    EXPECT_EQ(run_under_rig("InsideVaapiRig.ReportsTheEncoder", "encode=20"), "");
}

const TrialOptions by_this_program{
    .command = {"/proc/self/exe", "--gtest_filter=EncoderTrialChild.Runs", "encoder-trial"}, .limit = 5s};

/// What the program does when it is started by by_this_program.
TEST(EncoderTrialChild, Runs) {
    const auto arguments = testing::internal::GetArgvs();
    if (arguments.size() < 3 || arguments[arguments.size() - 2] != "encoder-trial")
        GTEST_SKIP() << "only as a trial's child";
    std::exit(run_encoder_trial(arguments.back()));
}

class InsideVaapiRig : public testing::Test {
protected:
    void SetUp() override {
        if (!std::getenv("RIGSW_NODE"))
            GTEST_SKIP() << "only under the rig";
    }
    const VideoSource source_{.name = "the pattern",
                              .description = "videotestsrc is-live=true pattern=smpte horizontal-speed=1 "
                                             "! video/x-raw,format=BGRx,width=401,height=301",
                              .size = {},
                              .paced = true,
                              .paint = {},
                              .watch = {}};
    const VideoSettings settings_{.frame_rate = 30, .size = {}, .bitrate_kbps = 1000};
};

TEST_F(InsideVaapiRig, ChoosesVaapi) {
    const auto chosen = choose_encoder("auto", by_this_program);
    ASSERT_TRUE(chosen) << chosen.error().message;
    EXPECT_EQ((*chosen)->name, "vah264enc");
}

TEST_F(InsideVaapiRig, ForcesKeyframes) {
    test::Recording recording(source_, "vah264enc", settings_);
    EXPECT_TRUE(recording.wait_for(1)[0]->keyframe);
    for (std::size_t round = 0; round < 3; ++round) {
        const auto before = recording.wait_for(recording.units().size() + 8).size();
        recording.pipeline().force_keyframe();
        const auto units = recording.wait_for(before + 4);
        bool forced = false;
        for (std::size_t i = before; i < before + 3; ++i)
            forced |= units[i]->keyframe && starts_a_decoder(units[i]->payload.view);
        EXPECT_TRUE(forced);
    }
    recording.stop();
    const auto units = recording.units();
    EXPECT_EQ(units[0]->format->width, 400U);
    EXPECT_EQ(test::decode(units).size(), units.size());
    EXPECT_LT(Microseconds(g_get_monotonic_time()) - units.back()->pts, 10s);
}

TEST_F(InsideVaapiRig, FallsBackToSoftware) {
    std::vector<TrialResult> tried;
    const auto chosen = choose_encoder("auto", by_this_program, &tried);
    ASSERT_TRUE(chosen) << chosen.error().message;
    EXPECT_EQ((*chosen)->name, "x264enc");
    EXPECT_FALSE(tried[0].ok);
    EXPECT_NE(tried[0].reason, "");
}

TEST_F(InsideVaapiRig, ReportsTheEncoder) {
    test::Recording recording(source_, "vah264enc", settings_);
    ASSERT_TRUE(test::run_until([&] { return recording.error().has_value(); }, 20s));
    EXPECT_EQ(recording.error()->code, Code::encoder);
    EXPECT_FALSE(recording.units().empty());
}

} // namespace
} // namespace pixelpass
