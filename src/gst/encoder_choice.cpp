// SPDX-License-Identifier: MIT OR Apache-2.0
#include "gst/encoder_trial.h"

#include "base/bytes.h"
#include "base/log.h"
#include "base/printable.h"
#include "gst/child_trial.h"
#include "gst/gst_ref.h"
#include "gst/init.h"
#include "gst/installed_element.h"
#include "gst/missing_encoder.h"
#include "gst/trial_cache.h"
#include "gst/trial_key.h"
#include "media/codec_name.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace pixelpass {
namespace {

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

/// What a child says may be anything, and is to be shown.
std::string as_reason(std::string_view said) {
    auto text = printable(bytes_of(said));
    if (text.size() > TrialCache::longest_reason) {
        text.resize(TrialCache::longest_reason);
        while (!text.empty() && printable(bytes_of(text)).empty()) // cut within a character
            text.pop_back();
    }
    return text;
}

ChildEnd run_trial(const EncoderSpec& spec, const TrialOptions& options) {
    auto command = options.command;
    command.emplace_back(spec.name);
    return run_child(command, options.limit);
}

std::string reason_of(const ChildEnd& end) {
    if (end.failure.empty())
        return "";
    const auto reason = as_reason(end.output.substr(end.output.rfind('\n') + 1));
    return reason.empty() ? end.failure : reason;
}

/// One that hung for less than the usual limit may only have been slow, on a busy machine.
bool is_worth_keeping(const ChildEnd& end, const TrialOptions& options) {
    return !end.hung || options.limit >= TrialOptions{}.limit;
}

/// Whether a record of an earlier trial will do.
enum class Trial : std::uint8_t { known, anew };

std::string try_or_look_up(const EncoderSpec& spec, const TrialOptions& options, Trial trial) {
    if (!options.cache)
        return reason_of(run_trial(spec, options));
    const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    const auto key = trial_key(spec, spec.hardware ? this_machines_drivers() : DriverPlaces{});
    if (trial == Trial::known) {
        if (auto known = options.cache->find(spec.name, key, now)) {
            spdlog::debug("encoder {}: known from an earlier trial", spec.name);
            return *known;
        }
    }
    const auto end = run_trial(spec, options);
    auto reason = reason_of(end);
    if (is_worth_keeping(end, options))
        options.cache->keep(spec.name, {.key = key, .tried = now, .reason = reason});
    return reason;
}

TrialResult try_one(const EncoderSpec& spec, const TrialOptions& options, Trial trial) {
    TrialResult result{.name = std::string(spec.name), .ok = false, .reason = {}, .package = {}};
    if (!has_element(spec.name)) {
        auto [reason, package] = explain_missing_here(spec);
        result.reason = std::move(reason);
        result.package = std::move(package);
    } else {
        result.reason = spec.trusted ? try_here(spec) : try_or_look_up(spec, options, trial);
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
    tried.push_back(try_one(spec, options, Trial::anew));
    const TrialResult wanted = tried.back();
    if (wanted.ok)
        return &spec;
    for (const auto& other : encoder_catalog()) {
        if (&other != &spec && other.codec == spec.codec)
            tried.push_back(try_one(other, options, Trial::known));
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
        tried.push_back(try_one(spec, options, Trial::known));
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
        tried.push_back(try_one(spec, options, Trial::known));
    const auto working = names_of_working(tried);
    return {Code::encoder, fmt::format("there is no encoder named {}", wanted),
            working.empty() ? "none works here; `pixelpass list encoders` says why"
                            : "use auto or one of those that work: " + working};
}

} // namespace

TrialResult try_encoder(const EncoderSpec& spec, const TrialOptions& options) {
    return try_one(spec, options, Trial::known);
}

std::vector<TrialResult> try_all_encoders(const TrialOptions& options) {
    std::vector<TrialResult> results;
    if (!start_gstreamer())
        return results;
    for (const auto& spec : encoder_catalog())
        results.push_back(try_one(spec, options, Trial::anew));
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
