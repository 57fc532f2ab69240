// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "audio/channel_map.h"
#include "base/main_loop.h"
#include "pipewire/pipewire_connection.h"

#include <functional>
#include <map>
#include <memory>
#include <vector>

namespace pixelpass {

/// Links of our own in PipeWire's graph. PipeWire removes them when this object, or this process however it
/// ends, is gone. Main thread.
class SoundLinks {
public:
    /// `connection` must outlive it. `on_refused` is called when PipeWire refuses a link: from the main loop,
    /// once for all refused by then.
    SoundLinks(const PipeWireConnection& connection, std::function<void()> on_refused)
        : core_(connection.core())
        , refused_(std::move(on_refused)) {}
    SoundLinks(const SoundLinks&) = delete;
    SoundLinks& operator=(const SoundLinks&) = delete;

    /// Makes the links that are missing and removes those that `plan` (sorted) has no more. What PipeWire
    /// refused, or others have removed, is made again.
    void set(const std::vector<LinkPlan>& plan);

private:
    struct Link {
        explicit Link(const Wakeup& when_refused)
            : refused(when_refused) {}

        const Wakeup& refused;
        bool broken = false;
        std::unique_ptr<pw_proxy, Disposer<pw_proxy_destroy>> proxy;
        Hook proxy_hook;
        Hook link_hook;
    };

    [[nodiscard]] std::unique_ptr<Link> make(const LinkPlan& plan) const;
    static void removed(void* link);
    static void error(void* self, int sequence, int result, const char* message);
    static void info(void* link, const pw_link_info* info);

    static const pw_proxy_events proxy_events;
    static const pw_link_events link_events;

    pw_core* core_;
    Wakeup refused_;
    std::map<LinkPlan, std::unique_ptr<Link>> links_;
};

} // namespace pixelpass
