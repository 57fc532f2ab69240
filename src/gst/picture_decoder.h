// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "base/main_loop.h"
#include "gst/pipeline.h"
#include "media/access_unit.h"

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace pixelpass {

enum class DecoderKind : std::uint8_t { software, hardware };

/// Decodes the pictures of one codec into memory, none held back for another. Main thread.
class PictureDecoder {
public:
    struct Events {
        /// Each picture that is to be seen, from a thread that waits meanwhile; it may come a moment later
        /// than this object. Its PTS is when its unit was offered, on CLOCK_MONOTONIC.
        std::function<void(GstSample*)> on_picture;
        /// Once, last, from the main loop: no more pictures come, and why, as a sentence about it without
        /// full stop. May destroy it.
        std::function<void(const std::string& why)> on_failed;
    };

    /// Pictures that may wait for it.
    static constexpr unsigned most_waiting = 12;

    /// `decoder` is an element as gst-launch takes it. Code::player if it refuses at once.
    [[nodiscard]] static Result<std::unique_ptr<PictureDecoder>>
    open(Codec codec, DecoderKind kind, const std::string& decoder, Events events);
    ~PictureDecoder();
    PictureDecoder(const PictureDecoder&) = delete;
    PictureDecoder& operator=(const PictureDecoder&) = delete;

    /// Takes one that gives nothing for that long, though it was given something, for one that hangs.
    void expect_pictures_within(std::chrono::milliseconds limit);

    /// Gives it the next picture, the first of which is a keyframe. False if too many wait: it is dropped,
    /// and those up to the next keyframe are of no use. One that is not `shown` is only decoded.
    [[nodiscard]] bool offer(const AccessUnit& unit, bool shown = true);

private:
    struct Tap;

    PictureDecoder(bool says_order, Events events);
    void tap_into(GstElement* sink);
    void look_for_pictures(std::chrono::milliseconds limit);
    void fail_with(const std::string& why);

    const bool says_order_; ///< it needs to be told that no picture comes out of order
    Events events_;
    std::shared_ptr<Tap> tap_;
    std::unique_ptr<Pipeline> pipeline_;
    Ref<GstElement> source_;
    std::uint64_t came_ = 0;                    ///< pictures, when it was last looked for them
    std::optional<Microseconds> waiting_since_; ///< for the first picture after those, on our clock
    Source look_;
};

} // namespace pixelpass
