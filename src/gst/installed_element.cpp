// SPDX-License-Identifier: MIT OR Apache-2.0
#include "gst/installed_element.h"

#include "gst/gst_ref.h"

#include <string>

namespace pixelpass {

bool has_element(std::string_view name) {
    return static_cast<bool>(
        Ref<GstElementFactory>::adopt(gst_element_factory_find(std::string(name).c_str())));
}

} // namespace pixelpass
