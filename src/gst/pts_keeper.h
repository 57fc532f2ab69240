// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "gst/gst_ref.h"

#include <deque>
#include <memory>
#include <mutex>

namespace pixelpass {

/// Gives each picture that comes out of an encoder the time of the one that went in, for encoders that keep
/// the order but number their pictures at an even rate, as GStreamer's for VA-API do: those of a source that
/// stands still would come ever further from their sound. The encoder's pads own it. Streaming threads.
class PtsKeeper {
public:
    static void attach(GstElement* encoder);

    /// An encoder holds no more pictures back.
    static constexpr std::size_t capacity = 64;

private:
    static void probe(GstElement* encoder, const char* name, const std::shared_ptr<PtsKeeper>& keeper,
                      GstPadProbeCallback callback);
    static GstPadProbeReturn enter(GstPad* pad, GstPadProbeInfo* info, gpointer shared);
    static GstPadProbeReturn leave(GstPad* pad, GstPadProbeInfo* info, gpointer shared);

    std::mutex mutex_;
    std::deque<GstClockTime> running_times_; ///< guarded by mutex_; of the pictures within the encoder
};

} // namespace pixelpass
