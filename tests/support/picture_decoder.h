// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "media/access_unit.h"

extern "C" {
#include <libavcodec/avcodec.h>
}

#include <algorithm>
#include <cstring>
#include <vector>

namespace pixelpass::test {

/// What libavcodec makes of one unit.
struct DecodedPicture {
    AVColorRange range;
    AVColorPrimaries primaries;
    AVColorTransferCharacteristic transfer;
    AVColorSpace matrix;
    std::vector<std::uint8_t> luma;
};

inline AVCodecID av_codec(Codec codec) {
    return codec == Codec::h264   ? AV_CODEC_ID_H264
           : codec == Codec::hevc ? AV_CODEC_ID_HEVC
                                  : AV_CODEC_ID_AV1;
}

/// Decodes units, with the configuration that a container's head has, or none if it is in band.
class PictureDecoder {
public:
    PictureDecoder(AVCodecID codec, ByteView config)
        : context_(avcodec_alloc_context3(avcodec_find_decoder(codec))) {
        context_->flags |= AV_CODEC_FLAG_LOW_DELAY;
        context_->thread_count = 1;
        if (!config.empty()) {
            context_->extradata =
                static_cast<std::uint8_t*>(av_mallocz(config.size() + AV_INPUT_BUFFER_PADDING_SIZE));
            context_->extradata_size = static_cast<int>(config.size());
            std::memcpy(context_->extradata, config.data(), config.size());
        }
        avcodec_open2(context_, nullptr, nullptr);
    }
    ~PictureDecoder() {
        av_frame_free(&frame_);
        av_packet_free(&packet_);
        avcodec_free_context(&context_);
    }
    PictureDecoder(const PictureDecoder&) = delete;
    PictureDecoder& operator=(const PictureDecoder&) = delete;

    /// The pictures that the decoder gives so far and, as nothing follows the last one, at the end.
    [[nodiscard]] std::vector<DecodedPicture> decode(const std::vector<ByteView>& units) {
        std::vector<DecodedPicture> pictures;
        for (const ByteView unit : units) {
            av_new_packet(packet_, static_cast<int>(unit.size()));
            std::memcpy(packet_->data, unit.data(), unit.size());
            avcodec_send_packet(context_, packet_);
            av_packet_unref(packet_);
            take(pictures);
        }
        avcodec_send_packet(context_, nullptr);
        take(pictures);
        return pictures;
    }

private:
    void take(std::vector<DecodedPicture>& pictures) {
        while (avcodec_receive_frame(context_, frame_) == 0) {
            pictures.push_back(
                {frame_->color_range, frame_->color_primaries, frame_->color_trc, frame_->colorspace, {}});
            for (std::ptrdiff_t row = 0; row < frame_->height; ++row) {
                const auto* pixels = frame_->data[0] + row * frame_->linesize[0];
                pictures.back().luma.insert(pictures.back().luma.end(), pixels, pixels + frame_->width);
            }
        }
    }

    AVCodecContext* context_;
    AVPacket* packet_ = av_packet_alloc();
    AVFrame* frame_ = av_frame_alloc();
};

/// The brightness of the pictures in those units.
inline std::vector<std::vector<std::uint8_t>> decode_luma(AVCodecID codec, ByteView config,
                                                          const std::vector<ByteView>& units) {
    std::vector<std::vector<std::uint8_t>> luma;
    for (auto& picture : PictureDecoder(codec, config).decode(units))
        luma.push_back(std::move(picture.luma));
    return luma;
}

} // namespace pixelpass::test
