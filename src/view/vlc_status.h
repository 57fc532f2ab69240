// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace pixelpass {

/// Reads what VLC's remote control (its module oldrc) writes, which may be anything. Statistics are told by
/// where they stand, since VLC says them in the person's language.
class VlcStatus {
public:
    /// Takes a line. If it is the one: how many pictures VLC has decoded since it opened the address. Those
    /// that it has shown would be told, too, but one that it shows again counts again.
    [[nodiscard]] std::optional<std::uint64_t> take(std::string_view line);
    /// By the person.
    [[nodiscard]] bool paused() const { return paused_; }

private:
    bool paused_ = false;
    unsigned section_ = 0; // of the statistics, from 1
    unsigned entry_ = 0;   // of the section, from 1
};

} // namespace pixelpass
