// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "gst/hardware_decoder_search.h"
#include "gst/picture_decoder.h"
#include "gst/picture_window.h"
#include "gst/sound_player.h"
#include "media/keyframe_wait.h"
#include "media/unit_history.h"
#include "view/player_feed.h"
#include "view/replay.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace pixelpass {

/// What our own window is made of, and how it does.
struct WindowStatus {
    std::string sink;        ///< GStreamer's element that shows the pictures
    std::string decoder;     ///< likewise, that decodes them; empty before the first
    bool hardware = false;   ///< that one is
    Microseconds delay{};    ///< from being given a picture to showing it
    std::uint64_t shown = 0; ///< pictures
    Microseconds rewound{};  ///< how far what is shown is behind the newest that has come; 0: it is live
    bool figures_wanted = false;
};

/// Our own window as a player: decodes and shows at once what it is offered, or again what it was offered
/// before, and does what its keys say. It begins with a decoder of software, and goes over to one of hardware
/// that has shown in a trial that it works. A decoder that fails is replaced. Main thread.
class WindowFeed final : public PlayerFeed {
public:
    struct Events {
        /// It was closed: the feed has ended.
        std::function<void()> on_closed;
        /// It can't go on: the feed has ended. Code::player.
        std::function<void(const Error&)> on_failed;
        std::function<void(const Error&)> on_warning; ///< it goes on
        std::function<void()> on_keyframe_needed;
        std::function<std::string()> overlay; ///< what is written over the pictures; may be empty
    };

    /// Code::player if no window can be opened here. It comes with the first picture.
    [[nodiscard]] static Result<std::unique_ptr<WindowFeed>> open(Events events);

    void offer(const SharedUnit& unit, const MuxTracks& tracks) override;
    [[nodiscard]] bool ended() const override { return ended_; }
    [[nodiscard]] bool follows_tracks() const override { return true; }
    [[nodiscard]] WindowStatus status() const;

private:
    WindowFeed(std::string sink, Events events);
    /// False if the decoder is full, and the picture is dropped.
    [[nodiscard]] bool show(const AccessUnit& unit, bool seen = true);
    void play(const AccessUnit& unit);
    [[nodiscard]] bool open_window();
    [[nodiscard]] bool choose_decoders(Codec codec);
    [[nodiscard]] bool open_decoder();
    void use_hardware(const std::string& decoder);
    void decoder_failed(const std::string& why);
    void change_decoder();
    void fail_with(const Error& error);
    void sound_failed(const Error& error);
    void set_volume();
    void press(const std::string& key);
    void toggle_pause();
    void rewind(std::chrono::seconds by);
    void return_to_live();
    void toggle_figures();
    /// How far what is shown is behind the newest picture.
    [[nodiscard]] Microseconds rewound() const;
    void write_overlay();
    void end();

    std::string sink_;
    Events events_;
    std::optional<Codec> codec_;
    std::vector<std::string> decoders_; ///< of it, of software, that have not failed
    std::string hardware_;              ///< the one in use, if it is of hardware; else the first of those is
    std::unique_ptr<HardwareDecoderSearch> search_;
    std::unique_ptr<PictureWindow> window_;
    std::unique_ptr<PictureDecoder> decoder_;
    std::unique_ptr<SoundPlayer> sound_;
    std::optional<TrackFormat> sound_format_; ///< of it
    int volume_ = 10;                         ///< tenths of what the host gives
    bool muted_ = false;
    bool soundless_ = false; ///< and that was said
    bool awaiting_keyframe_ = true;
    KeyframeWait keyframe_wait_;
    bool paused_ = false;
    Microseconds held_{}; ///< the PTS of the live picture that it was paused at
    UnitHistory history_;
    Replay replay_;
    bool live_ = true;              ///< what is shown is not replayed, or was not when it was paused
    bool cant_fill_screen_ = false; ///< and that was said
    bool ended_ = false;
    bool figures_wanted_ = false;
    Source overlay_timer_;
    Source decoder_change_;
    Source sound_retry_;
};

} // namespace pixelpass
