// SPDX-License-Identifier: MIT OR Apache-2.0
// The encoder of a GPU, on a test double of one: CTest starts this program by tests/rigs/vaapi_rig.py.
#include "gst/encoder_trial.h"
#include "gst/trial_cache.h"
#include "support/fake_capturer.h"
#include "support/luma_decoder.h"
#include "support/recording.h"
#include "support/temporary_folder.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace pixelpass {
namespace {

using namespace std::chrono_literals;
using test::FakeCapturer;
using test::Recording;

TrialOptions by_this_program(std::chrono::milliseconds limit = 5s) {
    return {.command = {"/proc/self/exe", "--gtest_filter=EncoderTrialChild.Runs", "encoder-trial"},
            .limit = limit};
}

/// What this program does when it is started as a trial's child.
TEST(EncoderTrialChild, Runs) {
    const auto arguments = testing::internal::GetArgvs();
    if (arguments.size() < 2 || arguments[arguments.size() - 2] != "encoder-trial")
        GTEST_SKIP() << "only as a trial's child";
    std::exit(run_encoder_trial(arguments.back()));
}

std::string read_file(const std::string& path) {
    std::ifstream file(path);
    return {std::istreambuf_iterator<char>(file), {}};
}

class Vaapi : public testing::Test {
protected:
    void SetUp() override {
        ASSERT_NE(std::getenv("RIGSW_NODE"), nullptr) << "run it by tests/rigs/vaapi_rig.py run --";
        break_gpu("");
    }
    void TearDown() override { break_gpu(""); }

    /// Gives the GPU these faults of tests/rigs/vaapi/README.md from now on.
    static void break_gpu(const char* faults) { setenv("RIGSW_FAIL", faults, 1); }

    static VideoSource pattern() {
        return {.name = "the pattern",
                .size = {},
                .capturer = nullptr,
                .description = "videotestsrc is-live=true pattern=smpte horizontal-speed=1 "
                               "! video/x-raw,format=BGRx,width=401,height=301",
                .paint = {}};
    }
    const VideoSettings settings_{.frame_rate = 30, .size = {}, .bitrate_kbps = 1000};
};

TEST_F(Vaapi, IsChosenFirst) {
    const auto chosen = choose_encoder(Codec::h264, "auto", by_this_program());
    ASSERT_TRUE(chosen) << chosen.error().message;
    EXPECT_EQ((*chosen)->name, "vah264enc");
}

TEST_F(Vaapi, EncodesAndForcesKeyframes) {
    Recording recording(pattern(), "vah264enc", settings_);
    EXPECT_TRUE(recording.wait_for(1)[0]->keyframe);
    EXPECT_TRUE(test::forces_keyframes(recording));
    recording.stop();
    const auto units = recording.units();
    EXPECT_EQ(units[0]->format->width, 402U);
    EXPECT_EQ(units[0]->format->height, 302U);
    EXPECT_EQ(test::decode(units).size(), units.size());
    EXPECT_LT(Microseconds(g_get_monotonic_time()) - units.back()->pts, 10s);
}

TEST_F(Vaapi, KeepsTheTimesOfPicturesThatComeSeldom) {
    FakeCapturer* capturer = nullptr;
    Recording recording(FakeCapturer::source(capturer), "vah264enc", settings_);
    capturer->push(FakeCapturer::gray({320, 240}, 100));
    ASSERT_TRUE(recording.comes_to_rest());
    const auto units = recording.units();
    const auto age = Microseconds(g_get_monotonic_time()) - units.back()->pts;
    EXPECT_GE(age, 0us);
    EXPECT_LT(age, 500ms);
}

TEST_F(Vaapi, IsToldANewBitrateInMidStream) {
    const auto log = testing::TempDir() + "vaapi_test." + std::to_string(getpid());
    setenv("RIGSW_LOG", log.c_str(), 1);
    Recording recording(pattern(), "vah264enc", settings_);
    static_cast<void>(recording.wait_for(5));
    recording.pipeline().set_bitrate(video_rendition, 500);
    // GStreamer hands it on rounded to a multiple of 64 bit/s.
    EXPECT_TRUE(test::run_until([&] { return read_file(log).find("target=499 ") != std::string::npos; }));
    setenv("RIGSW_LOG", "", 1);
    std::filesystem::remove(log);
    recording.stop();
    EXPECT_EQ(test::decode(recording.units()).size(), recording.units().size());
}

TEST_F(Vaapi, MakesAHalfPictureToo) {
    std::mutex mutex;
    std::vector<SharedUnit> half;
    Recording recording(pattern(), "vah264enc", settings_);
    static_cast<void>(recording.wait_for(1));
    ASSERT_TRUE(recording.pipeline().start_half(
        *find_encoder("vah264enc"), settings_,
        {.on_unit =
             [&](SharedUnit unit) {
                 const std::lock_guard lock(mutex);
                 half.push_back(std::move(unit));
             },
         .on_failed = [](const EncoderFailure& failure) { ADD_FAILURE() << failure.error.message; }}));
    EXPECT_TRUE(test::run_until([&] {
        const std::lock_guard lock(mutex);
        return half.size() >= 10;
    }));
    recording.pipeline().stop_half();
    ASSERT_FALSE(half.empty());
    EXPECT_EQ(half[0]->format->width, 200U);
    EXPECT_EQ(half[0]->format->height, 150U);
    EXPECT_EQ(test::decode(half).size(), half.size());
    static_cast<void>(recording.wait_for(recording.units().size() + 5));
}

/// A fault of tests/rigs/vaapi/README.md, and what is said of an encoder that has it.
struct Fault {
    const char* fault;
    const char* reason;
};

class VaapiTrial : public Vaapi, public testing::WithParamInterface<Fault> {};

INSTANTIATE_TEST_SUITE_P(
    Faults, VaapiTrial,
    testing::Values(Fault{"init", "its driver does not start"},
                    Fault{"init=2", "its driver does not start (Could not initialize supporting library)"},
                    Fault{"context", "its driver refuses our pictures (not-negotiated)"},
                    Fault{"surface=2", "it fails: failed to activate bufferpool"},
                    Fault{"encode=4", "it fails: Failed to encode the frame error"},
                    Fault{"sync=4", "it fails: Internal data stream error"},
                    Fault{"hang=3", "it hung for 3000 ms"}, Fault{"green", "it makes a green picture"},
                    Fault{"shift", "it shifts the picture (16 pixels to the right, 0 down)"},
                    Fault{"swap", "it swaps red and blue"}),
    [](const auto& test) {
        std::string name = test.param.fault;
        std::ranges::replace(name, '=', '_');
        return name;
    });

TEST_P(VaapiTrial, SaysWhatIsWrongAndFallsBackToSoftware) {
    break_gpu(GetParam().fault);
    std::vector<TrialResult> tried;
    // A busy machine takes its time for all that does not hang.
    const auto limit = std::string_view(GetParam().fault) == "hang=3" ? 3s : 15s;
    const auto chosen = choose_encoder(Codec::h264, "auto", by_this_program(limit), &tried);
    ASSERT_TRUE(chosen) << chosen.error().message;
    EXPECT_EQ((*chosen)->name, "x264enc");
    EXPECT_FALSE(tried[0].ok);
    EXPECT_EQ(tried[0].reason, GetParam().reason);
}

class VaapiCache : public Vaapi {
protected:
    void SetUp() override {
        Vaapi::SetUp();
        setenv("XDG_STATE_HOME", folder_.path().c_str(), 1);
        // A driver of our own, to change it.
        driver_ = folder_ / "rigsw_drv_video.so";
        std::filesystem::copy(drivers_ / driver_.filename(), driver_);
        setenv("LIBVA_DRIVERS_PATH", folder_.path().c_str(), 1);
    }
    void TearDown() override {
        setenv("LIBVA_DRIVERS_PATH", drivers_.c_str(), 1);
        Vaapi::TearDown();
    }

