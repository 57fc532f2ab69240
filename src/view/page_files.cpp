// SPDX-License-Identifier: MIT OR Apache-2.0
#include "view/page_files.h"

#include <gio/gio.h>
#include <page_resource.h> // made by glib-compile-resources

namespace pixelpass {
namespace {

const char* content_type(const std::string& name) {
    if (name.ends_with(".html"))
        return "text/html; charset=utf-8";
    return name.ends_with(".css") ? "text/css; charset=utf-8" : "text/javascript; charset=utf-8";
}

} // namespace

std::optional<PageFile> page_file(const std::string& name) {
    const std::string file = name.empty() ? "index.html" : name;
    GBytes* bytes = g_resource_lookup_data(page_get_resource(), ("/page/" + file).c_str(),
                                           G_RESOURCE_LOOKUP_FLAGS_NONE, nullptr);
    if (!bytes)
        return std::nullopt;
    // They are the program's own: what is let go is but the GBytes around them.
    gsize size = 0;
    const void* data = g_bytes_get_data(bytes, &size);
    const PageFile found{.content_type = content_type(file),
                         .content = {static_cast<const std::byte*>(data), size}};
    g_bytes_unref(bytes);
    return found;
}

} // namespace pixelpass
