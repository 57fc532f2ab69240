// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "cli/control_request.h"
#include "cli/control_server.h"
#include "cli/host_actions.h"
#include "cli/host_state.h"

#include <nlohmann/json_fwd.hpp>

#include <string>
#include <string_view>

namespace pixelpass {

/// Does with a share what the lines of its control socket ask: docs/control.md. Main thread.
class HostControl {
public:
    /// Both must outlive it.
    HostControl(const HostState& state, HostActions& actions)
        : state_(state)
        , actions_(actions) {}

    /// `line` may be anything.
    [[nodiscard]] ControlServer::Reply answer(std::string_view line) const;

private:
    using Done = Result<nlohmann::json>; ///< the fields of the answer besides `ok`

    Done act(const StatusRequest& request) const;
    Done act(const AnswerRequest& request) const;
    Done act(const KickRequest& request) const;
    Done act(const PauseRequest& request) const;
    Done act(const MuteRequest& request) const;
    Done act(const ClipRequest& request) const;
    Done act(const BitrateRequest& request) const;
    Done act(const StopRequest& request) const;
    Done act(const WatchRequest& request) const;

    const HostState& state_;
    HostActions& actions_;
};

} // namespace pixelpass
