// SPDX-License-Identifier: MIT OR Apache-2.0
#include "gst/missing_encoder.h"
#include "support/temporary_folder.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

namespace pixelpass {
namespace {

constexpr unsigned amd_vendor = 0x1002;

EncoderSpec row(std::string_view name) {
    const auto rows = encoders_among({});
    return *std::ranges::find(rows, name, &EncoderSpec::name);
}

std::vector<Gpu> gpus_of(std::initializer_list<unsigned> vendors) {
    std::vector<Gpu> gpus;
    for (const unsigned vendor : vendors)
        gpus.push_back({.node = "renderD128", .vendor = vendor, .device = 1});
    return gpus;
}

/// Where the plugin is there and has no encoder.
MissingEncoder missing(std::string_view name, std::initializer_list<unsigned> vendors,
                       Distribution distribution = Distribution::debian) {
    const auto gpus = gpus_of(vendors);
    return explain_missing(row(name),
                           {.plugin = true, .version = 24, .gpus = gpus, .distribution = distribution});
}

TEST(MissingEncoder, NeedsAGpu) {
    for (const auto* name : {"vah264enc", "nvh264enc", "qsvav1enc"}) {
        EXPECT_EQ(missing(name, {}).reason, "no GPU found");
        EXPECT_EQ(missing(name, {}).package, "");
    }
    EXPECT_EQ(missing("nvh264enc", {intel_vendor}).reason, "no GPU of NVIDIA found");
    EXPECT_EQ(missing("qsvh264enc", {amd_vendor}).reason, "no GPU of Intel found");
    EXPECT_EQ(missing("vah264enc", {nvidia_vendor}).reason, "NVIDIA's GPUs do not encode by VA-API");
    EXPECT_EQ(missing("v4l2h264enc", {intel_vendor}).reason, "no such device found");
}

TEST(MissingEncoder, NamesTheDriverOfTheGpuThatIsThere) {
    EXPECT_EQ(missing("vah264enc", {intel_vendor}).package, "intel-media-va-driver");
    EXPECT_EQ(missing("vah264enc", {intel_vendor}, Distribution::arch).package, "intel-media-driver");
    EXPECT_EQ(missing("vaav1enc", {amd_vendor}).package, "mesa-va-drivers");
    EXPECT_EQ(missing("vaav1enc", {amd_vendor}, Distribution::arch).package, "libva-mesa-driver");
    EXPECT_EQ(missing("vaav1enc", {amd_vendor}, Distribution::fedora).package, "mesa-va-drivers-freeworld");
    EXPECT_EQ(missing("vaav1enc", {amd_vendor, nvidia_vendor, amd_vendor}).package, "mesa-va-drivers");
    EXPECT_EQ(missing("vah264enc", {amd_vendor, intel_vendor}).package,
              "intel-media-va-driver mesa-va-drivers");
    EXPECT_EQ(missing("nvh265enc", {intel_vendor, nvidia_vendor}).package, "libnvidia-encode1");
    EXPECT_EQ(missing("qsvh265enc", {intel_vendor}, Distribution::fedora).package, "intel-vpl-gpu-rt");
    EXPECT_EQ(missing("vaav1enc", {amd_vendor}).reason, "its driver is missing, or the GPU can't encode AV1");
    EXPECT_EQ(missing("vaav1enc", {amd_vendor}, Distribution::other).package, "");
}

TEST(MissingEncoder, NamesThePluginThatIsNotThere) {
    const auto gpus = gpus_of({intel_vendor});
    const auto without = [&](std::string_view name, Distribution distribution) {
        return explain_missing(row(name),
                               {.plugin = false, .version = 24, .gpus = gpus, .distribution = distribution});
    };
    const auto va = without("vah264enc", Distribution::arch);
    EXPECT_EQ(va.reason, "GStreamer's plugin va is not installed");
    EXPECT_EQ(va.package, "gst-plugin-va");
    EXPECT_EQ(without("x264enc", Distribution::debian).package, "gstreamer1.0-plugins-ugly");
    EXPECT_EQ(without("svtav1enc", Distribution::fedora).package, "gstreamer1-plugins-bad-free");
    const auto rav1e = without("rav1enc", Distribution::debian);
    EXPECT_EQ(rav1e.reason, "GStreamer's plugin rav1e is not installed");
    EXPECT_EQ(rav1e.package, "");
}

TEST(MissingEncoder, MayTakeAnotherVersionOfGStreamer) {
    const auto gpus = gpus_of({nvidia_vendor});
    const auto by = [&](std::string_view name, unsigned version) {
        return explain_missing(
            row(name),
            {.plugin = true, .version = version, .gpus = gpus, .distribution = Distribution::debian});
    };
    EXPECT_EQ(by("svtav1enc", 22).reason, "it takes GStreamer 1.24");
    EXPECT_EQ(by("svtav1enc", 22).package, "");
    EXPECT_EQ(by("nvav1enc", 24).reason, "it takes GStreamer 1.26");
    EXPECT_EQ(by("nvav1enc", 26).package, "libnvidia-encode1");
    EXPECT_EQ(by("nvcudah264enc", 24).package, "libnvidia-encode1");
    EXPECT_EQ(by("nvcudah264enc", 26).reason, "GStreamer has it under another name now");
}

TEST(Distribution, IsKnownByItsIdOrByWhatItIsLike) {
    EXPECT_EQ(distribution_of("NAME=x\nID=debian\n"), Distribution::debian);
    EXPECT_EQ(distribution_of("ID=ubuntu\nID_LIKE=debian"), Distribution::debian);
    EXPECT_EQ(distribution_of("ID=linuxmint\nID_LIKE=\"ubuntu debian\"\n"), Distribution::debian);
    EXPECT_EQ(distribution_of("ID=manjaro\nID_LIKE=arch\n"), Distribution::arch);
    EXPECT_EQ(distribution_of("ID='fedora'\nVERSION_ID=44\n"), Distribution::fedora);
    EXPECT_EQ(distribution_of("ID=nobara\nID_LIKE=\"rhel centos fedora\"\n"), Distribution::fedora);
    EXPECT_EQ(distribution_of("BUILD_ID=debian\nID=nixos\n"), Distribution::other);
    for (const auto* text : {"", "ID", "ID=", "ID=\"", "ID_LIKE=", "\n\n\n", "ID_LIKE=  debian  \nID=\"\""})
        static_cast<void>(distribution_of(text));
}

TEST(Gpus, AreReadFromTheKernelsList) {
    const test::TemporaryFolder folder;
    const auto write = [&](const std::string& name, const char* text) {
        std::filesystem::create_directories((folder / name).parent_path());
        std::ofstream(folder / name) << text;
    };
    write("renderD129/device/vendor", "0x1002\n");
    write("renderD129/device/device", "0x73bf\n");
    write("renderD128/device/vendor", "0x8086\n");
    write("renderD130/uevent", "a GPU on no PCI bus");
    write("card0/device/vendor", "0x8086\n");
    const auto gpus = find_gpus(folder.path());
    ASSERT_EQ(gpus.size(), 3U);
    EXPECT_EQ(gpus[0].node, "renderD128");
    EXPECT_EQ(gpus[0].vendor, intel_vendor);
    EXPECT_EQ(gpus[1].device, 0x73bfU);
    EXPECT_EQ(gpus[2].vendor, 0U);
    std::filesystem::remove_all(folder.path());
    EXPECT_TRUE(find_gpus(folder.path()).empty());
}

} // namespace
} // namespace pixelpass
