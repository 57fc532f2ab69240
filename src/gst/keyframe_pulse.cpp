// SPDX-License-Identifier: MIT OR Apache-2.0
#include "gst/keyframe_pulse.h"

#include <utility>

namespace pixelpass {

std::shared_ptr<KeyframePulse> KeyframePulse::attach(GstElement* encoder, std::string property,
                                                     unsigned gop) {
    std::shared_ptr<KeyframePulse> pulse(new KeyframePulse(std::move(property), gop));
    const auto pad = Ref<GstPad>::adopt(gst_element_get_static_pad(encoder, "sink"));
    gst_pad_add_probe(pad.get(), GST_PAD_PROBE_TYPE_BUFFER, enter, new std::shared_ptr<KeyframePulse>(pulse),
                      [](gpointer shared) { delete static_cast<std::shared_ptr<KeyframePulse>*>(shared); });
    return pulse;
}

GstPadProbeReturn KeyframePulse::enter(GstPad* pad, GstPadProbeInfo*, gpointer shared) {
    auto& pulse = **static_cast<std::shared_ptr<KeyframePulse>*>(shared);
    const bool wanted = pulse.requested_.exchange(false);
    if (std::exchange(pulse.pulsing_, wanted) != wanted)
        gst_util_set_object_arg(G_OBJECT(GST_PAD_PARENT(pad)), pulse.property_.c_str(),
                                wanted ? "0" : pulse.gop_.c_str());
    return GST_PAD_PROBE_OK;
}

} // namespace pixelpass
