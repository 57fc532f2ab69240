// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "base/error.h"
#include "base/ref.h"
#include "mux/muxer.h"
#include "view/page_feed.h"

#include <libsoup/soup.h>

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

namespace pixelpass {

/// The HTTP server for players on this machine, and for the page that plays in a browser: 127.0.0.1 alone,
/// behind an unguessable path, and deaf to other web pages (it checks Host, Origin and Sec-Fetch-Site). Main
/// thread.
class LocalServer {
public:
    /// The first two ask for a stream: answer `message` by an HttpReply, or leave it alone for «not to be had
    /// here».
    struct Requests {
        std::function<bool(SoupServerMessage* message, Container container)> for_player;
        std::function<bool(SoupServerMessage* message, PageForm form)> for_page;
        /// A page says how far it shows behind what it was given; 0 to 60 s.
        std::function<void(std::chrono::milliseconds behind)> on_shown;
    };

    /// Listens on `port`; 0: any free one. Error: Code::usage if the port is taken.
    [[nodiscard]] static Result<std::unique_ptr<LocalServer>> start(std::uint16_t port, Requests requests);
    ~LocalServer();
    LocalServer(const LocalServer&) = delete;
    LocalServer& operator=(const LocalServer&) = delete;

    /// The stream's address, for players.
    [[nodiscard]] std::string url(Container container) const;
    /// The page's.
    [[nodiscard]] std::string page_url() const;
    /// An address that leads to the page, once: for a command line, which all users of the machine can read.
    [[nodiscard]] Result<std::string> make_link();

private:
    LocalServer(std::string secret, Requests requests);
    static void look(SoupServer*, SoupServerMessage* message, const char* path, GHashTable*, gpointer self);
    static void handle(SoupServer*, SoupServerMessage* message, const char* path, GHashTable*, gpointer self);
    void answer(SoupServerMessage* message, const std::string& path);
    void answer_named(SoupServerMessage* message, const std::string& name);
    void take_shown(SoupServerMessage* message);
    [[nodiscard]] bool is_ours(SoupServerMessage* message) const;

    std::string secret_;
    std::string link_; ///< a path; empty: none, or it has been used
    Requests requests_;
    Ref<SoupServer> server_;
    std::uint16_t port_ = 0;
};

} // namespace pixelpass
