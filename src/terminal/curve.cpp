// SPDX-License-Identifier: MIT OR Apache-2.0
#include "terminal/curve.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <vector>

namespace pixelpass::terminal {
namespace {

constexpr std::array<std::string_view, 7> heights{"▁", "▂", "▃", "▄", "▅", "▆", "▇"};

std::string_view height_of(double value, double most) {
    if (!(value > 0) || !(most > 0))
        return heights.front();
    const auto last = static_cast<double>(heights.size() - 1);
    return heights.at(static_cast<std::size_t>(std::clamp(value / most * last + 0.5, 0.0, last)));
}

} // namespace

std::string curve(const Minute& minute, int columns) {
    const auto& values = minute.values();
    const auto wanted = std::min(static_cast<std::size_t>(std::max(0, columns)), Minute::length);
    const std::size_t blank = Minute::length - values.size();
    std::vector<std::optional<double>> means;
    for (std::size_t column = 0; column < wanted; ++column) {
        const std::size_t begin = std::max(column * Minute::length / wanted, blank);
        const std::size_t end = (column + 1) * Minute::length / wanted;
        double sum = 0;
        for (std::size_t at = begin; at < end; ++at)
            sum += values[at - blank];
        means.push_back(end > begin ? std::optional(sum / static_cast<double>(end - begin)) : std::nullopt);
    }
    double most = 0;
    for (const auto& mean : means)
        most = std::max(most, mean.value_or(0));
    std::string line;
    for (const auto& mean : means)
        line += mean ? height_of(*mean, most) : " ";
    return values.empty() ? "" : line;
}

} // namespace pixelpass::terminal
