// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "driver.h"
#include "packed_headers.h"

#include <va/va.h>

#include <memory>
#include <optional>

extern "C" {
#include <libavcodec/avcodec.h>
}

namespace rigsw {

/// What the hardware would do: slices and libva's parameters in, pictures out. The parameter sets, which
/// libva does not hand on, are written anew from what it says.
class H264Decoder {
public:
    explicit H264Decoder(const Config& config);

    /// Forgets what was said of the picture before.
    void begin_picture();
    /// What the application says of this picture, and its slices.
    VAStatus take(const Buffer& buffer);
    /// Decodes the picture into the surface.
    VAStatus decode(Surface& target);

private:
    struct Free {
        void operator()(AVCodecContext* context) const { avcodec_free_context(&context); }
        void operator()(AVPacket* packet) const { av_packet_free(&packet); }
        void operator()(AVFrame* frame) const { av_frame_free(&frame); }
    };
    VAStatus take_data(const Buffer& buffer);
    bool decode_unit();
    VAStatus put(Surface& target) const;

    const Config config_;
    std::unique_ptr<AVCodecContext, Free> context_;
    std::unique_ptr<AVPacket, Free> packet_;
    std::unique_ptr<AVFrame, Free> frame_;
    std::optional<VAPictureParameterBufferH264> picture_;
    std::vector<VASliceParameterBufferH264> slices_; ///< whose data come next
    Bytes unit_;                                     ///< parameter sets and slices, with start codes
};

} // namespace rigsw
