// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <filesystem>

namespace pixelpass {

/// Where a clip that is saved now goes: named for the moment, in the person's folder of videos, which is made
/// if it is not there, or else in their home.
[[nodiscard]] std::filesystem::path new_clip_file();

} // namespace pixelpass
