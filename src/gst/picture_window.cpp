// SPDX-License-Identifier: MIT OR Apache-2.0
#include "gst/picture_window.h"

#include "base/inbox.h"
#include "gst/init.h"
#include "gst/installed_element.h"
#include "gst/x11_full_screen.h"

#include <fmt/format.h>
#include <gst/app/gstappsrc.h>
#include <gst/video/navigation.h>

#include <atomic>
#include <optional>
#include <string_view>
#include <utility>

namespace pixelpass {
namespace {

constexpr std::size_t most_keys = 64;
constexpr std::chrono::milliseconds double_click{400};

/// The text that the window has over its pictures, where the plugin for it is.
std::string_view overlay() {
    return has_element("textoverlay")
               ? "! textoverlay name=text silent=true wait-text=false halignment=left valignment=top "
                 "line-alignment=left shaded-background=true font-desc=\"Sans 10\" "
               : "";
}

bool has_property(GstElement* element, const char* name) {
    return g_object_class_find_property(G_OBJECT_GET_CLASS(element), name) != nullptr;
}

std::string key_of(GstEvent* event) {
    const gchar* key = nullptr;
    return gst_navigation_event_parse_key_event(event, &key) && key ? key : "";
}

} // namespace

/// What streaming threads tell. One that hangs may outlive the window.
struct PictureWindow::Tap {
    explicit Tap(std::function<void(const std::string&)> on_key)
        : report(std::move(on_key))
        , keys(most_keys, [this](const std::string& key) {
            if (report)
                report(key);
        }) {}

    static GstPadProbeReturn see_picture(GstPad*, GstPadProbeInfo* info, gpointer shared);
    static GstPadProbeReturn see_event(GstPad*, GstPadProbeInfo* info, gpointer shared);
    void take(GstEvent* event);

