// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "gst/encoder_catalog.h"
#include "gst/gst_ref.h"

#include <optional>

namespace pixelpass {

/// How DMABufs get into an encoder that runs.
struct DmaBufImport {
    DmaBufEntry entry;
    Ref<GstContext> context; ///< that the encoder works in
};

/// Nothing if `encoder`, whose pipeline plays, or what should import for it on this machine, takes none.
[[nodiscard]] std::optional<DmaBufImport> find_dmabuf_import(const EncoderSpec& encoder,
                                                             GstElement* pipeline);

} // namespace pixelpass
