// SPDX-License-Identifier: MIT OR Apache-2.0
#include "gst/pipeline.h"

#include "base/log.h"
#include "gst/init.h"

#include <future>
#include <thread>
#include <utility>

namespace pixelpass {
namespace {

std::string without_full_stop(std::string text) {
    while (!text.empty() && text.back() == '.')
        text.pop_back();
    return text;
}

ElementError read_error(GstMessage* message) {
    GError* error = nullptr;
    gchar* detail = nullptr;
    gst_message_parse_error(message, &error, &detail);
    ElementError result;
    result.element = GST_MESSAGE_SRC_NAME(message);
    result.message = without_full_stop(error ? error->message : "unknown error");
    result.detail = detail ? detail : "";
    result.not_negotiated = result.detail.find("not-negotiated") != std::string::npos ||
                            g_error_matches(error, GST_CORE_ERROR, GST_CORE_ERROR_NEGOTIATION) ||
                            g_error_matches(error, GST_STREAM_ERROR, GST_STREAM_ERROR_FORMAT);
    result.gone = g_error_matches(error, GST_RESOURCE_ERROR, GST_RESOURCE_ERROR_NOT_FOUND);
    g_clear_error(&error);
    g_free(detail);
    spdlog::info("element {} failed: {} ({})", result.element, result.message, result.detail);
    return result;
}

/// A driver that hangs would make the change of state hang too; its thread is then let go.
void stop(Ref<GstElement> pipeline, std::chrono::milliseconds limit) {
    std::promise<void> stopped;
    auto done = stopped.get_future();
    std::thread stopper([pipeline = std::move(pipeline), stopped = std::move(stopped)]() mutable {
        gst_element_set_state(pipeline.get(), GST_STATE_NULL);
        pipeline = {};
        stopped.set_value();
    });
    if (done.wait_for(limit) == std::future_status::ready) {
        stopper.join();
        return;
    }
    spdlog::warn("a pipeline does not stop and is left behind");
    stopper.detach();
}

} // namespace

Result<std::unique_ptr<Pipeline>> Pipeline::parse(const std::string& description, Events events) {
    if (auto started = start_gstreamer(); !started)
        return fail(started);
    spdlog::debug("pipeline: {}", description);
    GError* error = nullptr;
    auto pipeline = Ref<GstElement>::sink(
        gst_parse_launch_full(description.c_str(), nullptr, GST_PARSE_FLAG_FATAL_ERRORS, &error));
    if (!pipeline || error) {
        std::string cause = without_full_stop(error ? error->message : "unknown error");
        const bool missing = g_error_matches(error, GST_PARSE_ERROR, GST_PARSE_ERROR_NO_SUCH_ELEMENT);
        g_clear_error(&error);
        return fail(Code::internal, "GStreamer can't make the pipeline: " + cause,
                    missing ? "install GStreamer's base, good, bad and ugly plugins" : "");
    }
    if (!GST_IS_PIPELINE(pipeline.get())) {
        auto whole = Ref<GstElement>::sink(gst_pipeline_new(nullptr));
        gst_bin_add(GST_BIN(whole.get()), pipeline.get());
        pipeline = std::move(whole);
    }
    return std::unique_ptr<Pipeline>(new Pipeline(std::move(pipeline), std::move(events)));
}

Pipeline::Pipeline(Ref<GstElement> pipeline, Events events)
    : pipeline_(std::move(pipeline))
    , events_(std::move(events)) {
    // A source's own clock (PipeWire's) stops with the source; access units carry CLOCK_MONOTONIC anyway.
    const auto clock = Ref<GstClock>::adopt(gst_system_clock_obtain());
    gst_pipeline_use_clock(GST_PIPELINE(pipeline_.get()), clock.get());
    const auto bus = Ref<GstBus>::adopt(gst_element_get_bus(pipeline_.get()));
    GSource* watch = gst_bus_create_watch(bus.get());
    // GStreamer calls a GstBusFunc through the GSourceFunc that it was given as.
    g_source_set_callback(watch, reinterpret_cast<GSourceFunc>(reinterpret_cast<void (*)()>(receive_message)),
                          this, nullptr);
    bus_ = Source(watch);
}

Pipeline::~Pipeline() {
    bus_.reset();
    stop(std::move(pipeline_), hangs_ ? std::chrono::milliseconds(0) : stop_limit);
}

tl::expected<void, ElementError> Pipeline::play() {
    if (gst_element_set_state(pipeline_.get(), GST_STATE_PLAYING) != GST_STATE_CHANGE_FAILURE)
        return {};
    const auto bus = Ref<GstBus>::adopt(gst_element_get_bus(pipeline_.get()));
    const auto message = Ref<GstMessage>::adopt(gst_bus_pop_filtered(bus.get(), GST_MESSAGE_ERROR));
    if (!message)
        return tl::unexpected(ElementError{.element = "pipeline", .message = "it does not start"});
    return tl::unexpected(read_error(message.get()));
}

Ref<GstElement> Pipeline::element(const char* name) const {
    return Ref<GstElement>::adopt(gst_bin_get_by_name(GST_BIN(pipeline_.get()), name));
}

gboolean Pipeline::receive_message(GstBus*, GstMessage* message, gpointer self) {
    static_cast<Pipeline*>(self)->receive(message);
    return G_SOURCE_CONTINUE;
}

void Pipeline::receive(GstMessage* message) {
    // The callbacks may destroy this object, and so themselves: they are copied, and nothing follows them.
    if (GST_MESSAGE_TYPE(message) == GST_MESSAGE_ERROR) {
        const auto error = read_error(message);
        if (const auto report = events_.on_error)
            report(error);
    } else if (GST_MESSAGE_TYPE(message) == GST_MESSAGE_EOS) {
        if (const auto report = events_.on_end)
            report();
    } else if (GST_MESSAGE_TYPE(message) == GST_MESSAGE_ELEMENT && events_.on_message) {
        events_.on_message(message);
    }
}

} // namespace pixelpass
