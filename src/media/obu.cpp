// SPDX-License-Identifier: MIT OR Apache-2.0
#include "media/obu.h"

#include <cstddef>
#include <cstdint>

namespace pixelpass {

std::optional<Obu> take_obu(ByteView& rest) {
    constexpr unsigned forbidden = 0x80;
    constexpr unsigned has_extension = 0x04;
    constexpr unsigned has_size = 0x02;
    constexpr unsigned longest_leb128 = 8;
    const auto header = std::to_integer<unsigned>(rest.front());
    std::size_t at = (header & has_extension) != 0 ? 2 : 1;
    if ((header & (forbidden | has_size)) != has_size)
        return std::nullopt;
    std::uint64_t size = 0;
    unsigned more = 0x80;
    for (unsigned i = 0; more != 0; ++i, ++at) {
        if (i == longest_leb128 || at >= rest.size())
            return std::nullopt;
        const auto byte = std::to_integer<unsigned>(rest[at]);
        size |= std::uint64_t{byte & 0x7fU} << 7 * i;
        more = byte & 0x80U;
    }
    if (size > rest.size() - at)
        return std::nullopt;
    const Obu obu{header >> 3U & 0xfU, rest.subspan(at, size)};
    rest = rest.subspan(at + size);
    return obu;
}

} // namespace pixelpass