    static std::string_view choose() {
        TrialCache cache(StateFile("trials"));
        auto options = by_this_program();
        options.cache = &cache;
        const auto chosen = choose_encoder(Codec::h264, "auto", options);
        return chosen ? (*chosen)->name : "";
    }

    const std::filesystem::path drivers_ = std::getenv("LIBVA_DRIVERS_PATH");
    test::TemporaryFolder folder_;
    std::filesystem::path driver_;
};

TEST_F(VaapiCache, IsAskedTillTheDriverChanges) {
    EXPECT_EQ(choose(), "vah264enc");
    break_gpu("green");
    EXPECT_EQ(choose(), "vah264enc") << "what worked is not tried again";
    std::filesystem::last_write_time(driver_, std::filesystem::last_write_time(driver_) + 1s);
    EXPECT_EQ(choose(), "x264enc");
    break_gpu("");
    EXPECT_EQ(choose(), "x264enc") << "nor, for an hour, what failed";
    std::filesystem::last_write_time(driver_, std::filesystem::last_write_time(driver_) + 1s);
    EXPECT_EQ(choose(), "vah264enc");
}

class VaapiInMidStream : public Vaapi, public testing::WithParamInterface<const char*> {};

INSTANTIATE_TEST_SUITE_P(Faults, VaapiInMidStream, testing::Values("encode", "sync", "hang"));

TEST_P(VaapiInMidStream, BlamesTheEncoder) {
    Recording recording(pattern(), "vah264enc", settings_);
    static_cast<void>(recording.wait_for(5));
    break_gpu(GetParam());
    ASSERT_TRUE(test::run_until([&] { return recording.error().has_value(); }, 20s));
    EXPECT_EQ(recording.error()->code, Code::encoder);
}

} // namespace
} // namespace pixelpass
