// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "base/error.h"
#include "base/file_descriptor.h"
#include "base/main_loop.h"
#include "cli/control_sockets.h"

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace pixelpass {

/// Listens on this process's control socket and has the lines of programs of this user answered, each by a
/// line: docs/control.md. Never waits for one. Main thread.
class ControlServer {
public:
    /// What a line is answered with.
    struct Reply {
        std::string line;     ///< without its end
        bool watches = false; ///< it is told all events from now on
    };
    using OnLine = std::function<Reply(std::string_view line)>;

    static constexpr std::size_t max_clients = 8;
    /// What may wait for a client that does not read.
    static constexpr std::size_t max_unread = 1U << 20;
    /// One that neither asks nor reads for so long is let go.
    static constexpr std::chrono::seconds patience{10};

    /// Error: those of ControlSockets.
    [[nodiscard]] static Result<std::unique_ptr<ControlServer>> start(OnLine on_line);
    ~ControlServer();
    ControlServer(const ControlServer&) = delete;
    ControlServer& operator=(const ControlServer&) = delete;

    /// Whether anybody is told events.
    [[nodiscard]] bool is_watched() const;
    /// Tells an event, a line without its end, to all who watch.
    void tell(const std::string& event);

private:
    class Client;

    ControlServer(ControlSockets sockets, FileDescriptor listener, OnLine on_line);
    void accept();

    const ControlSockets sockets_;
    const OnLine on_line_;
    const FileDescriptor listener_;
    std::vector<std::unique_ptr<Client>> clients_;
    Source cleanup_;
    Source incoming_;
};

} // namespace pixelpass
