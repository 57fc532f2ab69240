// SPDX-License-Identifier: MIT OR Apache-2.0
#include "base/program_path.h"

#include <glib.h>

namespace pixelpass {

bool is_in_path(const std::string& program) {
    char* const path = g_find_program_in_path(program.c_str());
    g_free(path);
    return path != nullptr;
}

} // namespace pixelpass
