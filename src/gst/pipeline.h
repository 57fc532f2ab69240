// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "base/error.h"
#include "base/main_loop.h"
#include "gst/gst_ref.h"

#include <chrono>
#include <functional>
#include <memory>
#include <string>

namespace pixelpass {

/// An error as an element posted it.
struct ElementError {
    std::string element;     ///< the name of the element
    std::string message;     ///< GStreamer's sentence, without full stop
    std::string detail = {}; ///< for the log
    bool not_negotiated =
        false;         ///< the elements agreed on no format; the one that posts it is seldom to blame
    bool gone = false; ///< what the element needs is not there any more, as a window that was closed
};

/// One GStreamer pipeline on the system's monotonic clock, stopped when destroyed. Main thread.
class Pipeline {
public:
    /// Called on the main loop; the first two may destroy the pipeline.
    struct Events {
        std::function<void(const ElementError&)> on_error;
        std::function<void()> on_end;
        std::function<void(GstMessage*)> on_message = {}; ///< of an element's own kind
    };

    /// Makes the pipeline of a gst-launch description, not yet playing. Code::internal names a missing
    /// element.
    static Result<std::unique_ptr<Pipeline>> parse(const std::string& description, Events events);

    /// Stops all elements; those that hang in a driver are left behind after `stop_limit`.
    ~Pipeline();
    Pipeline(const Pipeline&) = delete;
    Pipeline& operator=(const Pipeline&) = delete;

    /// Starts to play. If an element refuses at once, says what it said.
    tl::expected<void, ElementError> play();

    /// It hangs: its end will not be waited for.
    void leave_behind() { hangs_ = true; }

    /// The element with that name; empty if there is none.
    [[nodiscard]] Ref<GstElement> element(const char* name) const;

    [[nodiscard]] GstElement* get() const { return pipeline_.get(); }

    static constexpr std::chrono::milliseconds stop_limit{2000};

private:
    Pipeline(Ref<GstElement> pipeline, Events events);

    void receive(GstMessage* message);
    static gboolean receive_message(GstBus* bus, GstMessage* message, gpointer self);

    Ref<GstElement> pipeline_;
    Events events_;
    bool hangs_ = false;
    Source bus_;
};

} // namespace pixelpass
