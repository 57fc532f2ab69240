// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "base/bytes.h"
#include "base/ref.h"

#include <libsoup/soup.h>

#include <cstdint>
#include <functional>
#include <string>

namespace pixelpass {

/// The endless answer to one local player. Main thread. Destroying it ends the answer.
class HttpReply {
public:
    /// Answers `message` (transfer none) with 200 and an endless body, whose first bytes take the head along.
    /// `on_closed` is called once the player is gone; destroy the reply later, not from within.
    HttpReply(SoupServerMessage* message, std::function<void()> on_closed);
    ~HttpReply();
    HttpReply(const HttpReply&) = delete;
    HttpReply& operator=(const HttpReply&) = delete;

    /// Queues bytes for the player.
    void write(ByteView bytes);
    /// Before any bytes: sends the player to another address instead, for the reason in `text`.
    void redirect(const std::string& address, const std::string& text);
    /// Bytes that the player's socket has not taken yet.
    [[nodiscard]] std::uint64_t backlog() const { return backlog_; }

private:
    static void wrote(SoupServerMessage*, guint size, gpointer self);
    static void finished(SoupServerMessage*, gpointer self);

    Ref<SoupServerMessage> message_;
    std::function<void()> on_closed_;
    std::uint64_t backlog_ = 0;
    bool closed_ = false;
};

} // namespace pixelpass
