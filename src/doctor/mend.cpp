// SPDX-License-Identifier: MIT OR Apache-2.0
#include "doctor/mend.h"

#include <fmt/format.h>

#include <array>

namespace pixelpass {
namespace {

std::string_view installer(Distribution distribution) {
    switch (distribution) {
    case Distribution::debian:
        return "sudo apt install ";
    case Distribution::fedora:
        return "sudo dnf install ";
    case Distribution::arch:
        return "sudo pacman -S ";
    case Distribution::other:
        break;
    }
    return "install ";
}

} // namespace

std::string install_command(Distribution distribution, std::string_view packages) {
    return packages.empty() ? "" : fmt::format("{}{}", installer(distribution), packages);
}

std::string install_command(Distribution distribution, const PackageNames& names) {
    if (distribution != Distribution::other)
        return install_command(distribution, package_in(distribution, names));
    std::string commands;
    for (const auto known : {Distribution::debian, Distribution::fedora, Distribution::arch}) {
        const auto command = install_command(known, package_in(known, names));
        if (!command.empty())
            commands.append(commands.empty() ? "" : ", or ").append(command);
    }
    return commands;
}

} // namespace pixelpass
