// SPDX-License-Identifier: MIT OR Apache-2.0
#include "gst/trial_key.h"

#include "base/read_file.h"
#include "gst/gpus.h"
#include "gst/gst_ref.h"

#include <fmt/format.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <string_view>

namespace pixelpass {
namespace {

namespace fs = std::filesystem;

/// Two files with the same line are taken for the same.
std::string describe_file(const fs::path& path) {
    struct stat status {};
    if (stat(path.c_str(), &status) != 0)
        return fmt::format("{} none\n", path.string());
    return fmt::format("{} {} {}.{:09}\n", path.string(), status.st_size, status.st_mtim.tv_sec,
                       status.st_mtim.tv_nsec);
}

std::string describe_plugin(const EncoderSpec& spec) {
    const auto factory =
        Ref<GstElementFactory>::adopt(gst_element_factory_find(std::string(spec.name).c_str()));
    const auto plugin = Ref<GstPlugin>::adopt(
        factory ? gst_plugin_feature_get_plugin(GST_PLUGIN_FEATURE(factory.get())) : nullptr);
    const char* file = plugin ? gst_plugin_get_filename(plugin.get()) : nullptr;
    return describe_file(file ? file : "");
}

std::string describe_va_drivers(const std::vector<fs::path>& folders) {
    constexpr std::string_view ending = "_drv_video.so";
    std::vector<std::string> drivers;
    for (const auto& folder : folders) {
        std::error_code none;
        for (auto at = fs::directory_iterator(folder, none); at != fs::directory_iterator();
             at.increment(none)) {
            if (at->path().string().ends_with(ending))
                drivers.push_back(describe_file(at->path()));
        }
    }
    std::ranges::sort(drivers);
    return fmt::format("{}", fmt::join(drivers, ""));
}

std::string describe_gpus(const DriverPlaces& places) {
    std::string text;
    for (const auto& gpu : find_gpus(places.graphics)) {
        const bool usable = access((places.nodes / gpu.node).c_str(), R_OK | W_OK) == 0;
        text += fmt::format("{} {:04x}:{:04x} {}\n", gpu.node, gpu.vendor, gpu.device,
                            usable ? "usable" : "not usable");
    }
    return text;
}

std::string describe_hardware(const DriverPlaces& places) {
    utsname kernel{};
    uname(&kernel);
    const char* va_driver = std::getenv("LIBVA_DRIVER_NAME");
    return fmt::format("{}\n{}\n{}{}{}", kernel.release, va_driver ? va_driver : "", describe_gpus(places),
                       describe_va_drivers(places.va_drivers),
                       read_file(places.nvidia.string(), 256).value_or(""));
}

/// The folders below `parent`, and `parent` itself, whose names begin so.
void add_folders(std::vector<fs::path>& found, const fs::path& parent, std::string_view start) {
    std::error_code none;
    for (auto at = fs::directory_iterator(parent, none); at != fs::directory_iterator(); at.increment(none)) {
        if (at->path().filename().string().starts_with(start) && at->is_directory(none))
            found.push_back(at->path());
    }
}

} // namespace

DriverPlaces this_machines_drivers() {
    DriverPlaces places;
    if (const char* path = std::getenv("LIBVA_DRIVERS_PATH")) {
        std::string_view rest = path;
        while (!rest.empty()) {
            const auto folder = rest.substr(0, rest.find(':'));
            places.va_drivers.emplace_back(folder);
            rest.remove_prefix(std::min(rest.size(), folder.size() + 1));
        }
        return places;
    }
    // Fedora's have endings, as "-freeworld"; Debian's are in a folder of the architecture's.
    add_folders(places.va_drivers, "/usr/lib", "dri");
    add_folders(places.va_drivers, "/usr/lib64", "dri");
    std::vector<fs::path> architectures;
    add_folders(architectures, "/usr/lib", "");
    for (const auto& architecture : architectures) {
        if (architecture.filename().string().find("-linux-gnu") != std::string::npos)
            add_folders(places.va_drivers, architecture, "dri");
    }
    return places;
}

std::string trial_key(const EncoderSpec& spec, const DriverPlaces& places) {
    gchar* const version = gst_version_string();
    std::string text = fmt::format("{}\n{}\n{}{}{}", spec.name, version, describe_file("/proc/self/exe"),
                                   describe_plugin(spec), spec.hardware ? describe_hardware(places) : "");
    g_free(version);
    gchar* const sum =
        g_compute_checksum_for_string(G_CHECKSUM_SHA256, text.data(), static_cast<gssize>(text.size()));
    std::string key = sum;
    g_free(sum);
    return key;
}

} // namespace pixelpass
