// SPDX-License-Identifier: MIT OR Apache-2.0
#include "gst/encoder_trial.h"

#include "base/log.h"
#include "gst/child_trial.h"
#include "gst/gst_ref.h"
#include "gst/init.h"
#include "media/codec_name.h"

#include <fmt/format.h>

#include <algorithm>

namespace pixelpass {
namespace {

bool exists(const EncoderSpec& spec) {
    const std::string name(spec.name);
    return static_cast<bool>(Ref<GstElementFactory>::adopt(gst_element_factory_find(name.c_str())));
}

/// Software in a kept library has no driver that could be broken: that it can be created is enough, and the
/// start is faster by a child process.
std::string try_here(const EncoderSpec& spec) {
    const std::string name(spec.name);
    const auto element = Ref<GstElement>::sink(gst_element_factory_make(name.c_str(), nullptr));
    return element ? "" : "its plugin does not load";
}

std::string try_in_child(const EncoderSpec& spec, const TrialOptions& options) {
    auto command = options.command;
    command.emplace_back(spec.name);
    const auto end = run_child(command, options.limit);
    if (end.failure.empty() || end.output.empty())
        return end.failure;
    return end.output.substr(end.output.rfind('\n') + 1);
}

std::string names_of(const std::vector<TrialResult>& results) {
    std::string names;
    for (const auto& result : results) {
        if (result.ok)
            names.append(names.empty() ? "" : ", ").append(result.name);
    }
    return names;
}

std::string names_of(std::span<const EncoderSpec> specs) {
    std::string names;
    for (const auto& spec : specs)
        names.append(names.empty() ? "" : ", ").append(spec.name);
    return names;
}

std::string install_hint(const EncoderSpec& spec) { return "install " + std::string(spec.package); }

Result<const EncoderSpec*> choose_wanted(const EncoderSpec& spec, const TrialOptions& options,
                                         std::vector<TrialResult>& tried) {
    tried.push_back(try_encoder(spec, options));
    const TrialResult wanted = tried.back();
    if (wanted.ok)
        return &spec;
    for (const auto& other : encoder_catalog()) {
        if (&other != &spec && other.codec == spec.codec)
            tried.push_back(try_encoder(other, options));
    }
    const auto working = names_of(tried);
    return fail(Code::encoder,
                "the encoder " + wanted.name + " does not work: " + wanted.reason + "; " +
                    (working.empty() ? "no other works either" : "these work: " + working),
                working.empty() || !exists(spec) ? install_hint(spec) : "use --encoder auto");
}

Result<const EncoderSpec*> choose_best(Codec codec, const TrialOptions& options,
                                       std::vector<TrialResult>& tried) {
    const EncoderSpec* software = nullptr;
    for (const auto& spec : encoder_catalog()) {
        if (spec.codec != codec)
            continue;
        if (!software && !spec.hardware)
            software = &spec;
        tried.push_back(try_encoder(spec, options));
        if (tried.back().ok)
            return &spec;
    }
    std::string causes;
    for (const auto& result : tried)
        causes.append(causes.empty() ? "" : "; ").append(result.name).append(": ").append(result.reason);
    return fail(Code::encoder, fmt::format("no encoder of {} works here: {}", codec_name(codec), causes),
                install_hint(*software));
}

} // namespace

TrialResult try_encoder(const EncoderSpec& spec, const TrialOptions& options) {
    TrialResult result{.name = std::string(spec.name), .ok = false, .reason = {}};
    if (!exists(spec))
        result.reason =
            spec.hardware ? "not on this machine (no such hardware, driver or plugin)" : "not installed";
    else
        result.reason = spec.trusted ? try_here(spec) : try_in_child(spec, options);
    result.ok = result.reason.empty();
    spdlog::info("encoder {}: {}", result.name, result.ok ? "works" : result.reason);
    return result;
}

std::vector<TrialResult> try_all_encoders(const TrialOptions& options) {
    std::vector<TrialResult> results;
    if (!start_gstreamer())
        return results;
    for (const auto& spec : encoder_catalog())
        results.push_back(try_encoder(spec, options));
    return results;
}

Result<const EncoderSpec*> choose_encoder(Codec codec, std::string_view wanted, const TrialOptions& options,
                                          std::vector<TrialResult>* tried) {
    if (auto started = start_gstreamer(); !started)
        return fail(started);
    std::vector<TrialResult> untold;
    auto& results = tried ? *tried : untold;
    if (wanted == "auto")
        return choose_best(codec, options, results);
    const auto* spec = find_encoder(wanted);
    if (spec && spec->codec != codec)
        return fail(Code::encoder,
                    fmt::format("the encoder {} makes {}, not {}", wanted, codec_name(spec->codec),
                                codec_name(codec)),
                    "use --encoder auto, or another --codec");
    if (spec)
        return choose_wanted(*spec, options, results);
    return fail(Code::encoder, "there is no encoder named " + std::string(wanted),
                "use auto or one of " + names_of(encoder_catalog()));
}

} // namespace pixelpass
