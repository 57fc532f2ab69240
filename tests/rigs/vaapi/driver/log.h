// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

namespace rigsw {

/// Appends a line to the file RIGSW_LOG, or writes it to stderr if that is "-": the proof of what ran here.
__attribute__((format(printf, 1, 2))) void log(const char* format, ...);

} // namespace rigsw
