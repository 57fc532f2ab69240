// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

namespace pixelpass {

using Bytes = std::vector<std::byte>;
using ByteView = std::span<const std::byte>;

/// The bytes of a text, which must outlive the view.
[[nodiscard]] inline ByteView bytes_of(std::string_view text) { return std::as_bytes(std::span(text)); }

/// Immutable bytes that several owners share without a copy; `owner` keeps what `view` shows alive.
struct SharedBytes {
    std::shared_ptr<const void> owner;
    ByteView view;

    [[nodiscard]] static SharedBytes of(Bytes bytes) {
        auto owned = std::make_shared<const Bytes>(std::move(bytes));
        const ByteView view(*owned);
        return {std::move(owned), view};
    }
};

} // namespace pixelpass
