// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "gst/video_source.h"

#include <chrono>

namespace pixelpass {

/// Paints a time onto the picture so that a screenshot of it can be read by a machine: its milliseconds, the
/// lowest 16 bits, in Gray code (one bit changes from one millisecond to the next, so a blend of two pictures
/// still reads as one of them). Bit i is cell i%8 of row i/8; a cell is a 16th of the width and an 8th of the
/// height, white for 1. Right of the rows are two marks: a white cell above a black one. Any thread.
void paint_time_strip(RawPicture& picture, std::chrono::nanoseconds time);

/// Paints a field that is white while the test signal is marked (media/test_signal.h), and else black: the
/// four cells from the strip's column 11 on, in both rows. Any thread.
void paint_flash(RawPicture& picture, std::chrono::nanoseconds time);

} // namespace pixelpass
