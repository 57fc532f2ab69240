// SPDX-License-Identifier: MIT OR Apache-2.0
#include "gst/missing_encoder.h"

#include "media/codec_name.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

namespace pixelpass {
namespace {

constexpr PackageNames va_intel{
    .debian = "intel-media-va-driver", .arch = "intel-media-driver", .fedora = "intel-media-driver"};
constexpr PackageNames va_mesa{
    .debian = "mesa-va-drivers", .arch = "libva-mesa-driver", .fedora = "mesa-va-drivers-freeworld"};
constexpr PackageNames nvidia{
    .debian = "libnvidia-encode1", .arch = "nvidia-utils", .fedora = "xorg-x11-drv-nvidia-cuda-libs"};
constexpr PackageNames quick_sync_packages{
    .debian = "libmfx-gen1.2", .arch = "vpl-gpu-rt", .fedora = "intel-vpl-gpu-rt"};

MissingEncoder without_driver(const EncoderSpec& spec, std::string package) {
    return {.reason =
                fmt::format("its driver is missing, or the GPU can't encode {}", codec_name(spec.codec)),
            .package = std::move(package)};
}

bool has_vendor(std::span<const Gpu> gpus, unsigned vendor) {
    return std::ranges::find(gpus, vendor, &Gpu::vendor) != gpus.end();
}

bool encodes_by_va(const Gpu& gpu) { return gpu.vendor != nvidia_vendor; }

} // namespace

std::string va_driver_packages(std::span<const Gpu> gpus, Distribution distribution) {
    std::vector<std::string_view> packages;
    for (const auto& gpu : gpus) {
        if (encodes_by_va(gpu))
            packages.push_back(package_in(distribution, gpu.vendor == intel_vendor ? va_intel : va_mesa));
    }
    std::ranges::sort(packages);
    packages.erase(std::unique(packages.begin(), packages.end()), packages.end());
    return fmt::format("{}", fmt::join(packages, " "));
}

MissingEncoder explain_missing(const EncoderSpec& spec, const Installed& there) {
    if (spec.api == HardwareApi::v4l2 && there.plugin)
        return {.reason = "no such device found", .package = {}};
    if (spec.hardware && spec.api != HardwareApi::v4l2 && there.gpus.empty())
        return {.reason = "no GPU found", .package = {}};
    if (spec.api == HardwareApi::nvenc && !has_vendor(there.gpus, nvidia_vendor))
        return {.reason = "no GPU of NVIDIA found", .package = {}};
    if (spec.api == HardwareApi::quick_sync && !has_vendor(there.gpus, intel_vendor))
        return {.reason = "no GPU of Intel found", .package = {}};
    if (there.version < spec.first_version)
        return {.reason = fmt::format("it takes GStreamer 1.{}", spec.first_version), .package = {}};
    if (there.version > spec.last_version)
        return {.reason = "GStreamer has it under another name now", .package = {}};
    if (!there.plugin || !spec.hardware)
        return {.reason = fmt::format("GStreamer's plugin {} is not installed", spec.plugin),
                .package = std::string(package_in(there.distribution, spec.packages))};
    if (spec.api == HardwareApi::va && std::ranges::none_of(there.gpus, encodes_by_va))
        return {.reason = "NVIDIA's GPUs do not encode by VA-API", .package = {}};
    if (spec.api == HardwareApi::va)
        return without_driver(spec, va_driver_packages(there.gpus, there.distribution));
    const auto& packages = spec.api == HardwareApi::nvenc ? nvidia : quick_sync_packages;
    return without_driver(spec, std::string(package_in(there.distribution, packages)));
}

} // namespace pixelpass
