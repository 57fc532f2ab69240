// SPDX-License-Identifier: MIT OR Apache-2.0
#include "h264_encoder.h"
#include "buffer_content.h"
#include "faults.h"
#include "log.h"
#include "spoiled_picture.h"

#include <algorithm>

namespace rigsw {
namespace {

constexpr int intra_slice = 2; // of slice_type % 5

const char* profile_name(VAProfile profile) {
    switch (profile) {
    case VAProfileH264ConstrainedBaseline:
        return "baseline";
    case VAProfileH264Main:
        return "main";
    default:
        return "high";
    }
}

const char* kind_name(PictureKind kind) {
    switch (kind) {
    case PictureKind::idr:
        return "IDR";
    case PictureKind::intra:
        return "I";
    default:
        return "P";
    }
}

/// Whether the surface has the pixels of such a stream.
bool covers(const VAImage& layout, const StreamShape& shape) {
    return shape.width >= min_side && shape.height >= min_side &&
           align(shape.width, 2) <= align(layout.width, 16) && shape.height <= align(layout.height, 16);
}

VAStatus hand_over(const Bytes& unit, int quantiser, Buffer& output) {
    output.segment = {};
    if (unit.size() > output.memory.size) {
        output.segment.status = VA_CODED_BUF_STATUS_SLICE_OVERFLOW_MASK;
        return VA_STATUS_ERROR_NOT_ENOUGH_BUFFER;
    }
    std::copy(unit.begin(), unit.end(), output.memory.data());
    output.segment.size = static_cast<std::uint32_t>(unit.size());
    output.segment.buf = output.memory.data();
    output.segment.status = static_cast<std::uint32_t>(quantiser) & VA_CODED_BUF_STATUS_PICTURE_AVE_QP_MASK;
    return VA_STATUS_SUCCESS;
}

} // namespace

void H264Encoder::begin_picture() {
    has_picture_ = false;
    slices_ = 0;
    quantiser_offset_ = 0;
    headers_.clear();
}

VAStatus H264Encoder::take(const Buffer& buffer) {
    bool ok = true;
    switch (buffer.type) {
    case VAEncSequenceParameterBufferType:
        ok = has_sequence_ = read_content(buffer, sequence_);
        break;
    case VAEncPictureParameterBufferType:
        ok = has_picture_ = read_content(buffer, picture_);
        break;
    case VAEncPackedHeaderParameterBufferType:
        ok = headers_.announce(buffer);
        break;
    case VAEncPackedHeaderDataBufferType:
        headers_.take(buffer);
        break;
    case VAEncSliceParameterBufferType:
        ok = take_slice(buffer);
        break;
    case VAEncMiscParameterBufferType:
        ok = take_setting(buffer);
        break;
    default:
        break; // matrices of quantisers: libx264 has its own
    }
    return succeed_if(ok, VA_STATUS_ERROR_INVALID_BUFFER);
}

bool H264Encoder::take_slice(const Buffer& buffer) {
    VAEncSliceParameterBufferH264 slice;
    if (!read_content(buffer, slice))
        return false;
    slices_ += static_cast<int>(buffer.count);
    slice_type_ = slice.slice_type;
    quantiser_offset_ = slice.slice_qp_delta;
    return true;
}

bool H264Encoder::take_setting(const Buffer& buffer) {
    VAEncMiscParameterType type{};
    if (!read_content(buffer, type))
        return false;
    constexpr std::size_t start = offsetof(VAEncMiscParameterBuffer, data);
    switch (type) {
    case VAEncMiscParameterTypeRateControl:
        return read_content(buffer, rate_control_, start);
    case VAEncMiscParameterTypeHRD:
        return read_content(buffer, reference_decoder_, start);
    case VAEncMiscParameterTypeFrameRate:
        return read_content(buffer, frame_rate_, start);
    default:
        return true; // the quality level and the like
    }
}

int H264Encoder::peak_kbps() const {
    const auto bits =
        rate_control_.bits_per_second ? rate_control_.bits_per_second : sequence_.bits_per_second;
    return static_cast<int>(bits / 1000);
}

StreamShape H264Encoder::shape() const {
    const auto& fields = picture_.pic_fields.bits;
    StreamShape shape{.profile = profile_name(config_.profile),
                      .width = sequence_.picture_width_in_mbs * 16,
                      .height = sequence_.picture_height_in_mbs * 16,
                      .level = sequence_.level_idc,
                      .references = static_cast<int>(sequence_.max_num_ref_frames),
                      .pixel_width = static_cast<int>(sequence_.sar_width),
                      .pixel_height = static_cast<int>(sequence_.sar_height),
                      .slices = slices_,
                      .cabac = fields.entropy_coding_mode_flag != 0,
                      .transform_8x8 = fields.transform_8x8_mode_flag != 0,
                      .constant_quantiser = config_.rate_control == VA_RC_CQP || peak_kbps() <= 0};
    if (sequence_.frame_cropping_flag) {
        shape.width -=
            2 * static_cast<int>(sequence_.frame_crop_left_offset + sequence_.frame_crop_right_offset);
        shape.height -=
            2 * static_cast<int>(sequence_.frame_crop_top_offset + sequence_.frame_crop_bottom_offset);
    }
    if (frame_rate_.framerate) {
        shape.frames = frame_rate_.framerate & 0xffff;
        shape.seconds = std::max(frame_rate_.framerate >> 16, 1U);
    } else if (sequence_.time_scale && sequence_.num_units_in_tick) {
        shape.frames = sequence_.time_scale;
        shape.seconds = sequence_.num_units_in_tick * 2;
    }
    return shape;
}

StreamRate H264Encoder::rate() const {
    const int peak = peak_kbps();
    StreamRate rate{.target_kbps = peak,
                    .peak_kbps = peak,
                    .buffer_kbit = peak,
                    .least_quantiser = static_cast<int>(rate_control_.min_qp)};
    if (config_.rate_control == VA_RC_VBR && rate_control_.target_percentage)
        rate.target_kbps = static_cast<int>(std::int64_t{peak} * rate_control_.target_percentage / 100);
    // At most what comes in a second, so that a change of the rate shows within about one.
    if (reference_decoder_.buffer_size)
        rate.buffer_kbit = std::min(static_cast<int>(reference_decoder_.buffer_size / 1000), peak);
    if (rate_control_.max_qp)
        rate.greatest_quantiser = static_cast<int>(rate_control_.max_qp);
    return rate;
}

PictureRequest H264Encoder::request() const {
    PictureRequest request{.quantiser = std::clamp(picture_.pic_init_qp + quantiser_offset_, 0, 51)};
    if (picture_.pic_fields.bits.idr_pic_flag || session_.is_new())
        request.kind = PictureKind::idr;
    else if (slice_type_ % 5 == intra_slice)
        request.kind = PictureKind::intra;
    return request;
}

VAStatus H264Encoder::encode(Driver& driver, Surface& source) {
    if (!has_sequence_ || !has_picture_ || slices_ < 1)
        return VA_STATUS_ERROR_INVALID_PARAMETER;
    const auto output = driver.buffers.find(picture_.coded_buf);
    if (!output || output->type != VAEncCodedBufferType)
        return VA_STATUS_ERROR_INVALID_BUFFER;
    const long frame = ++deeds().frames;
    if (fault_after("encode", frame)) {
        log("fault: encode of frame %ld", frame);
        return VA_STATUS_ERROR_ENCODING_ERROR;
    }
    const auto wanted = shape();
    if (!covers(source.layout, wanted))
        return VA_STATUS_ERROR_INVALID_PARAMETER;
    if (const VAStatus status = session_.prepare(wanted, rate(), picture_.pic_init_qp))
        return status;
    const auto asked = request();
    Bytes unit;
    auto spoiled = spoil({source.layout, source.file->data()});
    const PictureView seen{source.layout, spoiled ? spoiled->data() : source.file->data()};
    const int quantiser = session_.encode(seen, asked, headers_, unit);
    if (quantiser < 0)
        return VA_STATUS_ERROR_ENCODING_ERROR;
    if (const VAStatus status = hand_over(unit, quantiser, *output))
        return status;
    source.busy = true;
    log("frame %ld %s %zu bytes", frame, kind_name(asked.kind), unit.size());
    return VA_STATUS_SUCCESS;
}

} // namespace rigsw
