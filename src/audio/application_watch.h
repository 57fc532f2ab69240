// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "audio/list_applications.h"
#include "audio/sound_graph.h"

#include <functional>
#include <memory>
#include <vector>

namespace pixelpass {

/// Who plays, for as long as this lives, by what PipeWire tells of itself. Main thread.
class ApplicationWatch {
public:
    struct Events {
        /// All of them, soon and after each change.
        std::function<void(const std::vector<ApplicationInfo>&)> on_changed;
        /// Once, and nothing is called afterwards: PipeWire does not answer or has ended. May destroy the
        /// watch.
        std::function<void(const Error&)> on_failed;
    };

    /// Code::audio if PipeWire does not run.
    [[nodiscard]] static Result<std::unique_ptr<ApplicationWatch>> start(Events events);

private:
    explicit ApplicationWatch(Events events)
        : events_(std::move(events)) {}
    void tell();
    void end(const char* why);

    Events events_;
    std::unique_ptr<PipeWireConnection> connection_;
    std::unique_ptr<SoundGraph> graph_;
    Source limit_; ///< of the first answer
};

} // namespace pixelpass
