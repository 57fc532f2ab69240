// SPDX-License-Identifier: MIT OR Apache-2.0
// What the bridge needs from C++: bytes that several streams share, and a way to wake the main loop.
#pragma once

#include <rust/cxx.h>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <utility>

namespace pixelpass::bridge {

/// Immutable bytes, kept alive by `owner`. The bridge sends them without a copy, from any thread.
class Payload {
public:
    Payload(std::shared_ptr<const void> owner, std::span<const std::byte> bytes)
        : owner_(std::move(owner))
        , bytes_(bytes) {}

    [[nodiscard]] rust::Slice<const std::uint8_t> bytes() const noexcept {
        return {reinterpret_cast<const std::uint8_t*>(bytes_.data()), bytes_.size()};
    }

private:
    std::shared_ptr<const void> owner_;
    std::span<const std::byte> bytes_;
};

/// Called from the bridge's threads when `Endpoint::next_event` has something; must not block.
class Waker {
public:
    explicit Waker(std::function<void()> wake)
        : wake_(std::move(wake)) {}

    void wake() const noexcept { wake_(); }

private:
    std::function<void()> wake_;
};

} // namespace pixelpass::bridge
