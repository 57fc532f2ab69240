// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "base/main_loop.h"
#include "fanout/rendition_switch.h"
#include "media/rendition.h"
#include "media/unit_history.h"
#include "mux/recorder.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <set>

namespace pixelpass {

/// Keeps the last half minute of what viewers of a share were sent, and saves it when asked. It has nothing
/// encoded for it. Main thread.
class ClipKeeper {
public:
    /// What is encoded from now on: the full picture is kept if it is there, or else the half one.
    void note_demand(Rendition rendition, bool wanted);
    /// Takes each unit that was encoded.
    void keep(const AccessUnit& unit);

    /// What save() ends with, from the main loop.
    struct Events {
        std::function<void(Microseconds length)> on_saved;
        std::function<void(const Error&)> on_failed; ///< as Recorder has it
    };
    /// Writes what there is into a new file, whose name is as Recorder::start() has it. Error: Code::usage;
    /// also if there is nothing, or the last clip is not written yet.
    [[nodiscard]] Result<void> save(const std::filesystem::path& path, const Events& events);

private:
    /// Of the sound of a clip; null if there is none.
    [[nodiscard]] std::shared_ptr<const TrackFormat> sound_format() const;

    std::set<std::uint64_t> pictures_wanted_; ///< the renditions' ids
    RenditionSwitch picture_;
    UnitHistory history_;
    std::unique_ptr<Recorder> recorder_;
    bool writing_ = false;
    Source forget_;
};

} // namespace pixelpass
