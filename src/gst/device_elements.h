// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <gst/gst.h>

#include <string_view>
#include <vector>

namespace pixelpass {

/// The names of the installed elements of hardware that are of these types, in the order of the alphabet;
/// they stay valid. Empty without GStreamer.
[[nodiscard]] std::vector<std::string_view> hardware_elements(GstElementFactoryListType types);

/// What a further device's element has in its name, behind the part `device_after`, and the first device's
/// has not, like "renderD129"; empty if it is no such element. Without a `device_after` there are none.
[[nodiscard]] std::string_view device_in(std::string_view element, std::string_view first,
                                         std::string_view device_after);

} // namespace pixelpass
