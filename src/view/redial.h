// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "base/main_loop.h"
#include "net/endpoint.h"
#include "view/retry_pause.h"

#include <functional>
#include <memory>
#include <random>
#include <string>

namespace pixelpass {

/// Dials a host again and again, until a dial succeeds. Main thread.
class Redial {
public:
    /// Begins at once, or after a pause. `endpoint` and `pause` must outlive this. `on_connected` is called
    /// once and may destroy this.
    Redial(net::Endpoint& endpoint, std::string ticket, RetryPause& pause, bool at_once,
           std::function<void(std::unique_ptr<net::Connection>)> on_connected);

private:
    /// An endpoint gives a dial up after some seconds; one that takes longer must not make many of it.
    static constexpr unsigned most_under_way = 4;

    void dial();
    void dial_later();
    void dialled(Result<std::unique_ptr<net::Connection>> connection);

    net::Endpoint& endpoint_;
    const std::string ticket_;
    std::function<void(std::unique_ptr<net::Connection>)> on_connected_;
    std::shared_ptr<Redial*> self_; // what dials that are under way look for
    std::minstd_rand random_{std::random_device()()};
    RetryPause& pause_;
    unsigned under_way_ = 0;
    Source timer_;
};

} // namespace pixelpass
