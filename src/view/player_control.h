// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "base/file_descriptor.h"
#include "base/main_loop.h"
#include "media/access_unit.h"
#include "view/line_reader.h"

#include <functional>
#include <optional>
#include <string_view>

namespace pixelpass {

/// What keeps a player at the live edge by asking and telling it, over the socket that is its standard input
/// and output. Main thread.
class PlayerControl {
public:
    virtual ~PlayerControl() = default;

    /// How far it shows behind what it was given, in the mean of about the last second; nothing if it does
    /// not tell, as before its first picture and while it is paused.
    [[nodiscard]] std::optional<Microseconds> delay() const { return delay_; }
    /// Whether it is sure that it has shown nothing so far.
    [[nodiscard]] virtual bool showed_nothing() const { return false; }

protected:
    /// It is that far behind now; ten times a second.
    void note(Microseconds delay) { delay_ = delay_ ? *delay_ + (delay - *delay_) / 10 : delay; }
    void forget() { delay_.reset(); }

private:
    std::optional<Microseconds> delay_;
};

/// The socket to a player: lines there and back, and a question now and then. Main thread.
class PlayerSocket {
public:
    /// At the usual picture rates no multiple of what a picture lasts: each question comes at another phase,
    /// and the mean of the answers is that of all.
    static constexpr std::chrono::milliseconds turn{110};

    struct Events {
        std::function<void()> on_turn; ///< each `turn`: time to ask
        std::function<void(std::string_view line)> on_line;
    };

    PlayerSocket(FileDescriptor socket, Events events);

    /// Sends whole lines, of which a few hundred bytes at most are under way. False if the player takes none,
    /// and from then on it is left alone.
    [[nodiscard]] bool send(std::string_view lines);

private:
    void read();
    void give_up(std::string_view why);

    FileDescriptor socket_;
    Events events_;
    LineReader lines_;
    Source timer_;
    Source readable_;
};

} // namespace pixelpass
