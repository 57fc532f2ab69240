// SPDX-License-Identifier: MIT OR Apache-2.0
#include "parameter_sets.h"

#include <bit>

namespace rigsw {
namespace {

constexpr std::uint8_t sps_header = 0x67;
constexpr std::uint8_t pps_header = 0x68;
constexpr unsigned level = 52; // the highest that all players know

/// Writes the fields of ITU-T H.264, 7.3.2, by the names of their descriptors (7.2).
class BitWriter {
public:
    explicit BitWriter(std::uint8_t nal_header) { u(nal_header, 8); }

    void u(std::uint32_t value, int bits) {
        for (int bit = bits - 1; bit >= 0; --bit)
            add((value >> bit) & 1);
    }
    void flag(bool value) { add(value ? 1 : 0); }
    void ue(std::uint32_t value) {
        const int bits = std::bit_width(value + 1);
        u(0, bits - 1);
        u(value + 1, bits);
    }
    void se(int value) {
        ue(value > 0 ? 2 * static_cast<unsigned>(value) - 1 : 2 * static_cast<unsigned>(-value));
    }

    /// What was written and its trailing bits, with start code and emulation prevention.
    [[nodiscard]] Bytes finish() {
        add(1);
        while (used_ != 0)
            add(0);
        Bytes unit{0, 0, 0, 1};
        int zeros = 0;
        for (const auto byte : bytes_) {
            if (zeros >= 2 && byte <= 3) {
                unit.push_back(3);
                zeros = 0;
            }
            unit.push_back(byte);
            zeros = byte == 0 ? zeros + 1 : 0;
        }
        return unit;
    }

private:
    void add(std::uint32_t bit) {
        if (used_ == 0)
            bytes_.push_back(0);
        bytes_.back() = static_cast<std::uint8_t>(bytes_.back() | bit << (7 - used_));
        used_ = (used_ + 1) % 8;
    }

    Bytes bytes_;
    int used_ = 0; ///< bits of the last byte; 0: all
};

class BitReader {
public:
    BitReader(const std::uint8_t* data, std::size_t size)
        : data_(data)
        , bits_(size * 8) {}

    unsigned ue() {
        int zeros = 0;
        while (zeros < 31 && !bit())
            ++zeros;
        unsigned value = 1;
        for (int i = 0; i < zeros; ++i)
            value = value << 1 | (bit() ? 1U : 0U);
        return value - 1;
    }

private:
    bool bit() {
        if (at_ >= bits_)
            return true;
        const bool set = (data_[at_ / 8] >> (7 - at_ % 8)) & 1;
        ++at_;
        return set;
    }
    const std::uint8_t* data_;
    std::size_t bits_;
    std::size_t at_ = 0;
};

bool is_high(VAProfile profile) { return profile == VAProfileH264High; }

std::uint32_t profile_idc(VAProfile profile) {
    return is_high(profile) ? 100 : profile == VAProfileH264Main ? 77 : 66;
}

/// That pictures are shown in the order in which they come.
void write_vui(BitWriter& to, unsigned references) {
    for (int flag = 0; flag < 8; ++flag) // all that may be present before
        to.flag(false);
    to.flag(true); // bitstream_restriction_flag
    to.flag(true);
    to.ue(0);
    to.ue(0);
    to.ue(16);
    to.ue(16);
    to.ue(0);          // max_num_reorder_frames
    to.ue(references); // max_dec_frame_buffering
}

} // namespace

Bytes write_sps(VAProfile profile, const VAPictureParameterBufferH264& picture) {
    const auto& stream = picture.seq_fields.bits;
    if (stream.chroma_format_idc != 1 || !stream.frame_mbs_only_flag || picture.bit_depth_luma_minus8 != 0 ||
        picture.bit_depth_chroma_minus8 != 0 || stream.pic_order_cnt_type == 1)
        return {};
    BitWriter to(sps_header);
    to.u(profile_idc(profile), 8);
    to.u(0, 8); // no constraints
    to.u(level, 8);
    to.ue(0);
    if (is_high(profile)) {
        to.ue(stream.chroma_format_idc);
        to.ue(0);
        to.ue(0);
        to.flag(false);
        to.flag(false); // no scaling lists
    }
    to.ue(stream.log2_max_frame_num_minus4);
    to.ue(stream.pic_order_cnt_type);
    if (stream.pic_order_cnt_type == 0)
        to.ue(stream.log2_max_pic_order_cnt_lsb_minus4);
    to.ue(picture.num_ref_frames);
    to.flag(stream.gaps_in_frame_num_value_allowed_flag);
    to.ue(picture.picture_width_in_mbs_minus1);
    to.ue(picture.picture_height_in_mbs_minus1);
    to.flag(true);
    to.flag(stream.direct_8x8_inference_flag);
    to.flag(false); // what is cropped is the application's business
    to.flag(true);
    write_vui(to, picture.num_ref_frames);
    return to.finish();
}

Bytes write_pps(VAProfile profile, const VAPictureParameterBufferH264& picture,
                const VASliceParameterBufferH264& slice, unsigned id) {
    const auto& fields = picture.pic_fields.bits;
    BitWriter to(pps_header);
    to.ue(id);
    to.ue(0);
    to.flag(fields.entropy_coding_mode_flag);
    to.flag(fields.pic_order_present_flag);
    to.ue(0); // one slice group
    // What a slice that says nothing else has.
    to.ue(slice.num_ref_idx_l0_active_minus1);
    to.ue(slice.num_ref_idx_l1_active_minus1);
    to.flag(fields.weighted_pred_flag);
    to.u(fields.weighted_bipred_idc, 2);
    to.se(picture.pic_init_qp_minus26);
    to.se(picture.pic_init_qs_minus26);
    to.se(picture.chroma_qp_index_offset);
    to.flag(fields.deblocking_filter_control_present_flag);
    to.flag(fields.constrained_intra_pred_flag);
    to.flag(fields.redundant_pic_cnt_present_flag);
    if (is_high(profile)) {
        to.flag(fields.transform_8x8_mode_flag);
        to.flag(false);
        to.se(picture.second_chroma_qp_index_offset);
    }
    return to.finish();
}

unsigned pps_id_of(const std::uint8_t* slice, std::size_t size) {
    if (size < 2)
        return 0;
    BitReader from(slice + 1, size - 1);
    from.ue(); // first_mb_in_slice
    from.ue(); // slice_type
    return from.ue();
}

} // namespace rigsw
