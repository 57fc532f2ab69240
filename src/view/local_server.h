// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "base/error.h"
#include "base/ref.h"
#include "mux/muxer.h"

#include <libsoup/soup.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace pixelpass {

/// The HTTP server for players on this machine: 127.0.0.1 alone, behind an unguessable path, and deaf to web
/// pages (it checks Host and Origin). Main thread.
class LocalServer {
public:
    /// Asks for a stream: answer `message` by an HttpReply, or leave it alone for «not to be had here».
    using OnRequest = std::function<bool(SoupServerMessage* message, Container container)>;

    /// Listens on `port`; 0: any free one. Error: Code::usage if the port is taken.
    [[nodiscard]] static Result<std::unique_ptr<LocalServer>> start(std::uint16_t port, OnRequest on_request);
    ~LocalServer();
    LocalServer(const LocalServer&) = delete;
    LocalServer& operator=(const LocalServer&) = delete;

    /// The stream's address, for players.
    [[nodiscard]] std::string url(Container container) const;

private:
    LocalServer(std::string secret, OnRequest on_request);
    static void handle(SoupServer*, SoupServerMessage* message, const char* path, GHashTable*, gpointer self);
    void answer(SoupServerMessage* message, const std::string& path);
    [[nodiscard]] bool is_ours(SoupServerMessage* message) const;

    std::string secret_;
    OnRequest on_request_;
    Ref<SoupServer> server_;
    std::uint16_t port_ = 0;
};

} // namespace pixelpass
