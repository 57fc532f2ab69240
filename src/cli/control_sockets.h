// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "base/error.h"
#include "base/file_descriptor.h"

#include <sys/types.h>

#include <filesystem>
#include <string>
#include <vector>

namespace pixelpass {

/// Where the hosts of this user listen: $XDG_RUNTIME_DIR/pixelpass/host-PID.sock, for nobody else to enter.
class ControlSockets {
public:
    /// Code::usage: there is no XDG_RUNTIME_DIR.
    [[nodiscard]] static Result<ControlSockets> find();

    /// Listens as the host with that pid; whoever finds its socket can connect to it. Code::internal: the
    /// folder or the socket can't be made, or is another's.
    [[nodiscard]] Result<FileDescriptor> listen(pid_t host) const;
    /// Connects to it, as a blocking socket. Code::unreachable: no such host runs; what it left is removed.
    [[nodiscard]] Result<FileDescriptor> connect(pid_t host) const;
    /// The pids of whose sockets there are, in order.
    [[nodiscard]] std::vector<pid_t> hosts() const;
    void remove(pid_t host) const;

private:
    explicit ControlSockets(std::filesystem::path folder)
        : folder_(std::move(folder)) {}
    [[nodiscard]] std::filesystem::path path(pid_t host) const;

    std::filesystem::path folder_;
};

/// Whether the process at the other end is of this user, or of root.
[[nodiscard]] bool is_of_this_user(int socket);

} // namespace pixelpass
