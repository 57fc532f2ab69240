// SPDX-License-Identifier: MIT OR Apache-2.0
#include "gst/dmabuf_import.h"

#include <gst/allocators/gstdmabuf.h>

#include <string>

namespace pixelpass {
namespace {

bool has_dmabufs(GstStaticPadTemplate& pad) {
    const auto caps = Ref<GstCaps>::adopt(gst_static_caps_get(&pad.static_caps));
    for (guint i = 0; i < gst_caps_get_size(caps.get()); ++i) {
        const auto* features = gst_caps_get_features(caps.get(), i);
        // Caps of any memory are of what an element passes on as it is.
        if (!gst_caps_features_is_any(features) &&
            gst_caps_features_contains(features, GST_CAPS_FEATURE_MEMORY_DMABUF))
            return true;
    }
    return false;
}

bool imports_dmabufs(GstElementFactory* factory) {
    for (const GList* at = gst_element_factory_get_static_pad_templates(factory); at; at = at->next) {
        auto* pad = static_cast<GstStaticPadTemplate*>(at->data);
        if (pad->direction == GST_PAD_SINK && has_dmabufs(*pad))
            return true;
    }
    return false;
}

} // namespace

std::optional<DmaBufImport> find_dmabuf_import(const EncoderSpec& encoder, GstElement* pipeline) {
    const auto& entry = encoder.dmabufs;
    if (entry.element.empty())
        return {};
    const auto factory =
        Ref<GstElementFactory>::adopt(gst_element_factory_find(std::string(entry.element).c_str()));
    auto context =
        Ref<GstContext>::adopt(gst_element_get_context(pipeline, std::string(entry.context).c_str()));
    if (!factory || !imports_dmabufs(factory.get()) || !context)
        return {};
    return DmaBufImport{.entry = entry, .context = std::move(context)};
}

} // namespace pixelpass
