// SPDX-License-Identifier: MIT OR Apache-2.0
#include "doctor/encoder_check.h"

#include "doctor/element_check.h"
#include "doctor/mend.h"
#include "gst/gpus.h"
#include "gst/init.h"
#include "gst/trial_cache.h"
#include "media/codec_name.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <functional>
#include <utility>
#include <vector>

namespace pixelpass {
namespace {

using Clock = std::chrono::steady_clock;

/// Hung drivers of two devices leave time for the rest.
constexpr std::chrono::milliseconds trial_limit{2500};
/// From the start of the process, which may have to scan all plugins first.
constexpr std::chrono::milliseconds all_trials_limit{6500};

std::string describe(const TrialResult& result) {
    const auto& spec = *find_encoder(result.name);
    const std::string help = result.package.empty() ? "" : fmt::format(" (install {})", result.package);
    return fmt::format("{}, {}, {}: {}", result.name, codec_name(spec.codec),
                       spec.hardware ? "hardware" : "software", result.ok ? "works" : result.reason + help);
}

/// The H.264 ones of a kind that work; their names.
std::vector<std::string> working(std::span<const TrialResult> results, bool hardware) {
    std::vector<std::string> names;
    for (const auto& result : results) {
        const auto& spec = *find_encoder(result.name);
        if (result.ok && spec.codec == Codec::h264 && spec.hardware == hardware)
            names.push_back(result.name);
    }
    return names;
}

const TrialResult* find(std::span<const TrialResult> results, std::string_view name) {
    const auto found = std::ranges::find(results, name, &TrialResult::name);
    return found == results.end() ? nullptr : &*found;
}

/// Of the GPU's H.264 encoders the one that comes closest: what is wrong with it, some package may mend.
const TrialResult* nearest_hardware(std::span<const TrialResult> results) {
    const TrialResult* nearest = nullptr;
    for (const auto& result : results) {
        const auto& spec = *find_encoder(result.name);
        const bool failed =
            spec.hardware && spec.codec == Codec::h264 && !result.ok && result.reason != untried;
        if (failed && (!nearest || (nearest->package.empty() && !result.package.empty())))
            nearest = &result;
    }
    return nearest;
}

void judge_hardware(Check& check, std::span<const TrialResult> results, Distribution distribution) {
    const auto* nearest = nearest_hardware(results);
    if (!nearest)
        return;
    check.health = Health::warning;
    check.cause = fmt::format("the GPU encodes no H.264, so that it costs the processor's time ({}: {})",
                              nearest->name, nearest->reason);
    check.mend = install_command(distribution, std::string_view(nearest->package));
}

/// Whether one of H.264 may yet work.
bool is_one_untried(std::span<const TrialResult> results) {
    return std::ranges::any_of(results, [](const TrialResult& result) {
        return result.reason == untried && find_encoder(result.name)->codec == Codec::h264;
    });
}

void judge_software(Check& check, const TrialResult* x264, bool other_works) {
    check.health = Health::warning;
    check.cause = fmt::format("x264enc: {}; {}", x264 ? x264->reason : "unknown",
                              other_works ? "what encodes in its place makes a worse picture or costs more"
                                          : "nothing takes over when the GPU's encoder fails");
}

/// H.264 first, which is what shares are made of; of each kind software first: it takes no driver that could
/// hang, and without it nothing works.
std::vector<std::reference_wrapper<TrialResult>> in_order_of_need(std::vector<TrialResult>& results) {
    std::vector<std::reference_wrapper<TrialResult>> ordered(results.begin(), results.end());
    std::ranges::stable_sort(ordered, {}, [](const TrialResult& result) {
        const auto& spec = *find_encoder(result.name);
        return std::pair(spec.codec != Codec::h264, spec.hardware);
    });
    return ordered;
}

} // namespace

Check judge_encoders(std::span<const TrialResult> results, bool has_gpu, Distribution distribution) {
    Check check{.name = "encoders", .code = Code::encoder};
    for (const auto& result : results)
        check.details.push_back(describe(result));
    const auto hardware = working(results, true);
    const auto software = working(results, false);
    auto all = hardware;
    all.insert(all.end(), software.begin(), software.end());
    const auto* x264 = find(results, "x264enc");
    check.found = all.empty() ? "none of H.264 works" : fmt::format("H.264 by {}", fmt::join(all, ", "));
    if (all.empty() && is_one_untried(results)) {
        check.health = Health::warning;
        check.found = "not all of H.264 could be tried";
        check.cause = "the machine is too busy to tell whether anything can encode the picture";
        check.mend = "pixelpass list encoders tries them all";
    } else if (all.empty()) {
        check.health = Health::fail;
        check.cause =
            fmt::format("nothing can encode the picture (x264enc: {})", x264 ? x264->reason : "unknown");
        check.mend = install_command(distribution, find_encoder("x264enc")->packages);
    } else if (!x264 || (!x264->ok && x264->reason != untried)) {
        judge_software(check, x264, !software.empty());
        check.mend = install_command(distribution, find_encoder("x264enc")->packages);
    } else if (has_gpu && hardware.empty()) {
        judge_hardware(check, results, distribution);
    }
    return check;
}

Checks check_video() {
    const auto deadline = Clock::now() + all_trials_limit;
    if (const auto started = start_gstreamer(); !started)
        return {{.name = "gstreamer",
                 .health = Health::fail,
                 .found = "it does not start",
                 .cause = started.error().message,
                 .mend = started.error().hint,
                 .code = Code::encoder}};
    auto elements = check_elements();
    TrialCache cache;
    std::vector<TrialResult> results;
    for (const auto& spec : encoder_catalog())
        results.push_back(
            {.name = std::string(spec.name), .ok = false, .reason = std::string(untried), .package = {}});
    for (auto& result : in_order_of_need(results)) {
        const auto& spec = *find_encoder(result.get().name);
        const auto left = std::chrono::floor<std::chrono::milliseconds>(deadline - Clock::now());
        if (spec.trusted || left.count() > 0) // a trusted one takes no time
            result.get() = try_encoder(spec, {.limit = std::min(trial_limit, left), .cache = &cache});
    }
    return {std::move(elements), judge_encoders(results, !find_gpus().empty(), this_distribution())};
}

} // namespace pixelpass
