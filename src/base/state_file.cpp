// SPDX-License-Identifier: MIT OR Apache-2.0
#include "base/state_file.h"

#include <glib.h>
#include <glib/gstdio.h>

#include <filesystem>
#include <fstream>

namespace pixelpass {
namespace {

constexpr std::size_t longest_text = 4096;

} // namespace

StateFile::StateFile(const std::string& name)
    : path_(std::filesystem::path(g_get_user_state_dir()) / "pixelpass" / name) {}

std::optional<std::string> StateFile::read() const {
    std::ifstream file(path_, std::ios::binary);
    std::string text(longest_text + 1, '\0');
    file.read(text.data(), static_cast<std::streamsize>(text.size()));
    text.resize(static_cast<std::size_t>(file.gcount()));
    return file.eof() && !text.empty() && text.size() <= longest_text ? std::optional(text) : std::nullopt;
}

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
