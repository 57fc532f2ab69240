// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "gst/pipeline.h"
#include "media/access_unit.h"

#include <functional>
#include <memory>
#include <string>

namespace pixelpass {

/// A window that shows pictures, each as soon as it is given: if several wait, the newest. Main thread.
class PictureWindow {
public:
    /// Called on the main loop.
    struct Events {
        /// A key was pressed, by its X11 keysym's name; or `double-click`.
        std::function<void(const std::string& key)> on_key;
        /// Once, last: whoever looked has closed the window. May destroy it.
        std::function<void()> on_closed;
        /// Once, last: it shows nothing any more. Code::player. May destroy it.
        std::function<void(const Error&)> on_failed;
    };

    /// `sink` as choose_window_sink() has it. The window comes with the first picture. Code::player if it
    /// refuses at once.
    [[nodiscard]] static Result<std::unique_ptr<PictureWindow>> open(const std::string& sink, Events events);
    ~PictureWindow();
    PictureWindow(const PictureWindow&) = delete;
    PictureWindow& operator=(const PictureWindow&) = delete;

    /// What shows a picture, from any thread; it may be held for longer than the window. Pictures have the
    /// PTS of PictureDecoder.
    [[nodiscard]] std::function<void(GstSample*)> painter() const;
    /// Writes over the pictures from the next one on; empty: nothing.
    void write(const std::string& text);
    /// Whether that could be done.
    bool toggle_full_screen();

    /// How long the last picture took from its PTS till it was to be shown.
    [[nodiscard]] Microseconds delay() const;
    /// How many were shown.
    [[nodiscard]] std::uint64_t shown() const;

private:
    struct Tap;

    explicit PictureWindow(Events events);
    void look(GstElement* sink);
    void note_window(GstMessage* message);
    void fail_with(const ElementError& error);

    Events events_;
    std::shared_ptr<Tap> tap_;
    std::unique_ptr<Pipeline> pipeline_;
    Ref<GstElement> screen_;
    std::uint32_t x11_window_ = 0; ///< its number there; 0: not known
    Ref<GstElement> text_;         ///< empty if there is no such plugin
};

} // namespace pixelpass
