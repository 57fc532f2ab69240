// SPDX-License-Identifier: MIT OR Apache-2.0
#include "cli/clip_file.h"

#include <fmt/chrono.h>
#include <glib.h>

#include <ctime>

namespace pixelpass {

std::filesystem::path new_clip_file() {
    const char* videos = g_get_user_special_dir(G_USER_DIRECTORY_VIDEOS);
    const std::filesystem::path folder = videos ? videos : g_get_home_dir();
    std::error_code error; // the recorder says why there is no file
    std::filesystem::create_directories(folder, error);
    const auto name = fmt::format("pixelpass-{:%Y-%m-%d-%H%M%S}", fmt::localtime(std::time(nullptr)));
    auto file = folder / (name + ".mkv");
    for (int number = 2; std::filesystem::exists(file, error); ++number)
        file = folder / fmt::format("{}-{}.mkv", name, number);
    return file;
}

} // namespace pixelpass
