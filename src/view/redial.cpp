// SPDX-License-Identifier: MIT OR Apache-2.0
#include "view/redial.h"

#include "base/log.h"
#include "wire/alpn.h"

#include <utility>

namespace pixelpass {

Redial::Redial(net::Endpoint& endpoint, std::string ticket, RetryPause& pause, bool at_once,
               std::function<void(std::unique_ptr<net::Connection>)> on_connected)
    : endpoint_(endpoint)
    , ticket_(std::move(ticket))
    , on_connected_(std::move(on_connected))
    , self_(std::make_shared<Redial*>(this))
    , pause_(pause) {
    if (at_once)
        dial();
    else
        dial_later();
}

void Redial::dial_later() {
    timer_ = after(pause_.next(std::uniform_real_distribution(0.0, 1.0)(random_)), [this] { dial(); });
}

void Redial::dial() {
    dial_later();
    if (under_way_ == most_under_way)
        return;
    // A connection that comes when this is gone is closed by being dropped, before a word was said on it.
    auto begun = endpoint_.connect(ticket_, {wire::alpn_live}, [self = std::weak_ptr(self_)](auto made) {
        if (const auto alive = self.lock())
            (*alive)->dialled(std::move(made));
    });
    if (begun)
        ++under_way_;
    else
        spdlog::info("{}", begun.error().message);
}

void Redial::dialled(Result<std::unique_ptr<net::Connection>> connection) {
    --under_way_;
    if (!connection)
        return spdlog::debug("{}", connection.error().message);
    // It may destroy this object: nothing may follow it.
    timer_.reset();
    self_.reset();
    const auto on_connected = std::move(on_connected_);
    on_connected(std::move(*connection));
}

} // namespace pixelpass
