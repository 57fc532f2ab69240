// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "doctor/check.h"
#include "net/endpoint.h"

#include <chrono>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace pixelpass {

/// A part of the examination. Each runs in a process of its own: a driver, a plugin or a service that crashes
/// or hangs whoever asks it takes that part away, and no more.
struct Part {
    std::string_view name;
    std::chrono::milliseconds limit; ///< then it is ended
    Check lost;                      ///< what is said then, but for the cause
    Checks (*run)(const net::EndpointOptions& endpoint);
};

/// All of them, in the order in which causes come before what they bring about.
[[nodiscard]] std::span<const Part> parts();

/// The part of that name, or null.
[[nodiscard]] const Part* find_part(std::string_view name);

/// Examines this machine, by starting `command` with the name of each part: it is to write that part's
/// checks, one write_check() a line. Blocks, for less than 20 s whatever hangs. Sorted by health.
[[nodiscard]] Checks examine(const std::vector<std::string>& command);

} // namespace pixelpass
