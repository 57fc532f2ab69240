// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "base/error.h"
#include "gst/gst_ref.h"
#include "gst/pipeline.h"
#include "media/access_unit.h"

#include <memory>

namespace pixelpass {

/// Decodes a track's units: H.264 to I420, sound to interleaved float samples in stereo. Main thread.
class UnitDecoder {
public:
    /// Code::player if nothing here decodes that.
    [[nodiscard]] static Result<std::unique_ptr<UnitDecoder>> open(const TrackFormat& format);

    void push(const AccessUnit& unit);
    /// What has come out since, with the PTS of its unit; null if nothing has. Never waits.
    [[nodiscard]] Ref<GstSample> pull();
    /// The PTS of what was pulled.
    [[nodiscard]] static Microseconds pts_of(GstSample* sample);

private:
    explicit UnitDecoder(std::unique_ptr<Pipeline> pipeline);

    std::unique_ptr<Pipeline> pipeline_;
    Ref<GstElement> units_;
    Ref<GstElement> decoded_;
};

} // namespace pixelpass
