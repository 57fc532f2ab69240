// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "gst/pipeline.h"
#include "media/access_unit.h"

#include <functional>
#include <memory>
#include <string>

namespace pixelpass {

/// A window that shows the pictures of one codec, each as soon as it is decoded: if several wait, the newest.
/// Main thread.
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

    /// Pictures that may wait for the decoder.
    static constexpr unsigned most_waiting = 12;

    /// `decoder` as window_decoders() has it, `sink` as choose_window_sink() has it. The window comes with
    /// the first picture. Code::player if one of them refuses at once.
    static Result<std::unique_ptr<PictureWindow>> open(Codec codec, const std::string& decoder,
                                                       const std::string& sink, Events events);
    ~PictureWindow();
    PictureWindow(const PictureWindow&) = delete;
    PictureWindow& operator=(const PictureWindow&) = delete;

    /// Gives it the next picture, the first of which is a keyframe. False if too many wait: it is dropped,
    /// and those up to the next keyframe are of no use. One that is not `shown` is only decoded.
    [[nodiscard]] bool offer(const AccessUnit& unit, bool shown = true);
    /// Writes over the pictures from the next one on; empty: nothing.
    void write(const std::string& text);
    /// Whether that could be done.
    bool toggle_full_screen();

    [[nodiscard]] Codec codec() const { return codec_; }
    /// How long the last picture took from offer() till it was to be shown.
    [[nodiscard]] Microseconds delay() const;
    /// How many were shown.
    [[nodiscard]] std::uint64_t shown() const;

private:
    struct Tap;

    PictureWindow(Codec codec, Events events);
    void look(GstElement* decoded, GstElement* sink);
    void note_window(GstMessage* message);
    void fail_with(const ElementError& error);

    Codec codec_;
    Events events_;
    std::shared_ptr<Tap> tap_;
    std::unique_ptr<Pipeline> pipeline_;
    Ref<GstElement> source_;
    Ref<GstElement> screen_;
    std::uint32_t x11_window_ = 0; ///< its number there; 0: not known
    Ref<GstElement> text_;         ///< empty if there is no such plugin
};

} // namespace pixelpass
