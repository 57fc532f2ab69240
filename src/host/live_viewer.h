// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "base/main_loop.h"
#include "fanout/path_rate.h"
#include "fanout/rendition_switch.h"
#include "host/viewer.h"
#include "wire/control_reader.h"
#include "wire/messages.h"

#include <optional>
#include <vector>

namespace pixelpass {

/// A viewer who speaks pixelpass/1: its control stream, and its units through a ViewerQueue. Main thread.
class LiveViewer final : public Viewer {
public:
    /// `sounds` are the forms in which there is sound, the host's choice first.
    /// A path that carries `useful_kbps` has no limit that matters.
    LiveViewer(std::unique_ptr<net::Connection> connection, std::vector<Rendition> sounds,
               unsigned useful_kbps, Events events);

    [[nodiscard]] bool wants(Rendition rendition) const override {
        return rendition.kind == MediaKind::video ? video_.wants(rendition.id) : sound_ == rendition.id;
    }
    void offer(const SharedUnit& unit) override;
    [[nodiscard]] ViewerStatus status() const override;
    [[nodiscard]] bool is_led() const override { return leaves_choice_ && video_.current() != 0; }
    [[nodiscard]] std::optional<unsigned> capacity_kbps() const override { return rate_.capacity_kbps(); }
    void set_useful_kbps(unsigned kbps) override { rate_.set_useful(kbps); }
    void choose_video(Rendition rendition) override;
    [[nodiscard]] bool challenge(const Bytes& element) override;
    void confirm(const Bytes& confirmation) override { send(wire::Counterproof{confirmation}); }
    void hold() override;
    void tell_seen(Seen seen) override;
    void tell_muted(bool muted) override;
    void let_in() override;
    void close(std::uint32_t code, const std::string& reason) override;

private:
    using Clock = std::chrono::steady_clock;

    void open_control(std::unique_ptr<net::Stream> stream);
    void read_control(ByteView data);
    void handle(const wire::Message& message);
    void on(const wire::Hello& hello);
    void on(const wire::Subscribe& subscribe);
    void on(const wire::KeyframeRequest& request);
    void on(const wire::Report& report);
    void on(const wire::ClockRequest& request);
    void on(const wire::Proof& proof);
    template <typename Unexpected>
    void on(const Unexpected& message);
    void send(const wire::Message& message);
    void send_catalog();
    void measure_path();
    void fail_protocol(const std::string& reason);
    [[nodiscard]] bool exceeds_rate();
    [[nodiscard]] std::uint64_t choose_sound(std::uint64_t asked) const;
    void subscribe_video(std::uint64_t asked);

    std::unique_ptr<net::Connection> connection_;
    std::vector<Rendition> sounds_;
    Events events_;
    PathRate rate_;
    ViewerQueue queue_;
    std::unique_ptr<net::Stream> control_;
    wire::ControlReader reader_;
    std::shared_ptr<const TrackFormat> format_; // of the video, as the catalog last said
    std::optional<TrackFormat> full_format_;    // as it last was
    RenditionSwitch video_;
    std::uint64_t choice_ = video_rendition.id; // the host's, of the videos
    bool leaves_choice_ = true;                 // the viewer named no video by its id
    std::uint64_t sound_ = 0;                   // the rendition; 0: none
    bool greeted_ = false;
    bool knows_challenges_ = false;
    bool challenged_ = false;
    bool let_in_ = false;
    std::optional<Seen> told_seen_ = Seen::source; ///< none: it waits for that word, as it was held
    bool told_muted_ = false;
    std::optional<wire::Subscribe> kept_; ///< what it asked for before it was let in
    bool closing_ = false;
    std::string name_;
    Microseconds delay_{};
    Microseconds shortest_round_trip_ = Microseconds::max();
    Source keyframe_pause_; ///< after a request
    bool keyframe_wanted_ = false;
    Clock::time_point rate_window_{};
    unsigned messages_in_window_ = 0;
    Source hello_deadline_;
    Source goodbye_;
    Source path_timer_;
};

} // namespace pixelpass
