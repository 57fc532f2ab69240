// SPDX-License-Identifier: MIT OR Apache-2.0
#include "view/vlc_status.h"

#include <charconv>

namespace pixelpass {
namespace {

constexpr unsigned picture_section = 2;
constexpr unsigned decoded_entry = 1;
/// VLC 3 counts a picture when it goes into the decoder, and again when it comes out.
constexpr unsigned counts_a_picture = 2;
/// More pictures than any share has: some years of them.
constexpr std::uint64_t most = 100'000'000'000;

/// The number that the line ends with; none if there is none, or one that can't be.
std::optional<std::uint64_t> last_number(std::string_view line) {
    const auto end = line.find_last_not_of(" \t\r");
    const auto before = line.find_last_not_of("0123456789", end);
    if (end == std::string_view::npos || before == std::string_view::npos || before == end)
        return std::nullopt;
    std::uint64_t number = 0;
    const auto digits = line.substr(before + 1, end - before);
    const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    return read.ec == std::errc() && number <= most ? std::optional(number) : std::nullopt;
}

} // namespace

std::optional<std::uint64_t> VlcStatus::take(std::string_view line) {
    if (line.find("( pause state:") != std::string_view::npos)
        paused_ = true;
    else if (line.find("( play state:") != std::string_view::npos)
        paused_ = false;
    else if (line.starts_with("+----["))
        section_ = 0;
    else if (line.starts_with("+-[")) {
        ++section_;
        entry_ = 0;
    } else if (line.starts_with("| ") && ++entry_ == decoded_entry && section_ == picture_section) {
        if (const auto number = last_number(line))
            return *number / counts_a_picture;
    }
    return std::nullopt;
}

} // namespace pixelpass
