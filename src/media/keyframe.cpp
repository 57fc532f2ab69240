// SPDX-License-Identifier: MIT OR Apache-2.0
#include "media/keyframe.h"

#include "media/nal_unit.h"
#include "media/obu.h"

#include <cstdint>

namespace pixelpass {
namespace {

using Types = std::uint64_t; // a set: bit N is type N, of which there are no more than 64

constexpr Types range(unsigned first, unsigned last) { return (Types{2} << last) - (Types{1} << first); }

/// How a codec numbers its NAL units.
struct NalTypes {
    unsigned shift; ///< of the type in the first byte of a NAL unit
    unsigned mask;
    Types slices;
    Types intra_slices; ///< of pictures from which a decoder can start
    Types parameter_sets;
};

constexpr NalTypes h264{// ITU-T H.264, table 7-1
                        .shift = 0,
                        .mask = 0x1f,
                        .slices = range(1, 5),
                        .intra_slices = range(5, 5),
                        .parameter_sets = range(7, 8)};
constexpr NalTypes hevc{// ITU-T H.265, table 7-1
                        .shift = 1,
                        .mask = 0x3f,
                        .slices = range(0, 31),
                        .intra_slices = range(16, 21),
                        .parameter_sets = range(32, 34)};

std::optional<ByteView> annex_b_head(const NalTypes& types, ByteView unit) {
    Types seen = 0;
    auto at = unit.begin();
    while (true) {
        const auto begin = next_start_code(unit, at);
        if (unit.end() - begin <= 3)
            return std::nullopt;
        at = begin + 3;
        const Types type = Types{1} << (std::to_integer<unsigned>(*at) >> types.shift & types.mask);
        if ((type & types.slices) != 0) {
            const bool starts =
                (type & types.intra_slices) != 0 && (seen & types.parameter_sets) == types.parameter_sets;
            return starts ? std::optional(ByteView(unit.begin(), begin)) : std::nullopt;
        }
        seen |= type;
    }
}

std::optional<ByteView> obu_head(ByteView unit) {
    constexpr unsigned sequence_header = 1;
    constexpr unsigned frame_header = 3;
    constexpr unsigned frame = 6;
    bool has_sequence_header = false;
    for (ByteView rest = unit; !rest.empty();) {
        const auto head = unit.first(unit.size() - rest.size());
        const auto obu = take_obu(rest);
        if (!obu)
            return std::nullopt;
        if (obu->type == frame_header || obu->type == frame) {
            // Not show_existing_frame, KEY_FRAME, and show_frame (AV1, 5.9.2).
            const bool key = !obu->payload.empty() && std::to_integer<unsigned>(obu->payload[0]) >> 4U == 1;
            return key && has_sequence_header ? std::optional(head) : std::nullopt;
        }
        has_sequence_header |= obu->type == sequence_header;
    }
    return std::nullopt;
}

} // namespace

std::optional<ByteView> keyframe_head(Codec codec, ByteView unit) {
    switch (codec) {
    case Codec::h264:
        return annex_b_head(h264, unit);
    case Codec::hevc:
        return annex_b_head(hevc, unit);
    case Codec::av1:
        return obu_head(unit);
    case Codec::aac:
    case Codec::opus:
        break;
    }
    return std::nullopt;
}

} // namespace pixelpass
