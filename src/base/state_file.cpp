// SPDX-License-Identifier: MIT OR Apache-2.0
#include "base/state_file.h"

#include "base/read_file.h"

#include <glib.h>
#include <glib/gstdio.h>

#include <filesystem>

namespace pixelpass {
namespace {

constexpr std::size_t longest_text = 16 * 1024;

std::string path_in(const char* home, const std::string& name) {
    return std::filesystem::path(home) / "pixelpass" / name;
}

} // namespace

StateFile::StateFile(const std::string& name)
    : path_(path_in(g_get_user_state_dir(), name)) {}

StateFile StateFile::in_cache(const std::string& name) {
    return StateFile(Path{path_in(g_get_user_cache_dir(), name)});
}

StateFile StateFile::at(const std::string& path) {
    std::error_code error;
    return StateFile(Path{std::filesystem::absolute(path, error)});
}

std::optional<std::string> StateFile::read() const { return read_file(path_, longest_text); }

Result<void> StateFile::write(const std::string& text) const {
    const auto folder = std::filesystem::path(path_).parent_path();
    GError* error = nullptr;
    if (g_mkdir_with_parents(folder.c_str(), 0700) == 0 &&
        g_file_set_contents_full(path_.c_str(), text.data(), static_cast<gssize>(text.size()),
                                 G_FILE_SET_CONTENTS_CONSISTENT, 0600, &error))
        return {};
    const std::string why = error ? error->message : "its folder can't be made";
    g_clear_error(&error);
    return fail(Code::internal, path_ + " can't be written: " + why);
}

void StateFile::remove() const { g_unlink(path_.c_str()); }

} // namespace pixelpass
