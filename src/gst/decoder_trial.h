// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "base/file_descriptor.h"
#include "media/access_unit.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace pixelpass {

/// Decodes the units of a stream, the first of which is a keyframe, as the window would, by `decoder` and by
/// one of software, and compares: each picture has to come before the next unit is given. What is wrong;
/// empty if nothing is. A broken driver may crash or hang the process.
[[nodiscard]] std::string decode_and_compare(Codec codec, const std::string& decoder,
                                             std::span<const AccessUnit> units);

/// How units get into the child process that does so: a file in memory, from which it has them as its
/// standard input. Not open if there is no room.
[[nodiscard]] FileDescriptor write_trial_units(std::span<const SharedUnit> units);

/// What the child has found to be wrong, in place of the units; what it wrote may be anything.
[[nodiscard]] std::string read_trial_verdict(const FileDescriptor& file);

/// What the child does: decode_and_compare() with the hardware decoder of that name and the units of its
/// standard input. The exit status of the process; what is wrong takes the units' place.
[[nodiscard]] int run_decoder_trial(std::string_view name);

} // namespace pixelpass
