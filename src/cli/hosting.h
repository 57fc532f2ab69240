// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "cli/control_server.h"
#include "cli/dashboard.h"
#include "cli/host_actions.h"
#include "cli/host_state.h"
#include "cli/options.h"
#include "cli/output.h"
#include "cli/session.h"
#include "cli/turned_away.h"
#include "cli/viewer_notices.h"
#include "desktop/idle_inhibitor.h"
#include "desktop/lock_watch.h"
#include "desktop/tray_item.h"
#include "host/share.h"

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace pixelpass {

/// A share, and all that is done and said about it. Main thread.
class Hosting final : private HostActions {
public:
    /// `options` must outlive it.
    explicit Hosting(const HostOptions& options)
        : output_(options.common, {.is_open = [this] { return control_ && control_->is_watched(); },
                                   .take = [this](const std::string& event) { control_->tell(event); }})
        , options_(options) {}

    /// Shares until it is ended. Gives the exit status.
    [[nodiscard]] int run(Studio::Options studio, net::EndpointOptions endpoint, Consent consent);
    /// Says why there is no share, or none any more. Gives the exit status.
    [[nodiscard]] int give_up(const Error& error);

private:
    [[nodiscard]] Result<void> answer(const std::string& id, Answer answer) override;
    [[nodiscard]] Result<void> kick(const std::string& id) override;
    void set_paused(bool paused) override;
    void set_muted(bool muted) override;
    [[nodiscard]] Result<std::filesystem::path> save_clip() override;
    void set_bitrate(std::optional<unsigned> kbps) override;
    void stop() override;

    [[nodiscard]] Share::Events share_events();
    void show_ticket(const std::string& ticket, bool reachable);
    void take_source(const SourceState& state);
    void take_heard(const Heard& heard);
    void say_stats();
    void look_at_door();
    void take_requests();
    void listen();
    void open_dashboard();
    void close_dashboard();
    /// The state is another: whoever shows it is told.
    void show_state();
    void watch_desktop();
    void update_pause();

    std::unique_ptr<ControlServer> control_; ///< null: nobody can reach it
    Output output_;
    const HostOptions& options_;
    std::optional<Session> session_;
    HostState state_;
    bool waiting_told_ = false;
    Size size_; ///< of the source, as it was last said
    bool watched_ = false;
    bool failed_ = false;
    std::string ending_ = "the share has ended";
    Source pause_signal_;
    Source clip_signal_;
    std::optional<LockWatch> lock_;
    std::optional<IdleInhibitor> awake_;
    std::optional<ViewerNotices> notices_;
    std::optional<TurnedAwayNotices> turned_away_;
    std::vector<std::filesystem::path> clips_;        ///< that were saved
    std::optional<TrayItem> mark_;                    ///< that the screen is seen
    std::map<std::uint64_t, std::uint64_t> pictures_; ///< in the last stats, by the renditions' ids
    Source stats_;
    std::unique_ptr<Share> share_;
    std::unique_ptr<Dashboard> dashboard_;
};

} // namespace pixelpass
