// SPDX-License-Identifier: MIT OR Apache-2.0
#include "gst/trial_key.h"
#include "support/temporary_folder.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <fstream>

namespace pixelpass {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

/// An encoder that is installed, in the part of one with a driver.
EncoderSpec hardware() {
    EncoderSpec spec = *find_encoder("openh264enc");
    spec.hardware = true;
    return spec;
}

class TrialKey : public testing::Test {
protected:
    void SetUp() override {
        places_ = {.graphics = folder_ / "drm",
                   .nodes = folder_ / "dev",
                   .nvidia = folder_ / "nvidia",
                   .va_drivers = {folder_ / "missing", folder_ / "dri"}};
        write("drm/renderD128/device/vendor", "0x8086\n");
        write("drm/renderD128/device/device", "0x0001\n");
        write("dev/renderD128", "");
        write("dri/iHD_drv_video.so", "driver");
    }

    void write(const std::string& name, const std::string& text) {
        fs::create_directories((folder_ / name).parent_path());
        std::ofstream(folder_ / name) << text;
    }
    [[nodiscard]] std::string key(const EncoderSpec& spec = hardware()) const {
        return trial_key(spec, places_);
    }

    const test::TemporaryFolder folder_;
    DriverPlaces places_;
};

TEST_F(TrialKey, StaysTheSameWhileNothingChanges) {
    EXPECT_EQ(key().size(), 64U);
    EXPECT_EQ(key(), key());
    EXPECT_NE(key(*find_encoder("openh264enc")), key(*find_encoder("x264enc")));
}

TEST_F(TrialKey, ChangesWithTheDriver) {
    const auto before = key();
    const auto driver = folder_ / "dri/iHD_drv_video.so";
    fs::last_write_time(driver, fs::last_write_time(driver) + 1s);
    const auto touched = key();
    EXPECT_NE(touched, before);
    write("dri/radeonsi_drv_video.so", "another");
    EXPECT_NE(key(), touched);
    write("nvidia", "550.1\n");
    const auto nvidia = key();
    write("nvidia", "560.2\n");
    EXPECT_NE(key(), nvidia);
}

TEST_F(TrialKey, ChangesWithTheGpu) {
    const auto before = key();
    write("drm/renderD128/device/device", "0x0002\n");
    const auto other = key();
    EXPECT_NE(other, before);
    write("drm/renderD129/device/vendor", "0x1002\n");
    const auto two = key();
    EXPECT_NE(two, other);
    fs::remove(folder_ / "dev/renderD128");
    EXPECT_NE(key(), two) << "who may not use the GPU can't encode with it";
}

TEST_F(TrialKey, OfSoftwareChangesWithNoDriver) {
    const auto before = key(*find_encoder("openh264enc"));
    write("dri/iHD_drv_video.so", "another driver");
    EXPECT_EQ(key(*find_encoder("openh264enc")), before);
}

TEST(DriverPlaces, AreWhereLibvaIsToldToLook) {
    setenv("LIBVA_DRIVERS_PATH", "/one:/two", 1);
    EXPECT_EQ(this_machines_drivers().va_drivers, (std::vector<fs::path>{"/one", "/two"}));
    unsetenv("LIBVA_DRIVERS_PATH");
    const auto folders = this_machines_drivers().va_drivers;
    EXPECT_EQ(std::ranges::find(folders, "/one"), folders.end());
}

} // namespace
} // namespace pixelpass
