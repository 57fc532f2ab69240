// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "packed_headers.h"
#include "picture_layout.h"

#include <optional>

namespace rigsw {

/// The NV12 picture as a GPU with the faults `green`, `shift` or `swap` sees it, in the same layout; none if
/// it has none of them.
std::optional<Bytes> spoil(const PictureView& picture);

} // namespace rigsw
