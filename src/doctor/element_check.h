// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "doctor/check.h"
#include "gst/distribution.h"

#include <functional>
#include <string_view>

namespace pixelpass {

/// Whether GStreamer has the elements that shares are made of, and the window and a viewer's sound; `has`
/// says so of one.
[[nodiscard]] Check judge_elements(const std::function<bool(std::string_view element)>& has,
                                   std::string_view version, Distribution distribution);

/// Looks them up in GStreamer, which has started.
[[nodiscard]] Check check_elements();

} // namespace pixelpass
