// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "driver.h"
#include "packed_headers.h"
#include "x264_session.h"

#include <va/va.h>
#include <va/va_enc_h264.h>

namespace rigsw {

/// What the hardware would do: pictures and libva's parameters in, H.264 out.
class H264Encoder {
public:
    explicit H264Encoder(const Config& config)
        : config_(config) {}

    /// Forgets what was said of the picture before.
    void begin_picture();
    /// What the application says of the stream, or of this picture.
    VAStatus take(const Buffer& buffer);
    /// Encodes the picture into the coded buffer that the application named.
    VAStatus encode(Driver& driver, Surface& source);

private:
    bool take_slice(const Buffer& buffer);
    bool take_setting(const Buffer& buffer);
    [[nodiscard]] int peak_kbps() const;
    [[nodiscard]] StreamShape shape() const;
    [[nodiscard]] StreamRate rate() const;
    [[nodiscard]] PictureRequest request() const;

    const Config config_;
    VAEncSequenceParameterBufferH264 sequence_{};
    VAEncPictureParameterBufferH264 picture_{};
    VAEncMiscParameterRateControl rate_control_{};
    VAEncMiscParameterHRD reference_decoder_{};
    VAEncMiscParameterFrameRate frame_rate_{};
    PackedHeaders headers_;
    bool has_sequence_ = false;
    bool has_picture_ = false;
    int slices_ = 0;
    int slice_type_ = 0;
    int quantiser_offset_ = 0; ///< of the slices
    X264Session session_;
};

} // namespace rigsw
