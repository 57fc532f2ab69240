// SPDX-License-Identifier: MIT OR Apache-2.0
#include "gst/init.h"

#include "base/log.h"
#include "gst/stderr_to_log.h"

#include <gst/gst.h>

#include <string>

namespace pixelpass {
namespace {

void log_gstreamer(GstDebugCategory* category, GstDebugLevel level, const gchar*, const gchar* function, gint,
                   GObject*, GstDebugMessage* message, gpointer) {
    spdlog::debug("gstreamer: {} {} {}: {}", gst_debug_level_get_name(level),
                  gst_debug_category_get_name(category), function, gst_debug_message_get(message));
}

GLogWriterOutput log_glib(GLogLevelFlags, const GLogField* fields, gsize count, gpointer) {
    std::string domain;
    std::string text;
    for (gsize i = 0; i < count; ++i) {
        const auto* value = static_cast<const char*>(fields[i].value);
        const std::string_view key = fields[i].key;
        if (key == "MESSAGE")
            text = fields[i].length < 0 ? value : std::string(value, static_cast<gsize>(fields[i].length));
        else if (key == "GLIB_DOMAIN")
            domain = value;
    }
    spdlog::debug("{}: {}", domain, text);
    return G_LOG_WRITER_HANDLED;
}

} // namespace

Result<void> start_gstreamer() {
    if (gst_is_initialized())
        return {};
    g_log_set_writer_func(log_glib, nullptr, nullptr);
    gst_debug_remove_log_function(nullptr);
    gst_debug_add_log_function(log_gstreamer, nullptr, nullptr);
    // The scanner of new plugins is a child process, whose warnings would come out on our terminal.
    const StderrToLog quiet("gstreamer");
    GError* error = nullptr;
    if (gst_init_check(nullptr, nullptr, &error))
        return {};
    const std::string cause = error ? error->message : "unknown reason";
    g_clear_error(&error);
    return fail(Code::internal, "GStreamer does not start: " + cause, "reinstall GStreamer 1.22 or later");
}

} // namespace pixelpass
