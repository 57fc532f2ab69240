// SPDX-License-Identifier: MIT OR Apache-2.0
#include "doctor/va_driver_files.h"

#include "base/bytes.h"
#include "base/printable.h"
#include "gst/child_trial.h"
#include "gst/distribution.h"
#include "gst/trial_key.h"

#include <dlfcn.h>
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <string_view>

namespace pixelpass {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view ending = "_drv_video.so";
constexpr unsigned newest_interface = 60; ///< of libva 2; its 2.22 is 1.22
constexpr std::size_t most_files = 64;
constexpr std::chrono::seconds owner_limit{2};

bool has_entry(void* library) {
    for (unsigned minor = 0; minor <= newest_interface; ++minor) {
        if (dlsym(library, fmt::format("__vaDriverInit_1_{}", minor).c_str()))
            return true;
    }
    return false;
}

/// Why the file is no driver; empty if it is one. It stays loaded: to unload drivers is what crashes some.
std::string loading_fault(const fs::path& path) {
    void* const library = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (!library) {
        const char* why = dlerror();
        return fmt::format("it does not load ({})", printable(bytes_of(why ? why : "")));
    }
    return has_entry(library) ? "" : "it is no driver of this libva";
}

/// The command that succeeds if a package has the file.
std::vector<std::string> owner_query(const fs::path& path) {
    switch (this_distribution()) {
    case Distribution::debian: {
        // Packages may name it by /lib still, which is a link to /usr/lib.
        const auto text = path.string();
        return {"dpkg", "-S", "*" + (text.starts_with("/usr/") ? text.substr(4) : text)};
    }
    case Distribution::fedora:
        return {"rpm", "-qf", path};
    case Distribution::arch:
        return {"pacman", "-Qo", path};
    case Distribution::other:
        break;
    }
    return {};
}

bool is_owned_here(const fs::path& path) {
    const auto query = owner_query(path);
    // More than 1 is an error of the package manager's own, as a database that is busy.
    return query.empty() || run_child(query, owner_limit).failure != "it exited with 1";
}

} // namespace

std::vector<VaDriverFile> find_va_drivers(std::span<const fs::path> folders,
                                          const std::function<bool(const fs::path&)>& is_owned) {
    std::vector<fs::path> files;
    for (const auto& folder : folders) {
        std::error_code none;
        for (auto at = fs::directory_iterator(folder, none);
             at != fs::directory_iterator() && files.size() < most_files; at.increment(none)) {
            if (at->path().filename().string().ends_with(ending))
                files.push_back(at->path());
        }
    }
    std::ranges::sort(files);
    std::vector<VaDriverFile> drivers;
    for (const auto& file : files) {
        const auto name = file.filename().string();
        const bool orphan = !is_owned(file);
        drivers.push_back({.path = file,
                           .name = name.substr(0, name.size() - ending.size()),
                           .fault = orphan ? "no package owns it, it was left behind" : loading_fault(file),
                           .orphan = orphan});
    }
    return drivers;
}

std::vector<VaDriverFile> find_va_drivers() {
    const bool own_place = std::getenv("LIBVA_DRIVERS_PATH") != nullptr;
    const auto folders = this_machines_drivers().va_drivers;
    return find_va_drivers(folders,
                           [own_place](const fs::path& path) { return own_place || is_owned_here(path); });
}

} // namespace pixelpass
