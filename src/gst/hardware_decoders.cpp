// SPDX-License-Identifier: MIT OR Apache-2.0
#include "gst/hardware_decoders.h"

#include "gst/device_elements.h"

#include <algorithm>
#include <array>

namespace pixelpass {
namespace {

/// The first device's element. Those of further ones have the device's name behind a part of it.
struct Row {
    std::string_view name;
    Codec codec;
    std::string_view device_after;
};

constexpr std::array rows{
    Row{"vah264dec", Codec::h264, "va"},         Row{"nvh264dec", Codec::h264, "nvh264"},
    Row{"qsvh264dec", Codec::h264, "qsvh264"},   Row{"v4l2slh264dec", Codec::h264, "v4l2sl"},
    Row{"v4l2h264dec", Codec::h264, "v4l2"},     Row{"vah265dec", Codec::hevc, "va"},
    Row{"nvh265dec", Codec::hevc, "nvh265"},     Row{"qsvh265dec", Codec::hevc, "qsvh265"},
    Row{"v4l2slh265dec", Codec::hevc, "v4l2sl"}, Row{"v4l2h265dec", Codec::hevc, "v4l2"},
    Row{"vaav1dec", Codec::av1, "va"},           Row{"nvav1dec", Codec::av1, "nvav1"},
    Row{"v4l2slav1dec", Codec::av1, "v4l2sl"},
};

} // namespace

std::vector<HardwareDecoder> hardware_decoders_among(std::span<const std::string_view> elements,
                                                     Codec codec) {
    std::vector<HardwareDecoder> first;
    std::vector<HardwareDecoder> further;
    for (const auto& row : rows) {
        if (row.codec != codec)
            continue;
        for (const auto element : elements) {
            if (element == row.name)
                first.push_back({element, codec});
            else if (!device_in(element, row.name, row.device_after).empty())
                further.push_back({element, codec});
        }
    }
    first.insert(first.end(), further.begin(), further.end());
    return first;
}

std::vector<HardwareDecoder> hardware_decoders(Codec codec) {
    const auto elements =
        hardware_elements(GST_ELEMENT_FACTORY_TYPE_DECODER | GST_ELEMENT_FACTORY_TYPE_MEDIA_VIDEO);
    return hardware_decoders_among(elements, codec);
}

} // namespace pixelpass
