// SPDX-License-Identifier: MIT OR Apache-2.0
#include "h264_decoder.h"
#include "buffer_content.h"
#include "faults.h"
#include "log.h"
#include "parameter_sets.h"
#include "picture_layout.h"

#include <algorithm>
#include <csignal>
#include <cstring>
#include <unistd.h>

namespace rigsw {
namespace {

/// Whether the matrices are those of a stream that has none.
bool is_flat(const VAIQMatrixBufferH264& matrices) {
    const auto flat = [](const auto& lists) {
        const auto* first = &lists[0][0];
        return std::all_of(first, first + sizeof lists, [](auto value) { return value == 16; });
    };
    return flat(matrices.ScalingList4x4) && flat(matrices.ScalingList8x8);
}

} // namespace

H264Decoder::H264Decoder(const Config& config)
    : config_(config)
    , context_(avcodec_alloc_context3(nullptr))
    , packet_(av_packet_alloc())
    , frame_(av_frame_alloc()) {
    context_->flags |= AV_CODEC_FLAG_LOW_DELAY;
    context_->thread_count = 1;
    avcodec_open2(context_.get(), avcodec_find_decoder(AV_CODEC_ID_H264), nullptr);
}

void H264Decoder::begin_picture() {
    picture_.reset();
    slices_.clear();
    unit_.clear();
}

VAStatus H264Decoder::take(const Buffer& buffer) {
    switch (buffer.type) {
    case VAPictureParameterBufferType:
        return succeed_if(read_content(buffer, picture_.emplace()), VA_STATUS_ERROR_INVALID_BUFFER);
    case VAIQMatrixBufferType: {
        VAIQMatrixBufferH264 matrices;
        if (!read_content(buffer, matrices))
            return VA_STATUS_ERROR_INVALID_BUFFER;
        return succeed_if(is_flat(matrices), VA_STATUS_ERROR_UNIMPLEMENTED);
    }
    case VASliceParameterBufferType:
        slices_.resize(buffer.count);
        for (unsigned i = 0; i < buffer.count; ++i)
            if (!read_content(buffer, slices_[i], i * sizeof slices_[i]))
                return VA_STATUS_ERROR_INVALID_BUFFER;
        return VA_STATUS_SUCCESS;
    case VASliceDataBufferType:
        return take_data(buffer);
    default:
        return VA_STATUS_SUCCESS;
    }
}

VAStatus H264Decoder::take_data(const Buffer& buffer) {
    if (!picture_)
        return VA_STATUS_ERROR_INVALID_PARAMETER;
    for (const auto& slice : slices_) {
        const std::size_t start = slice.slice_data_offset, size = slice.slice_data_size;
        if (size == 0 || start + size > buffer.memory.size)
            return VA_STATUS_ERROR_INVALID_BUFFER;
        const auto* data = buffer.memory.data() + start;
        if (unit_.empty()) {
            const auto sps = write_sps(config_.profile, *picture_);
            if (sps.empty())
                return VA_STATUS_ERROR_UNIMPLEMENTED;
            const auto pps = write_pps(config_.profile, *picture_, slice, pps_id_of(data, size));
            unit_.insert(unit_.end(), sps.begin(), sps.end());
            unit_.insert(unit_.end(), pps.begin(), pps.end());
        }
        unit_.insert(unit_.end(), {0, 0, 1});
        unit_.insert(unit_.end(), data, data + size);
    }
    return VA_STATUS_SUCCESS;
}

bool H264Decoder::decode_unit() {
    if (av_new_packet(packet_.get(), static_cast<int>(unit_.size())) != 0)
        return false;
    std::copy(unit_.begin(), unit_.end(), packet_->data);
    const bool sent = avcodec_send_packet(context_.get(), packet_.get()) == 0;
    av_packet_unref(packet_.get());
    return sent && avcodec_receive_frame(context_.get(), frame_.get()) == 0 &&
           (frame_->format == AV_PIX_FMT_YUV420P || frame_->format == AV_PIX_FMT_YUVJ420P);
}

VAStatus H264Decoder::put(Surface& target) const {
    if (!is_nv12(target.layout))
        return VA_STATUS_ERROR_INVALID_SURFACE;
    const PictureView view{target.layout, target.file->data()};
    const int width = std::min(frame_->width, align(target.layout.width, 2));
    const int height = std::min(frame_->height, static_cast<int>(target.layout.height));
    for (int y = 0; y < height; ++y)
        std::memcpy(view.row(0, y), frame_->data[0] + std::ptrdiff_t{y} * frame_->linesize[0],
                    static_cast<std::size_t>(width));
    for (int y = 0; y < (height + 1) / 2; ++y) {
        std::uint8_t* row = view.row(1, y);
        for (int x = 0; x < width / 2; ++x) {
            row[2 * x] = frame_->data[1][y * frame_->linesize[1] + x];
            row[2 * x + 1] = frame_->data[2][y * frame_->linesize[2] + x];
        }
    }
    return VA_STATUS_SUCCESS;
}

VAStatus H264Decoder::decode(Surface& target) {
    const long frame = ++deeds().decoded;
    if (fault_after("deccrash", frame)) {
        log("fault: crash of decoded frame %ld", frame);
        static_cast<void>(raise(SIGSEGV));
    }
    if (fault_after("dechang", frame)) {
        log("fault: hang of decoded frame %ld", frame);
        for (;;)
            pause();
    }
    if (fault_after("decode", frame)) {
        log("fault: decode of frame %ld", frame);
        return VA_STATUS_ERROR_DECODING_ERROR;
    }
    if (!decode_unit())
        return VA_STATUS_ERROR_DECODING_ERROR;
    const VAStatus status = put(target);
    if (fault_after("decgreen", frame))
        std::memset(target.file->data(), 0, target.file->size());
    if (status == VA_STATUS_SUCCESS)
        log("decoded frame %ld %dx%d", frame, frame_->width, frame_->height);
    return status;
}

} // namespace rigsw
