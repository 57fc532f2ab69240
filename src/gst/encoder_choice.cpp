// SPDX-License-Identifier: MIT OR Apache-2.0
#include "gst/encoder_trial.h"

#include "base/log.h"
#include "gst/child_trial.h"
#include "gst/gst_ref.h"
#include "gst/init.h"
#include "gst/missing_encoder.h"
#include "media/codec_name.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace pixelpass {
namespace {

bool exists(const EncoderSpec& spec) {
    const std::string name(spec.name);
    return static_cast<bool>(Ref<GstElementFactory>::adopt(gst_element_factory_find(name.c_str())));
}

MissingEncoder explain_missing_here(const EncoderSpec& spec) {
    const std::string name(spec.plugin);
    const auto plugin = Ref<GstPlugin>::adopt(gst_registry_find_plugin(gst_registry_get(), name.c_str()));
    guint major = 0;
    guint minor = 0;
    guint micro = 0;
    guint nano = 0;
    gst_version(&major, &minor, &micro, &nano);
    const auto gpus = find_gpus();
    return explain_missing(spec, {.plugin = static_cast<bool>(plugin),
                                  .version = minor,
                                  .gpus = gpus,
                                  .distribution = this_distribution()});
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

TrialResult try_one(const EncoderSpec& spec, const TrialOptions& options) {
    TrialResult result{.name = std::string(spec.name), .ok = false, .reason = {}, .package = {}};
    if (!exists(spec)) {
        auto [reason, package] = explain_missing_here(spec);
        result.reason = std::move(reason);
        result.package = std::move(package);
    } else {
        result.reason = spec.trusted ? try_here(spec) : try_in_child(spec, options);
    }
    result.ok = result.reason.empty();
    spdlog::info("encoder {}: {}", result.name, result.ok ? "works" : result.reason);
    return result;
}

std::string names_of_working(const std::vector<TrialResult>& results) {
    std::string names;
    for (const auto& result : results) {
        if (result.ok)
            names.append(names.empty() ? "" : ", ").append(result.name);
    }
    return names;
}

std::string install_hint(const TrialResult& result) {
    return result.package.empty() ? "" : "install " + result.package;
}

Result<const EncoderSpec*> choose_wanted(const EncoderSpec& spec, const TrialOptions& options,
                                         std::vector<TrialResult>& tried) {
    tried.push_back(try_one(spec, options));
    const TrialResult wanted = tried.back();
    if (wanted.ok)
        return &spec;
    for (const auto& other : encoder_catalog()) {
        if (&other != &spec && other.codec == spec.codec)
            tried.push_back(try_one(other, options));
    }
    const auto working = names_of_working(tried);
    const auto install = install_hint(wanted);
    return fail(Code::encoder,
                "the encoder " + wanted.name + " does not work: " + wanted.reason + "; " +
                    (working.empty() ? "no other works either" : "these work: " + working),
                install.empty() && !working.empty() ? "use --encoder auto" : install);
}

Result<const EncoderSpec*> choose_best(Codec codec, const TrialOptions& options,
                                       std::vector<TrialResult>& tried) {
    std::string causes;
    std::string help;
    for (const auto& spec : encoder_catalog()) {
        if (spec.codec != codec)
            continue;
        tried.push_back(try_one(spec, options));
        const auto& result = tried.back();
        if (result.ok)
            return &spec;
        causes += fmt::format("{}{}: {}", causes.empty() ? "" : "; ", result.name, result.reason);
        // Software is what helps wherever there is none.
        if (!spec.hardware && help.empty())
            help = install_hint(result);
    }
    return fail(Code::encoder, fmt::format("no encoder of {} works here: {}", codec_name(codec), causes),
                help.empty() ? "use another --codec" : help);
}

Error unknown_name(std::string_view wanted, const TrialOptions& options, std::vector<TrialResult>& tried) {
    for (const auto& spec : encoder_catalog())
        tried.push_back(try_one(spec, options));
    const auto working = names_of_working(tried);
    return {Code::encoder, fmt::format("there is no encoder named {}", wanted),
            working.empty() ? "none works here; `pixelpass list encoders` says why"
                            : "use auto or one of those that work: " + working};
}

} // namespace

TrialResult try_encoder(const EncoderSpec& spec, const TrialOptions& options) {
    return try_one(spec, options);
}

std::vector<TrialResult> try_all_encoders(const TrialOptions& options) {
    std::vector<TrialResult> results;
    if (!start_gstreamer())
        return results;
    for (const auto& spec : encoder_catalog())
        results.push_back(try_one(spec, options));
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
    if (!spec)
        return tl::unexpected(unknown_name(wanted, options, results));
    if (spec->codec != codec)
        return fail(Code::encoder,
                    fmt::format("the encoder {} makes {}, not {}", wanted, codec_name(spec->codec),
                                codec_name(codec)),
                    "use --encoder auto, or another --codec");
    return choose_wanted(*spec, options, results);
}

} // namespace pixelpass
