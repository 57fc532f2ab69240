// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <numbers>
#include <span>
#include <string_view>
#include <vector>

namespace pixelpass {

/// What is captured, by SPA's names of channels. Links can't change a level, so what has to be quieter in
/// stereo has inputs of its own.
inline constexpr std::array<std::string_view, 5> captured_channels{"FL", "FR", "FC", "SL", "SR"};

/// Mixes interleaved frames of captured_channels down to interleaved stereo, in place of what `stereo` held:
/// centre and surround at -3 dB, as ITU-R BS.775 (annex 4) has it.
inline void mix_down(std::span<const float> captured, std::vector<float>& stereo) {
    constexpr auto quieter = static_cast<float>(1 / std::numbers::sqrt2);
    stereo.clear();
    for (std::size_t i = 0; i + captured_channels.size() <= captured.size(); i += captured_channels.size()) {
        const auto frame = captured.subspan(i, captured_channels.size());
        stereo.push_back(frame[0] + quieter * (frame[2] + frame[3]));
        stereo.push_back(frame[1] + quieter * (frame[2] + frame[4]));
    }
}

} // namespace pixelpass
