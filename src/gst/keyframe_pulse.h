// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "gst/gst_ref.h"

#include <atomic>
#include <memory>
#include <string>

namespace pixelpass {

/// Makes an encoder give a keyframe that knows no better way: its distance from keyframe to keyframe is 0 for
/// one picture. The encoder's pad owns it, too.
class KeyframePulse {
public:
    /// The property of that name is `gop` between the requests.
    static std::shared_ptr<KeyframePulse> attach(GstElement* encoder, std::string property, unsigned gop);

    /// The next picture that comes to the encoder becomes a keyframe. Any thread.
    void request() { requested_ = true; }

private:
    KeyframePulse(std::string property, unsigned gop)
        : property_(std::move(property))
        , gop_(std::to_string(gop)) {}
    static GstPadProbeReturn enter(GstPad* pad, GstPadProbeInfo* info, gpointer shared);

    const std::string property_;
    const std::string gop_;
    std::atomic<bool> requested_ = false;
    bool pulsing_ = false; ///< streaming thread
};

} // namespace pixelpass