    std::function<void(const std::string&)> report; // main thread
    std::atomic<std::int64_t> delay_us = 0;
    std::atomic<std::uint64_t> shown = 0;
    std::optional<std::chrono::steady_clock::time_point> clicked_at; // the window's thread
    Inbox<std::string> keys;
};

GstPadProbeReturn PictureWindow::Tap::see_picture(GstPad*, GstPadProbeInfo* info, gpointer shared) {
    auto& tap = **static_cast<std::shared_ptr<Tap>*>(shared);
    const auto given = GST_BUFFER_PTS(GST_PAD_PROBE_INFO_BUFFER(info));
    const auto now = gst_util_get_timestamp();
    if (GST_CLOCK_TIME_IS_VALID(given) && now > given)
        tap.delay_us = static_cast<std::int64_t>(GST_TIME_AS_USECONDS(now - given));
    ++tap.shown;
    return GST_PAD_PROBE_OK;
}

GstPadProbeReturn PictureWindow::Tap::see_event(GstPad*, GstPadProbeInfo* info, gpointer shared) {
    if (GstEvent* event = GST_PAD_PROBE_INFO_EVENT(info); GST_EVENT_TYPE(event) == GST_EVENT_NAVIGATION)
        (**static_cast<std::shared_ptr<Tap>*>(shared)).take(event);
    return GST_PAD_PROBE_OK;
}

void PictureWindow::Tap::take(GstEvent* event) {
    std::string key;
    const auto type = gst_navigation_event_get_type(event);
    if (type == GST_NAVIGATION_EVENT_KEY_PRESS) {
        key = key_of(event);
    } else if (type == GST_NAVIGATION_EVENT_MOUSE_BUTTON_PRESS) {
        const auto now = std::chrono::steady_clock::now();
        const bool again = clicked_at && now - *clicked_at < double_click;
        clicked_at = again ? std::nullopt : std::optional(now);
        key = again ? "double-click" : "";
    }
    // One more key than anybody means to press is no loss.
    if (!key.empty())
        static_cast<void>(keys.push(std::move(key)));
}

PictureWindow::PictureWindow(Events events)
    : events_(std::move(events))
    , tap_(std::make_shared<Tap>(events_.on_key)) {}

Result<std::unique_ptr<PictureWindow>> PictureWindow::open(const std::string& sink, Events events) {
    if (auto started = start_gstreamer(); !started)
        return fail(started);
    std::unique_ptr<PictureWindow> window(new PictureWindow(std::move(events)));
    auto pipeline = Pipeline::parse(
        fmt::format(
            "appsrc name=pictures is-live=true format=time max-buffers=1 max-bytes=0 leaky-type=downstream "
            "! videoconvertscale add-borders=true n-threads=2 {} "
            "! {} name=screen sync=false qos=false enable-last-sample=false",
            overlay(), sink),
        {.on_error = [raw = window.get()](const ElementError& error) { raw->fail_with(error); },
         .on_end = {},
         .on_message = [raw = window.get()](GstMessage* message) { raw->note_window(message); }});
    if (!pipeline)
        return fail(Code::player, pipeline.error().message, pipeline.error().hint);
    window->pipeline_ = std::move(*pipeline);
    window->screen_ = window->pipeline_->element("screen");
    window->text_ = window->pipeline_->element("text");
    window->look(window->screen_.get());
    if (const auto playing = window->pipeline_->play(); !playing)
        return fail(Code::player, fmt::format("the window does not open: {}", playing.error().message));
    return window;
}

PictureWindow::~PictureWindow() { tap_->report = nullptr; }

void PictureWindow::look(GstElement* sink) {
    const auto end = [](gpointer shared) { delete static_cast<std::shared_ptr<Tap>*>(shared); };
    const auto into = Ref<GstPad>::adopt(gst_element_get_static_pad(sink, "sink"));
    gst_pad_add_probe(into.get(), GST_PAD_PROBE_TYPE_BUFFER, Tap::see_picture, new std::shared_ptr<Tap>(tap_),
                      end);
    // A sink sends what its window tells upstream, from its peer on.
    const auto peer = Ref<GstPad>::adopt(gst_pad_get_peer(into.get()));
    gst_pad_add_probe(peer.get(), GST_PAD_PROBE_TYPE_EVENT_UPSTREAM, Tap::see_event,
                      new std::shared_ptr<Tap>(tap_), end);
}

std::function<void(GstSample*)> PictureWindow::painter() const {
    auto source = std::make_shared<const Ref<GstElement>>(pipeline_->element("pictures"));
    return [source = std::move(source)](GstSample* picture) {
        gst_app_src_push_sample(GST_APP_SRC(source->get()), picture);
    };
}

void PictureWindow::write(const std::string& text) {
    if (text_)
        g_object_set(text_.get(), "text", text.c_str(), "silent", text.empty(), nullptr);
}

void PictureWindow::note_window(GstMessage* message) {
    const auto* told = gst_message_get_structure(message);
    guint64 handle = 0;
    if (gst_structure_has_name(told, "have-window-handle") &&
        gst_structure_get_uint64(told, "window-handle", &handle))
        x11_window_ = static_cast<std::uint32_t>(handle);
}

bool PictureWindow::toggle_full_screen() {
    if (!has_property(screen_.get(), "fullscreen"))
        return x11_window_ != 0 && toggle_x11_full_screen(x11_window_);
    gboolean full = FALSE;
    g_object_get(screen_.get(), "fullscreen", &full, nullptr);
    g_object_set(screen_.get(), "fullscreen", !full, nullptr);
    return true;
}

Microseconds PictureWindow::delay() const { return Microseconds(tap_->delay_us); }

std::uint64_t PictureWindow::shown() const { return tap_->shown; }

void PictureWindow::fail_with(const ElementError& error) {
    // The callbacks may destroy this object: nothing may follow them.
    auto events = std::exchange(events_, {});
    if (error.gone && error.element == "screen") {
        if (events.on_closed)
            events.on_closed();
    } else if (events.on_failed) {
        events.on_failed({Code::player, fmt::format("the window shows nothing any more: {}", error.message),
                          "watch with --player mpv or vlc"});
    }
}

} // namespace pixelpass
