// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "desktop/bus.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace pixelpass {

/// Keeps the screen from going dark or being locked for want of input, for as long as it lives, by the
/// desktop portal's Inhibit. Main thread.
class IdleInhibitor {
public:
    /// Asks in the background. `on_failed` is called once at most, from the main loop, if nobody keeps the
    /// screen awake, with Code::internal. Destroy the inhibitor later, not from within.
    explicit IdleInhibitor(std::function<void(const Error&)> on_failed);
    /// Gives the inhibition back; the bus has heard of it when this returns. One that is still to be granted
    /// is given back then.
    ~IdleInhibitor();
    IdleInhibitor(const IdleInhibitor&) = delete;
    IdleInhibitor& operator=(const IdleInhibitor&) = delete;

private:
    class Request;

    void owned_by(const std::string& portal);
    void ask(const std::string& portal);
    static void answered(GObject* source, GAsyncResult* result, gpointer data);
    void abandon();
    void fail_once(const Error& error);

    std::function<void(const Error&)> on_failed_;
    Request* asked_ = nullptr;         ///< waits for its answer, and belongs to it
    std::unique_ptr<Request> granted_; ///< answered
    std::optional<SignalSubscription> response_;
    Bus bus_;
    std::optional<NameWatch> watch_;
};

} // namespace pixelpass
