// SPDX-License-Identifier: MIT OR Apache-2.0
#include "doctor/va_check.h"

#include "doctor/mend.h"
#include "doctor/va_driver_files.h"
#include "gst/missing_encoder.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

namespace pixelpass {
namespace {

constexpr unsigned amd_vendor = 0x1002;

/// The names of the drivers that may drive it; none: any may.
std::vector<std::string_view> drivers_of(const Gpu& gpu, std::string_view wanted) {
    if (!wanted.empty())
        return {wanted};
    if (gpu.vendor == intel_vendor)
        return {"iHD", "i965"};
    if (gpu.vendor == amd_vendor)
        return {"radeonsi", "r600"};
    return {};
}

bool fits(const VaDriverFile& driver, const Gpu& gpu, const VaFacts& facts) {
    const auto names = drivers_of(gpu, facts.wanted);
    return names.empty() || std::ranges::find(names, driver.name) != names.end();
}

const VaDriverFile* driver_of(const Gpu& gpu, const VaFacts& facts) {
    const auto found = std::ranges::find_if(facts.drivers, [&](const VaDriverFile& driver) {
        return driver.fault.empty() && fits(driver, gpu, facts);
    });
    return found == facts.drivers.end() ? nullptr : &*found;
}

std::string describe(const VaDriverFile& driver) { return fmt::format("{}: {}", driver.path, driver.fault); }

/// What there is in place of a driver that would do.
std::string why_none(const Gpu& gpu, const VaFacts& facts) {
    const auto broken = std::ranges::find_if(facts.drivers, [&](const VaDriverFile& driver) {
        return !driver.fault.empty() && fits(driver, gpu, facts);
    });
    return broken == facts.drivers.end() ? "none is installed" : describe(*broken);
}

void judge_gpus(Check& check, const VaFacts& facts, Distribution distribution) {
    std::vector<std::string> found;
    for (const auto& gpu : facts.gpus) {
        if (gpu.vendor == nvidia_vendor) {
            found.push_back(fmt::format("{}: NVIDIA's, which do not encode by VA-API", gpu.node));
        } else if (const auto* driver = driver_of(gpu, facts)) {
            found.push_back(fmt::format("{}: {}", gpu.node, driver->name));
        } else {
            found.push_back(fmt::format("{}: no driver", gpu.node));
            check.health = Health::warning;
            check.cause = fmt::format("the GPU {} encodes nothing without a driver of VA-API, and {}",
                                      gpu.node, why_none(gpu, facts));
        }
    }
    check.found = fmt::format("{}", fmt::join(found, ", "));
    if (check.health != Health::ok)
        check.mend = install_command(distribution, va_driver_packages(facts.gpus, distribution));
}

} // namespace

Check judge_va_drivers(const VaFacts& facts, Distribution distribution) {
    Check check{.name = "va-drivers", .found = "no GPU that encodes", .code = Code::encoder};
    for (const auto& driver : facts.drivers)
        check.details.push_back(driver.fault.empty() ? driver.path : describe(driver));
    if (!facts.gpus.empty()) {
        judge_gpus(check, facts, distribution);
        return check;
    }
    const auto broken =
        std::ranges::find_if(facts.drivers, [](const auto& driver) { return !driver.fault.empty(); });
    if (broken != facts.drivers.end()) {
        check.health = Health::warning;
        check.cause = fmt::format("a driver of VA-API that is none: {}", describe(*broken));
        if (broken->orphan)
            check.mend = fmt::format("sudo rm {}", broken->path);
    }
    return check;
}

Checks check_va_drivers() {
    const char* wanted = std::getenv("LIBVA_DRIVER_NAME");
    const VaFacts facts{.gpus = find_gpus(), .drivers = find_va_drivers(), .wanted = wanted ? wanted : ""};
    return {judge_va_drivers(facts, this_distribution())};
}

} // namespace pixelpass
