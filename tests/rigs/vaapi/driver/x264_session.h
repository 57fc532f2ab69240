// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "packed_headers.h"
#include "picture_layout.h"

#include <va/va.h>

#include <cstdint>
#include <memory>
#include <string>

extern "C" {
#include <x264.h>
}

namespace rigsw {

/// What needs a new stream if it changes.
struct StreamShape {
    const char* profile = "high";
    int width = 0;
    int height = 0;
    unsigned frames = 30; ///< in so many seconds:
    unsigned seconds = 1;
    int level = 0; ///< 31 for 3.1; 0 for libx264 to choose
    int references = 1;
    int pixel_width = 0; ///< to pixel_height; 0 for unknown
    int pixel_height = 0;
    int slices = 1;
    bool cabac = false;
    bool transform_8x8 = false;
    bool constant_quantiser = false;

    bool operator==(const StreamShape&) const = default;
};

/// What can change within a stream.
struct StreamRate {
    int target_kbps = 0;
    int peak_kbps = 0;
    int buffer_kbit = 0;
    int least_quantiser = 0;
    int greatest_quantiser = 51;

    bool operator==(const StreamRate&) const = default;
};

enum class PictureKind : std::uint8_t { idr, intra, predicted };

struct PictureRequest {
    PictureKind kind = PictureKind::predicted;
    int quantiser = 26; ///< of a stream of constant quantiser
};

/// A stream of libx264's, which begins anew when its shape changes.
class X264Session {
public:
    /// Makes the stream be of that shape and rate.
    VAStatus prepare(const StreamShape& shape, const StreamRate& rate, int quantiser);
    /// The next picture of a stream that was prepared goes into `unit`, which starts with `headers`'
    /// delimiters and has their messages before the first slice. Gives the mean quantiser; negative if it
    /// failed.
    int encode(const PictureView& picture, PictureRequest request, const PackedHeaders& headers, Bytes& unit);

    /// Whether the stream's next picture is its first.
    [[nodiscard]] bool is_new() const { return pictures_ == 0; }

private:
    struct Closer {
        void operator()(x264_t* encoder) const { x264_encoder_close(encoder); }
    };
    VAStatus open(x264_param_t& parameters);

    std::unique_ptr<x264_t, Closer> encoder_;
    StreamShape shape_;
    StreamRate rate_;
    Bytes pps_;
    std::int64_t pictures_ = 0;
};

} // namespace rigsw
