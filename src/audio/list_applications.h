// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "audio/sound_rule.h"
#include "base/error.h"

#include <string>
#include <vector>

namespace pixelpass {

/// An application's stream. All texts are what it says of itself; they may be empty.
struct ApplicationInfo {
    std::string name; ///< what `--app` takes; so are the following
    std::string binary;
    std::string process; ///< pid
    std::string flatpak;
    std::string node; ///< name
    Verdict verdict = Verdict::elsewhere;
};

/// All applications that play, or could at any moment, and what becomes of them where nothing else is asked
/// for. Runs the main loop meanwhile. Code::audio if PipeWire does not run or does not answer.
[[nodiscard]] Result<std::vector<ApplicationInfo>> list_applications();

} // namespace pixelpass
