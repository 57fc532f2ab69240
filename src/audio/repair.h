// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "audio/leftovers.h"
#include "base/error.h"
#include "base/main_loop.h"
#include "pipewire/pipewire_connection.h"

#include <chrono>
#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <vector>

namespace pixelpass {

/// Looks through PipeWire for what crashed runs left, and removes it if told to. Main thread.
class Repair {
public:
    struct Events {
        /// Once, with what is to be removed, in that order.
        std::function<void(const std::vector<Leftover>&)> on_found;
        /// What has become of each, after remove(); false: it is still there.
        std::function<void(const Leftover&, bool removed)> on_done;
        std::function<void()> on_finished; ///< all of them have been tried
        /// At most once, and nothing after it: PipeWire is gone, or does not answer. Code::audio.
        std::function<void(const Error&)> on_failed;
    };

    /// Starts to look. Code::audio if PipeWire does not run.
    [[nodiscard]] static Result<std::unique_ptr<Repair>> start(Events events);
    ~Repair();
    Repair(const Repair&) = delete;
    Repair& operator=(const Repair&) = delete;

    /// Removes what was found, one after the other.
    void remove();

    /// How long PipeWire may take for its answer, and a leftover to go.
    static constexpr std::chrono::seconds patience{3};

private:
    struct Node;
    struct DestroyProxy {
        template <typename Proxy>
        void operator()(Proxy* proxy) const {
            pw_proxy_destroy(reinterpret_cast<pw_proxy*>(proxy));
        }
    };

    explicit Repair(Events events);
    Result<void> connect();
    void synced(int sequence);
    void take_global(std::uint32_t id, const char* type);
    void lose_global(std::uint32_t id);
    void remove_next();
    void finish_one(bool removed);
    void fail_later(Error error);

    static const pw_core_events core_events;
    static const pw_registry_events registry_events;

    Events events_;
    std::unique_ptr<PipeWireConnection> connection_;
    Hook core_hook_;
    std::unique_ptr<pw_registry, DestroyProxy> registry_;
    Hook registry_hook_;
    std::map<std::uint32_t, std::unique_ptr<Node>> nodes_; ///< by their ids
    int sync_ = 0;
    bool described_ = false; ///< all nodes have been listed, and their descriptions asked for
    std::vector<Leftover> leftovers_;
    std::size_t next_ = 0; ///< of leftovers_, to be removed
    Source deadline_;
    Source step_;
};

} // namespace pixelpass
