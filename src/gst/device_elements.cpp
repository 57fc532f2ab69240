// SPDX-License-Identifier: MIT OR Apache-2.0
#include "gst/device_elements.h"

#include "gst/init.h"

#include <algorithm>

namespace pixelpass {
namespace {

constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

} // namespace

std::vector<std::string_view> hardware_elements(GstElementFactoryListType types) {
    std::vector<std::string_view> names;
    if (!start_gstreamer())
        return names;
    GList* factories =
        gst_element_factory_list_get_elements(types | GST_ELEMENT_FACTORY_TYPE_HARDWARE, GST_RANK_NONE);
    for (const GList* at = factories; at; at = at->next)
        names.emplace_back(g_intern_string(GST_OBJECT_NAME(at->data)));
    gst_plugin_feature_list_free(factories);
    std::ranges::sort(names);
    return names;
}

std::string_view device_in(std::string_view element, std::string_view first, std::string_view device_after) {
    const auto after = first.substr(device_after.size());
    if (device_after.empty() || element.size() <= first.size() || !element.starts_with(device_after) ||
        !element.ends_with(after))
        return {};
    const auto device = element.substr(device_after.size(), element.size() - first.size());
    const auto number = device.find_first_of("0123456789");
    const bool named = number != 0 && number != std::string_view::npos &&
                       device.find_first_not_of(letters) == number &&
                       device.find_first_not_of("0123456789", number) == std::string_view::npos;
    return named ? device : std::string_view();
}

} // namespace pixelpass
