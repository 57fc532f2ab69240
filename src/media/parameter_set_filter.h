// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "media/access_unit.h"

#include <memory>
#include <optional>
#include <string>

struct AVBSFContext;
struct AVPacket;

namespace pixelpass {

/// Reads what keyframe_head() gives, field by field and each within its bounds, and writes it anew:
/// libavcodec's filters h264_metadata, hevc_metadata and av1_metadata. One thread at a time.
class ParameterSetFilter {
public:
    /// `changes` are options of the codec's filter, as ffmpeg spells them; none: what is written says the
    /// same.
    explicit ParameterSetFilter(Codec codec, const std::string& changes = {});
    ~ParameterSetFilter();
    ParameterSetFilter(const ParameterSetFilter&) = delete;
    ParameterSetFilter& operator=(const ParameterSetFilter&) = delete;

    /// Nothing if the head breaks its codec's rules.
    [[nodiscard]] std::optional<Bytes> filter(ByteView head);

private:
    struct FreeFilter {
        void operator()(AVBSFContext* filter) const;
    };
    struct FreePacket {
        void operator()(AVPacket* packet) const;
    };

    std::unique_ptr<AVBSFContext, FreeFilter> filter_; ///< null if libavcodec lacks it
    std::unique_ptr<AVPacket, FreePacket> packet_;
};

} // namespace pixelpass
