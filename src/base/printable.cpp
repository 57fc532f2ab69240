// SPDX-License-Identifier: MIT OR Apache-2.0
#include "base/printable.h"

#include <glib.h>

namespace pixelpass {

std::string printable(ByteView bytes) {
    const std::string text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    std::string shown;
    if (!g_utf8_validate(text.data(), static_cast<gssize>(text.size()), nullptr))
        return shown;
    for (const char* at = text.c_str(); *at != '\0';) {
        const char* const next = g_utf8_next_char(at);
        if (g_unichar_isprint(g_utf8_get_char(at)))
            shown.append(at, next);
        at = next;
    }
    return shown;
}

} // namespace pixelpass
