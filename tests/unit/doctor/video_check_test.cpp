// SPDX-License-Identifier: MIT OR Apache-2.0
#include "doctor/element_check.h"
#include "doctor/encoder_check.h"
#include "doctor/va_check.h"
#include "doctor/va_driver_files.h"
#include "support/temporary_folder.h"

#include <gtest/gtest.h>

#include <fstream>

namespace pixelpass {
namespace {

constexpr unsigned amd_vendor = 0x1002;

bool contains(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

TrialResult works(std::string name) {
    return {.name = std::move(name), .ok = true, .reason = {}, .package = {}};
}

TrialResult broken(std::string name, std::string reason, std::string package = {}) {
    return {.name = std::move(name), .ok = false, .reason = std::move(reason), .package = std::move(package)};
}

TEST(ElementCheck, NamesWhatIsMissingWhatItIsForAndItsPackages) {
    const auto check = judge_elements(
        [](std::string_view element) { return element != "videobox" && element != "clockoverlay"; }, "1.22.0",
        Distribution::debian);
    EXPECT_EQ(check.health, Health::fail);
    EXPECT_EQ(check.found, "GStreamer 1.22.0, without videobox, clockoverlay");
    EXPECT_TRUE(contains(check.cause, "the share itself, the test picture")) << check.cause;
    EXPECT_EQ(check.mend, "sudo apt install gstreamer1.0-plugins-good gstreamer1.0-plugins-base");
}

TEST(ElementCheck, OneOfSeveralWillDoAndWithoutSoundThereIsAShare) {
    EXPECT_EQ(judge_elements([](std::string_view element) { return element != "fdkaacenc"; }, "1.22.0",
                             Distribution::debian)
                  .health,
              Health::ok);
    const auto mute = judge_elements(
        [](std::string_view element) { return !element.ends_with("aacenc") && element != "avenc_aac"; },
        "1.22.0", Distribution::arch);
    EXPECT_EQ(mute.health, Health::warning);
    EXPECT_EQ(mute.mend, "sudo pacman -S gst-libav");
}

TEST(EncoderCheck, X264AloneIsFineWhereThereIsNoGpu) {
    const std::vector results{broken("vah264enc", "no GPU found"), works("x264enc")};
    const auto check = judge_encoders(results, false, Distribution::debian);
    EXPECT_EQ(check.health, Health::ok);
    EXPECT_EQ(check.details.at(0), "vah264enc, H.264, hardware: no GPU found");
    EXPECT_EQ(check.details.at(1), "x264enc, H.264, software: works");
}

TEST(EncoderCheck, WithoutAnyThereIsNoShare) {
    const std::vector results{broken("vah264enc", "no GPU found"),
                              broken("x264enc", "it is not installed", "p"), works("x265enc")};
    const auto check = judge_encoders(results, false, Distribution::debian);
    EXPECT_EQ(check.health, Health::fail);
    EXPECT_EQ(check.code, Code::encoder);
    EXPECT_EQ(check.mend, "sudo apt install gstreamer1.0-plugins-ugly");
    EXPECT_EQ(check.details.at(1), "x264enc, H.264, software: it is not installed (install p)");
}

TEST(EncoderCheck, X264IsMissedEvenWhereAnotherWorks) {
    for (const auto* other : {"vah264enc", "openh264enc"}) {
        const auto check =
            judge_encoders(std::vector{works(other), broken("x264enc", "gone")}, true, Distribution::debian);
        EXPECT_EQ(check.health, Health::warning);
        EXPECT_TRUE(contains(check.cause, "x264enc: gone"));
    }
}

TEST(EncoderCheck, WhatWasNotTriedIsNoFault) {
    const std::vector results{broken("vah264enc", "its driver is missing"),
                              broken("x264enc", std::string(untried))};
    const auto check = judge_encoders(results, false, Distribution::debian);
    EXPECT_EQ(check.health, Health::warning);
    EXPECT_EQ(check.found, "not all of H.264 could be tried");
    EXPECT_EQ(
        judge_encoders(std::vector{works("vah264enc"), broken("x264enc", std::string(untried))}, true, {})
            .health,
        Health::ok);
    EXPECT_EQ(
        judge_encoders(std::vector{broken("vah264enc", std::string(untried)), works("x264enc")}, true, {})
            .health,
        Health::ok);
}

TEST(EncoderCheck, AGpuThatEncodesNothingIsTold) {
    const std::vector results{broken("nvh264enc", "no GPU of NVIDIA found"),
                              broken("vah264enc", "its driver is missing", "mesa-va-drivers"),
                              works("x264enc")};
    const auto check = judge_encoders(results, true, Distribution::debian);
    EXPECT_EQ(check.health, Health::warning);
    EXPECT_TRUE(contains(check.cause, "vah264enc: its driver is missing")) << check.cause;
    EXPECT_EQ(check.mend, "sudo apt install mesa-va-drivers");
}

VaFacts with_gpu(unsigned vendor, std::vector<VaDriverFile> drivers) {
    return {.gpus = {{.node = "renderD128", .vendor = vendor, .device = 1}},
            .drivers = std::move(drivers),
            .wanted = {}};
}

TEST(VaCheck, ADriverIsThatOfTheGpu) {
    const VaDriverFile intels{.path = "/d/iHD_drv_video.so", .name = "iHD", .fault = {}};
    EXPECT_EQ(judge_va_drivers(with_gpu(intel_vendor, {intels}), Distribution::debian).found,
              "renderD128: iHD");
    const auto none = judge_va_drivers(with_gpu(amd_vendor, {intels}), Distribution::debian);
    EXPECT_EQ(none.health, Health::warning);
    EXPECT_TRUE(contains(none.cause, "none is installed"));
    EXPECT_EQ(none.mend, "sudo apt install mesa-va-drivers");
    EXPECT_EQ(judge_va_drivers(with_gpu(nvidia_vendor, {}), Distribution::debian).health, Health::ok);
    auto told = with_gpu(amd_vendor, {intels});
    told.wanted = "iHD";
    EXPECT_EQ(judge_va_drivers(told, Distribution::debian).health, Health::ok);
}

TEST(VaCheck, AnOrphanCountsAsMissing) {
    const VaDriverFile orphan{
        .path = "/d/iHD_drv_video.so", .name = "iHD", .fault = "no package owns it", .orphan = true};
    const auto check = judge_va_drivers(with_gpu(intel_vendor, {orphan}), Distribution::debian);
    EXPECT_EQ(check.health, Health::warning);
    EXPECT_TRUE(contains(check.cause, "/d/iHD_drv_video.so: no package owns it"));
    EXPECT_EQ(check.mend, "sudo apt install intel-media-va-driver");
    const auto without_gpu =
        judge_va_drivers({.gpus = {}, .drivers = {orphan}, .wanted = {}}, Distribution::debian);
    EXPECT_EQ(without_gpu.health, Health::warning);
    EXPECT_EQ(without_gpu.mend, "sudo rm /d/iHD_drv_video.so");
}

TEST(VaCheck, WhatAPackageOwnsIsNotToBeRemoved) {
    const VaDriverFile broken{.path = "/d/iHD_drv_video.so", .name = "iHD", .fault = "it does not load"};
    const auto check =
        judge_va_drivers({.gpus = {}, .drivers = {broken}, .wanted = {}}, Distribution::debian);
    EXPECT_EQ(check.health, Health::warning);
    EXPECT_EQ(check.mend, "");
}

TEST(VaDriverFiles, ThatDoNotLoadOrHaveNoOwnerHaveAFault) {
    const test::TemporaryFolder folder;
    const auto place = std::filesystem::path(folder.path());
    std::ofstream(place / "iHD_drv_video.so") << "what was left of it";
    std::ofstream(place / "old_drv_video.so") << "likewise";
    std::ofstream(place / "iris_dri.so") << "another kind of driver";
    const std::vector folders{place, place / "none"};
    const auto found =
        find_va_drivers(folders, [](const auto& path) { return path.filename() != "old_drv_video.so"; });
    ASSERT_EQ(found.size(), 2U);
    EXPECT_EQ(found.at(0).name, "iHD");
    EXPECT_FALSE(found.at(0).orphan);
    EXPECT_TRUE(found.at(1).orphan);
    EXPECT_TRUE(contains(found.at(0).fault, "it does not load")) << found.at(0).fault;
    EXPECT_TRUE(contains(found.at(1).fault, "no package owns it")) << found.at(1).fault;
}

} // namespace
} // namespace pixelpass
