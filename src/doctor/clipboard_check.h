// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "doctor/check.h"
#include "gst/distribution.h"

#include <functional>
#include <string>

namespace pixelpass {

/// Whether there is a program that puts tickets on the clipboard; `has` says so of one.
[[nodiscard]] Check judge_clipboard(bool wayland, const std::function<bool(const std::string& program)>& has,
                                    Distribution distribution);

/// The same of this desktop.
[[nodiscard]] Check check_clipboard();

} // namespace pixelpass
