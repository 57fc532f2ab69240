// SPDX-License-Identifier: MIT OR Apache-2.0
#include "gst/encoder_catalog.h"

#include "gst/device_elements.h"
#include "gst/encoder_rows.h"
#include "media/codec_name.h"

#include <gst/gst.h>

#include <algorithm>
#include <iterator>
#include <string>

namespace pixelpass {
namespace {

std::string_view with_device(std::string_view element, std::string_view before, std::string_view device) {
    std::string name(before);
    name.append(device).append(element.substr(before.size()));
    return g_intern_string(name.c_str());
}

EncoderSpec of_device(EncoderSpec row, std::string_view device) {
    row.name = with_device(row.name, row.device_after, device);
    if (!row.dmabufs.element.empty())
        row.dmabufs.element = with_device(row.dmabufs.element, row.device_after, device);
    return row;
}

} // namespace

std::vector<EncoderSpec> encoders_among(std::span<const std::string_view> elements) {
    std::vector<EncoderSpec> found;
    for (const Codec codec : video_codecs) {
        const auto of_codec = [&](const EncoderSpec& row) { return row.codec == codec; };
        std::ranges::copy_if(hardware_encoder_rows(), std::back_inserter(found), of_codec);
        for (const auto element : elements) {
            for (const auto& row : hardware_encoder_rows()) {
                if (const auto device = device_in(element, row.name, row.device_after);
                    of_codec(row) && !device.empty())
                    found.push_back(of_device(row, device));
            }
        }
        std::ranges::copy_if(software_encoder_rows(), std::back_inserter(found), of_codec);
    }
    return found;
}

std::span<const EncoderSpec> encoder_catalog() {
    // Never changes: GStreamer looks for devices once, as it starts.
    static const std::vector<EncoderSpec> catalog =
        encoders_among(hardware_elements(GST_ELEMENT_FACTORY_TYPE_VIDEO_ENCODER));
    return catalog;
}

const EncoderSpec* find_encoder(std::string_view name) {
    const auto catalog = encoder_catalog();
    const auto found = std::ranges::find(catalog, name, &EncoderSpec::name);
    return found == catalog.end() ? nullptr : &*found;
}

} // namespace pixelpass
