// SPDX-License-Identifier: MIT OR Apache-2.0
#include "gst/half_scaler.h"

#include "media/half_size.h"

#include <fmt/format.h>

namespace pixelpass {

std::string half_scaler(const DmaBufImport* import) {
    return fmt::format("{} name=scaler ! capsfilter name=half ! ",
                       import ? import->entry.element : "videoscale add-borders=false");
}

void HalfScaler::attach(GstElement* scaler, Ref<GstElement> half) {
    const auto pad = Ref<GstPad>::adopt(gst_element_get_static_pad(scaler, "sink"));
    gst_pad_add_probe(pad.get(), GST_PAD_PROBE_TYPE_EVENT_DOWNSTREAM, probe, new HalfScaler(std::move(half)),
                      [](gpointer self) { delete static_cast<HalfScaler*>(self); });
}

GstPadProbeReturn HalfScaler::probe(GstPad*, GstPadProbeInfo* info, gpointer self) {
    GstEvent* event = GST_PAD_PROBE_INFO_EVENT(info);
    if (GST_EVENT_TYPE(event) != GST_EVENT_CAPS)
        return GST_PAD_PROBE_OK;
    GstCaps* caps = nullptr;
    gst_event_parse_caps(event, &caps);
    int width = 0;
    int height = 0;
    gst_structure_get(gst_caps_get_structure(caps, 0), "width", G_TYPE_INT, &width, "height", G_TYPE_INT,
                      &height, nullptr);
    const auto side = [](int full) { return static_cast<int>(half_side(static_cast<unsigned>(full))); };
    const auto halved = Ref<GstCaps>::adopt(
        gst_caps_new_simple("video/x-raw", "width", G_TYPE_INT, side(width), "height", G_TYPE_INT,
                            side(height), "pixel-aspect-ratio", GST_TYPE_FRACTION, 1, 1, nullptr));
    // In the memory in which they come.
    gst_caps_set_features_simple(halved.get(), gst_caps_features_copy(gst_caps_get_features(caps, 0)));
    g_object_set(static_cast<HalfScaler*>(self)->half_.get(), "caps", halved.get(), nullptr);
    return GST_PAD_PROBE_OK;
}

} // namespace pixelpass
