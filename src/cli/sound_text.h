// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "audio/sound_rule.h"
#include "base/error.h"
#include "host/studio.h"

#include <optional>
#include <string>

namespace pixelpass {

/// What a share lets hear, as it was asked for.
[[nodiscard]] std::string describe_sound(Sound sound, const SoundRule& rule);

/// The line that tells what is heard now; many names are cut short.
[[nodiscard]] std::string heard_line(const Heard& heard);

/// A warning about what was asked for and does not play, with what could be asked for; nothing if all plays.
[[nodiscard]] std::optional<Error> waiting_warning(const Heard& heard);

/// Why an application is not heard where nothing else is asked for; empty if it is.
[[nodiscard]] std::string reason_of(Verdict verdict);

} // namespace pixelpass
