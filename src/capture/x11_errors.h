// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

namespace pixelpass {

/// Replaces Xlib's handlers, which end the process, for the whole process: an X error is logged; a thread
/// that finds its X server gone is halted for good, as Xlib lets it neither return nor unwind.
void survive_x11_errors();

} // namespace pixelpass
