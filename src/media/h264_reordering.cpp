// SPDX-License-Identifier: MIT OR Apache-2.0
#include "media/h264_reordering.h"

#include "media/h264_bits.h"
#include "media/nal_unit.h"

#include <algorithm>
#include <array>
#include <optional>

namespace pixelpass {
namespace {

constexpr std::byte zero{0};
constexpr std::array profiles_with_formats{100U, 110U, 122U, 244U, 44U,  83U, 86U,
                                           118U, 128U, 138U, 139U, 134U, 135U};
constexpr std::uint32_t most_references = 16;
constexpr std::uint32_t own_aspect_ratio = 255; ///< Extended_SAR
constexpr std::uint32_t most_schedules = 32;    ///< of cpb_cnt_minus1 + 1
constexpr std::uint32_t most_offsets = 255;     ///< of num_ref_frames_in_pic_order_cnt_cycle

/// What of an SPS stands before its bitstream restriction.
struct Head {
    std::size_t bits = 0;
    bool has_vui = false;
    std::uint32_t references = 0;
};

void skip_scaling_list(H264BitReader& from, unsigned size) {
    std::int32_t last = 8;
    std::int32_t next = 8;
    for (unsigned i = 0; i < size && !from.over(); ++i) {
        if (next != 0)
            next = (last + from.se() % 256 + 256) % 256;
        last = next == 0 ? last : next;
    }
}

void skip_format(H264BitReader& from) {
    const auto chroma = from.ue();
    if (chroma == 3)
        from.flag();
    from.ue();
    from.ue();
    from.flag();
    if (!from.flag())
        return;
    for (unsigned list = 0; list < (chroma == 3 ? 12U : 8U); ++list) {
        if (from.flag())
            skip_scaling_list(from, list < 6 ? 16 : 64);
    }
}

void skip_picture_order(H264BitReader& from) {
    const auto type = from.ue();
    if (type == 0)
        from.ue();
    if (type != 1)
        return;
    from.flag();
    from.se();
    from.se();
    const auto count = std::min(from.ue(), most_offsets);
    for (std::uint32_t i = 0; i < count; ++i)
        from.se();
}

void skip_reference_decoder(H264BitReader& from) {
    const auto schedules = std::min(from.ue(), most_schedules - 1) + 1;
    from.skip(8);
    for (std::uint32_t i = 0; i < schedules; ++i) {
        from.ue();
        from.ue();
        from.flag();
    }
    from.skip(20);
}

/// Up to the bitstream restriction (E.1.1).
void skip_vui(H264BitReader& from) {
    if (from.flag() && from.u(8) == own_aspect_ratio)
        from.skip(32);
    if (from.flag())
        from.flag();
    if (from.flag()) { // the video signal's type
        from.skip(4);
        if (from.flag())
            from.skip(24);
    }
    if (from.flag()) { // where chroma is
        from.ue();
        from.ue();
    }
    if (from.flag()) // timing
        from.skip(65);
    bool reference_decoder = false;
    for (int kind = 0; kind < 2; ++kind) {
        if (from.flag()) {
            reference_decoder = true;
            skip_reference_decoder(from);
        }
    }
    if (reference_decoder)
        from.flag();
    from.flag();
}

/// Of the payload behind the NAL unit's header (7.3.2.1.1).
std::optional<Head> read_head(ByteView rbsp) {
    Head head;
    H264BitReader from(rbsp);
    const auto profile = from.u(8);
    from.skip(16);
    from.ue();
    if (std::ranges::count(profiles_with_formats, profile) > 0)
        skip_format(from);
    from.ue();
    skip_picture_order(from);
    head.references = from.ue();
    from.flag();
    from.ue();
    from.ue();
    if (!from.flag())
        from.flag();
    from.flag();
    if (from.flag()) { // cropping
        for (int side = 0; side < 4; ++side)
            from.ue();
    }
    head.bits = from.position();
    head.has_vui = from.flag();
    if (head.has_vui) {
        skip_vui(from);
        head.bits = from.position();
    }
    return from.over() || head.references > most_references ? std::nullopt : std::optional(head);
}

/// With the bytes that keep start codes out (7.4.1).
Bytes escaped(ByteView bytes) {
    Bytes guarded;
    int zeros = 0;
    for (const auto byte : bytes) {
        if (zeros >= 2 && byte <= std::byte{3}) {
            guarded.push_back(std::byte{3});
            zeros = 0;
        }
        guarded.push_back(byte);
        zeros = byte == zero ? zeros + 1 : 0;
    }
    return guarded;
}

/// The SPS, without its header, that says it; nothing if it can't be read.
std::optional<Bytes> rewritten(ByteView sps) {
    const auto rbsp = unescaped(sps);
    const auto head = read_head(rbsp);
    if (!head)
        return std::nullopt;
    H264BitReader from(rbsp);
    H264BitWriter to;
    for (std::size_t bit = 0; bit < head->bits; ++bit)
        to.flag(from.flag());
    if (!head->has_vui) {
        to.flag(true);
        to.u(0, 8); // nothing of what may stand in it before
    }
    to.flag(true); // bitstream_restriction_flag, and what is inferred without it
    to.flag(true);
    to.ue(2);
    to.ue(1);
    to.ue(15);
    to.ue(15);
    to.ue(0); // max_num_reorder_frames
    to.ue(std::min(head->references + 1, most_references));
    return escaped(to.finish());
}

} // namespace

SharedBytes without_reordering(const SharedBytes& keyframe) {
    const ByteView unit = keyframe.view;
    for (auto at = next_start_code(unit, unit.begin()); unit.end() - at > 3;
         at = next_start_code(unit, at + 3)) {
        const auto header = at + 3;
        const auto type = std::to_integer<unsigned>(*header) & 0x1f;
        if (type >= 1 && type <= 5) // a slice, before which it stands
            break;
        if (type != 7)
            continue;
        auto end = next_start_code(unit, header);
        while (end > header + 1 && *(end - 1) == zero)
            --end;
        const auto sps = rewritten(ByteView(header + 1, end));
        if (!sps)
            break;
        Bytes bytes(unit.begin(), header + 1);
        bytes.insert(bytes.end(), sps->begin(), sps->end());
        bytes.insert(bytes.end(), end, unit.end());
        return SharedBytes::of(std::move(bytes));
    }
    return keyframe;
}

} // namespace pixelpass
