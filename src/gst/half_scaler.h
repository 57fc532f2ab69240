// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "gst/dmabuf_import.h"
#include "gst/gst_ref.h"

#include <string>

namespace pixelpass {

/// The gst-launch fragment, with a link behind it, that makes pictures half as wide and high: `scaler` and
/// `half` in it are for HalfScaler. With `import`, of pictures in the encoder's own memory, too.
[[nodiscard]] std::string half_scaler(const DmaBufImport* import);

/// Halves whatever comes, whenever its size changes. The scaler owns it.
class HalfScaler {
public:
    /// `half` is the capsfilter behind `scaler`.
    static void attach(GstElement* scaler, Ref<GstElement> half);

private:
    explicit HalfScaler(Ref<GstElement> half)
        : half_(std::move(half)) {}

    static GstPadProbeReturn probe(GstPad*, GstPadProbeInfo* info, gpointer self);

    const Ref<GstElement> half_;
};

} // namespace pixelpass
