// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "base/error.h"

#include <string>
#include <vector>

namespace pixelpass {

/// `text` as a QR code (ISO/IEC 18004) with its quiet zone, for a terminal: all lines are equally wide, and
/// filled where the code is light, as for light letters on a dark ground. In UTF-8 a letter is two modules,
/// one above the other; in ASCII a module is two letters. What has capitals, digits and $%*+-./: alone takes
/// a third less. Code::usage: it is too long for any.
[[nodiscard]] Result<std::vector<std::string>> qr_lines(const std::string& text, bool utf8);

} // namespace pixelpass
