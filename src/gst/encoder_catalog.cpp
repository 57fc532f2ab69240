// SPDX-License-Identifier: MIT OR Apache-2.0
#include "gst/encoder_catalog.h"

#include "gst/encoder_rows.h"
#include "gst/init.h"
#include "media/codec_name.h"

#include <gst/gst.h>

#include <algorithm>
#include <iterator>
#include <string>

namespace pixelpass {
namespace {

constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// What a further device's element has in its name and the row has not, like "renderD129"; empty if it is
/// none of that row.
std::string_view device_in(std::string_view element, const EncoderSpec& row) {
    const auto before = row.device_after;
    const auto after = row.name.substr(before.size());
    if (before.empty() || element.size() <= row.name.size() || !element.starts_with(before) ||
        !element.ends_with(after))
        return {};
    const auto device = element.substr(before.size(), element.size() - row.name.size());
    const auto number = device.find_first_of("0123456789");
    const bool named = number != 0 && number != std::string_view::npos &&
                       device.find_first_not_of(letters) == number &&
                       device.find_first_not_of("0123456789", number) == std::string_view::npos;
    return named ? device : std::string_view();
}

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

std::vector<std::string_view> installed_encoders() {
    std::vector<std::string_view> names;
    if (!start_gstreamer())
        return names;
    GList* factories = gst_element_factory_list_get_elements(
        GST_ELEMENT_FACTORY_TYPE_VIDEO_ENCODER | GST_ELEMENT_FACTORY_TYPE_HARDWARE, GST_RANK_NONE);
    for (const GList* at = factories; at; at = at->next)
        names.emplace_back(g_intern_string(GST_OBJECT_NAME(at->data)));
    gst_plugin_feature_list_free(factories);
    std::ranges::sort(names);
    return names;
}

} // namespace

std::vector<EncoderSpec> encoders_among(std::span<const std::string_view> elements) {
    std::vector<EncoderSpec> found;
    for (const Codec codec : video_codecs) {
        const auto of_codec = [&](const EncoderSpec& row) { return row.codec == codec; };
        std::ranges::copy_if(hardware_encoder_rows(), std::back_inserter(found), of_codec);
        for (const auto element : elements) {
            for (const auto& row : hardware_encoder_rows()) {
                if (const auto device = device_in(element, row); of_codec(row) && !device.empty())
                    found.push_back(of_device(row, device));
            }
        }
        std::ranges::copy_if(software_encoder_rows(), std::back_inserter(found), of_codec);
    }
    return found;
}

std::span<const EncoderSpec> encoder_catalog() {
    // Never changes: GStreamer looks for devices once, as it starts.
    static const std::vector<EncoderSpec> catalog = encoders_among(installed_encoders());
    return catalog;
}

const EncoderSpec* find_encoder(std::string_view name) {
    const auto catalog = encoder_catalog();
    const auto found = std::ranges::find(catalog, name, &EncoderSpec::name);
    return found == catalog.end() ? nullptr : &*found;
}

} // namespace pixelpass
