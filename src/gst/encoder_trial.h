// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "base/error.h"
#include "gst/encoder_catalog.h"

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

namespace pixelpass {

class TrialCache;

/// Whether an encoder works on this machine, and if not, why.
struct TrialResult {
    std::string name;
    bool ok = false;
    std::string reason;  ///< empty if it works
    std::string package; ///< that may help; several by spaces; empty if none would
};

/// How trials are made. A broken driver can crash or hang its process as soon as the element is created, so
/// each is made in a child process: `command` and the encoder's name.
struct TrialOptions {
    std::vector<std::string> command = {"/proc/self/exe", "encoder-trial"};
    std::chrono::milliseconds limit{5000};
    /// Where what is found out is kept, and looked up unless all is tried anew. That one hung for less than
    /// the usual limit is not kept.
    TrialCache* cache = nullptr;
};

/// Encodes some pictures for real, asks for a keyframe among them, decodes and compares. What is wrong; empty
/// if nothing is. A broken driver may crash or hang the process.
[[nodiscard]] std::string encode_and_compare(const EncoderSpec& spec);

/// What the child does: encode_and_compare(). The exit status of the process; what is wrong goes to stdout,
/// in one line.
[[nodiscard]] int run_encoder_trial(std::string_view name);

/// Tries one encoder, or looks up what its trial ended in; blocks for at most the limit.
[[nodiscard]] TrialResult try_encoder(const EncoderSpec& spec, const TrialOptions& options = {});

/// Tries all of the catalogue anew, for `list encoders`; blocks for at most the limit for each.
[[nodiscard]] std::vector<TrialResult> try_all_encoders(const TrialOptions& options = {});

/// The best encoder of that codec that works (`auto`), or the one that is wanted by name, tried anew. Blocks
/// for at most the limit for each candidate that is tried. Code::encoder says why not, and which would work.
/// `tried`, if given, gets what was found out.
[[nodiscard]] Result<const EncoderSpec*> choose_encoder(Codec codec, std::string_view wanted,
                                                        const TrialOptions& options = {},
                                                        std::vector<TrialResult>* tried = nullptr);

} // namespace pixelpass
