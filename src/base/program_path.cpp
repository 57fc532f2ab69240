// SPDX-License-Identifier: MIT OR Apache-2.0
#include "base/program_path.h"

#include <glib.h>
#include <unistd.h>

namespace pixelpass {

bool is_in_path(const std::string& program) {
    char* const path = g_find_program_in_path(program.c_str());
    g_free(path);
    return path != nullptr;
}

bool is_program(const std::filesystem::path& path) {
    std::error_code error;
    return std::filesystem::is_regular_file(path, error) && access(path.c_str(), X_OK) == 0;
}

} // namespace pixelpass
