// SPDX-License-Identifier: MIT OR Apache-2.0
#include "capture/list_sources.h"
#include "cli/commands.h"
#include "cli/output.h"
#include "gst/encoder_trial.h"

#include <algorithm>

namespace pixelpass {
namespace {

int print_encoders(const Output& output) {
    const auto results = try_all_encoders();
    for (const auto& result : results)
        output.listed(result);
    return std::ranges::any_of(results, &TrialResult::ok) ? 0 : static_cast<int>(Code::encoder);
}

int print_sources(const Output& output) {
    const auto sources = list_sources(std::string());
    if (!sources) {
        output.error(sources.error());
        return static_cast<int>(sources.error().code);
    }
    for (const auto& source : *sources)
        output.listed(source);
    return 0;
}

} // namespace

int run_list(const ListOptions& options) {
    const Output output(options.json, options.verbosity);
    return options.what == "sources" ? print_sources(output) : print_encoders(output);
}

} // namespace pixelpass
