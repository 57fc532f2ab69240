// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "gst/encoder_catalog.h"
#include "gst/gst_ref.h"
#include "gst/keyframe_pulse.h"

#include <memory>
#include <mutex>
#include <string>

namespace pixelpass {

/// The gst-launch fragment that turns pictures of the encoder's format into access units. The encoder in it
/// is named `encoder`; EncoderElement sets it up.
[[nodiscard]] std::string encoder_chain(const EncoderSpec& spec);

/// The encoder in a pipeline, spoken to in its own spelling. Any thread.
class EncoderElement {
public:
    /// Sets the encoder up for low delay, with a keyframe every `gop` frames.
    EncoderElement(Ref<GstElement> element, const EncoderSpec& spec, unsigned gop, unsigned bitrate_kbps);

    /// From the next picture on.
    void set_bitrate(unsigned kbps);

    /// Asks for a keyframe, with parameter sets, as the next picture that is encoded.
    void force_keyframe();

private:
    void write_bitrate(unsigned kbps); // holding mutex_

    const Ref<GstElement> element_;
    const EncoderSpec& spec_;
    const unsigned gop_;
    std::mutex mutex_;
    // Guarded by mutex_:
    unsigned bitrate_kbps_;
    bool nudged_ = false;
    std::shared_ptr<KeyframePulse> pulse_; ///< if that is how keyframes are asked for
};

} // namespace pixelpass
