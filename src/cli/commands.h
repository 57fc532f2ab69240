// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "cli/options.h"

#include <optional>

namespace pixelpass {

/// `pixelpass host`: shares until it is ended. Gives the exit status.
[[nodiscard]] int run_host(const HostOptions& options);

/// `pixelpass view`: watches until the host or the player ends. Gives the exit status.
[[nodiscard]] int run_view(const ViewOptions& options);

/// `pixelpass list encoders`: tries them all. Gives the exit status: 0 if one works.
[[nodiscard]] int run_list(const ListOptions& options);

/// `pixelpass repair`: removes from PipeWire what crashed runs left. Gives the exit status.
[[nodiscard]] int run_repair(const RepairOptions& options);

/// `pixelpass doctor`: examines this machine. Gives the exit status: 0 if sharing works, else that of the
/// first fault.
[[nodiscard]] int run_doctor(const DoctorOptions& options);

/// `pixelpass ctl`: has a host that runs do something. Gives the exit status: 5 if none runs.
[[nodiscard]] int run_ctl(const CtlOptions& options);

/// What a person wants who has given no word: they are asked in the terminal. Nothing, if there is none for
/// that.
[[nodiscard]] std::optional<Command> ask_by_menu();

} // namespace pixelpass
