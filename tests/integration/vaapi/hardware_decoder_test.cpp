// SPDX-License-Identifier: MIT OR Apache-2.0
// The decoder of a GPU, on a test double of one: CTest starts this program by tests/rigs/vaapi_rig.py.
#include "gst/decoder_trial.h"
#include "gst/hardware_decoder_search.h"
#include "support/recording.h"
#include "support/run_until.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

namespace pixelpass {
namespace {

using namespace std::chrono_literals;
using test::Recording;

constexpr std::size_t recorded = HardwareDecoderSearch::pictures;

/// What this program does when it is started as a trial's child.
TEST(DecoderTrialChild, Runs) {
    const auto arguments = testing::internal::GetArgvs();
    if (arguments.size() < 2 || arguments[arguments.size() - 2] != "decoder-trial")
        GTEST_SKIP() << "only as a trial's child";
    std::exit(run_decoder_trial(arguments.back()));
}

/// GoogleTest writes on stdout, which is the file with the units.
HardwareDecoderSearch::Options by_this_program(std::vector<HardwareDecoder> candidates) {
    constexpr auto child =
        "exec \"$0\" --gtest_filter=DecoderTrialChild.Runs decoder-trial \"$1\" >/dev/null";
    return {.candidates = std::move(candidates),
            .command = {"sh", "-c", child, testing::internal::GetArgvs().front()},
            .limit = 15s};
}

class HardwareDecoders : public testing::Test {
protected:
    void SetUp() override {
        ASSERT_NE(std::getenv("RIGSW_NODE"), nullptr) << "run it by tests/rigs/vaapi_rig.py run --";
        setenv("RIGSW_FAIL", "", 1);
        Recording recording({.name = "the pattern",
                             .size = {},
                             .capturer = nullptr,
                             .description = "videotestsrc is-live=true horizontal-speed=3 "
                                            "! video/x-raw,width=322,height=242",
                             .paint = {}},
                            "x264enc", {.frame_rate = 30, .size = {}, .bitrate_kbps = 1000});
        units_ = recording.wait_for(recorded);
    }
    void TearDown() override { setenv("RIGSW_FAIL", "", 1); }

    std::vector<AccessUnit> copies() const {
        std::vector<AccessUnit> units;
        for (const auto& unit : units_)
            units.push_back(*unit);
        return units;
    }
    /// What the child would say, by a GPU with these faults.
    std::string verdict(const char* faults, const std::string& decoder = "vah264dec") const {
        setenv("RIGSW_FAIL", faults, 1);
        return decode_and_compare(Codec::h264, decoder, copies());
    }
    void offer_all(HardwareDecoderSearch& search) const {
        for (const auto& unit : units_)
            search.offer(*unit);
    }

    std::vector<SharedUnit> units_;
};

TEST_F(HardwareDecoders, AreFoundHere) {
    EXPECT_EQ(hardware_decoders(Codec::h264), (std::vector<HardwareDecoder>{{"vah264dec", Codec::h264}}));
    EXPECT_TRUE(hardware_decoders(Codec::av1).empty());
}

TEST_F(HardwareDecoders, AreRightIfTheyDoWhatSoftwareDoes) { EXPECT_EQ(verdict(""), ""); }

TEST_F(HardwareDecoders, AreWrongIfTheirPictureIs) {
    EXPECT_EQ(verdict("decgreen"), "it makes a green picture");
    const std::string right = "avdec_h264 thread-type=slice ! ";
    EXPECT_EQ(verdict("", right + "videobalance saturation=0").substr(0, 31),
              "its picture is not what went in");
    EXPECT_EQ(verdict("", right + "videoscale ! capsfilter caps=video/x-raw,width=320"),
              "its picture has another size");
}

TEST_F(HardwareDecoders, AreWrongIfTheyHoldPicturesBack) {
    // Each of these threads has a picture of its own.
    EXPECT_EQ(verdict("", "avdec_h264 thread-type=frame max-threads=2"),
              "it gave no picture for 3000 ms before it was given the next");
}

TEST_F(HardwareDecoders, AreWrongIfTheyFailOrDoNotStart) {
    EXPECT_EQ(verdict("decode"), "it gave no picture for 3000 ms before it was given the next");
    EXPECT_EQ(verdict("init").substr(0, 25), "its driver does not start");
}

TEST_F(HardwareDecoders, AreTriedTillOneWorks) {
    std::string found;
    HardwareDecoderSearch search(by_this_program({{"nosuchdec", Codec::h264}, {"vah264dec", Codec::h264}}),
                                 [&](const std::string& name) { found = name; });
    offer_all(search);
    EXPECT_TRUE(test::run_until([&] { return !found.empty(); }, 20s));
    EXPECT_EQ(found, "vah264dec");
}

TEST_F(HardwareDecoders, ThatCrashAreNotUsed) {
    setenv("RIGSW_FAIL", "deccrash", 1);
    std::vector<std::string> found;
    HardwareDecoderSearch broken(by_this_program({{"vah264dec", Codec::h264}}),
                                 [&](const std::string& name) { found.push_back(name); });
    offer_all(broken);
    ASSERT_TRUE(test::run_until([&] { return broken.over(); }, 20s));
    EXPECT_TRUE(found.empty());
}

TEST_F(HardwareDecoders, AreLeftAloneWhenNobodyWantsThemAnyMore) {
    setenv("RIGSW_FAIL", "dechang=0", 1);
    const auto descriptors = [] {
        const std::filesystem::directory_iterator all("/proc/self/fd");
        return std::distance(begin(all), end(all));
    };
    const auto children = [] {
        const std::string path = "/proc/self/task/" + std::to_string(getpid()) + "/children";
        std::ifstream file(path);
        return std::string(std::istreambuf_iterator<char>(file), {});
    };
    const auto before = descriptors();
    const auto none = children();
    {
        HardwareDecoderSearch search(by_this_program({{"vah264dec", Codec::h264}}),
                                     [](const std::string& name) { ADD_FAILURE() << name; });
        offer_all(search);
        ASSERT_TRUE(test::run_until([&] { return children() != none; }));
    }
    EXPECT_EQ(children(), none);
    EXPECT_EQ(descriptors(), before);
}

} // namespace
} // namespace pixelpass
