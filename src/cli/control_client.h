// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "base/error.h"
#include "base/file_descriptor.h"
#include "cli/control_request.h"
#include "cli/control_sockets.h"

#include <nlohmann/json_fwd.hpp>

#include <optional>
#include <string>

namespace pixelpass {

/// A connection to a host that runs on this machine; it blocks.
class ControlClient {
public:
    /// Code::unreachable: it does not run.
    [[nodiscard]] static Result<ControlClient> connect(const ControlSockets& sockets, pid_t host);

    /// What the host answers, within some seconds. Error: what it says, with the code that it gives; or
    /// Code::unreachable, if it does not answer.
    [[nodiscard]] Result<nlohmann::json> ask(const ControlRequest& request);
    /// The next line, which may be long in coming; nothing once the host has ended.
    [[nodiscard]] std::optional<std::string> next_event();

private:
    explicit ControlClient(FileDescriptor socket)
        : socket_(std::move(socket)) {}
    [[nodiscard]] std::optional<std::string> read_line();

    FileDescriptor socket_;
    std::string read_;
};

} // namespace pixelpass
