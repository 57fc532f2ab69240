// SPDX-License-Identifier: MIT OR Apache-2.0
#include "gst/annex_b.h"

#include <algorithm>
#include <array>

namespace pixelpass {
namespace {

constexpr unsigned slice = 1;
constexpr unsigned idr_slice = 5;
constexpr unsigned sps = 7;
constexpr unsigned pps = 8;

} // namespace

bool starts_a_decoder(ByteView unit) {
    constexpr std::array start_code{std::byte{0}, std::byte{0}, std::byte{1}};
    bool has_sps = false;
    bool has_pps = false;
    auto at = unit.begin();
    while (true) {
        at = std::search(at, unit.end(), start_code.begin(), start_code.end());
        if (unit.end() - at <= 3)
            return false;
        at += 3;
        const auto type = std::to_integer<unsigned>(*at) & 0x1FU;
        has_sps |= type == sps;
        has_pps |= type == pps;
        if (type >= slice && type <= idr_slice)
            return type == idr_slice && has_sps && has_pps;
    }
}

} // namespace pixelpass
