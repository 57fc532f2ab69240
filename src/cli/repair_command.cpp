// SPDX-License-Identifier: MIT OR Apache-2.0
#include "audio/repair.h"
#include "cli/commands.h"
#include "cli/output.h"
#include "cli/session.h"

#include <fmt/format.h>

namespace pixelpass {
namespace {

/// One repair, and all that is said about it. Main thread.
class Repairing {
public:
    explicit Repairing(const RepairOptions& options)
        : output_(options.json, options.verbosity)
        , dry_run_(options.dry_run) {}

    /// Gives the exit status.
    [[nodiscard]] int run() {
        auto started =
            Repair::start({.on_found = [this](const auto& leftovers) { take(leftovers); },
                           .on_done = [this](const Leftover& leftover, bool gone) { count(leftover, gone); },
                           .on_finished = [this] { finish(); },
                           .on_failed = [this](const Error& error) { give_up(error); }});
        if (started) {
            repair_ = std::move(*started);
            return session_.run([] { return false; });
        }
        output_.error(started.error());
        return static_cast<int>(started.error().code);
    }

private:
    void take(const std::vector<Leftover>& leftovers) {
        found_ = leftovers.size();
        for (const Leftover& leftover : leftovers)
            output_.found(leftover, dry_run_);
        if (dry_run_ || leftovers.empty())
            finish();
        else
            repair_->remove();
    }

    void count(const Leftover& leftover, bool gone) {
        removed_ += gone ? 1 : 0;
        if (gone)
            output_.removed(leftover);
    }

    void finish() {
        if (found_ > removed_ && !dry_run_)
            return give_up({Code::audio, fmt::format("{} of {} cannot be removed", found_ - removed_, found_),
                            "restart PipeWire (systemctl --user restart pipewire pipewire-pulse)"});
        output_.repaired(found_, dry_run_);
        session_.end(0);
    }

    void give_up(const Error& error) {
        output_.error(error);
        session_.end(static_cast<int>(error.code));
    }

    const Output output_;
    const bool dry_run_;
    Session session_{std::nullopt};
    std::size_t found_ = 0;
    std::size_t removed_ = 0;
    std::unique_ptr<Repair> repair_;
};

} // namespace

int run_repair(const RepairOptions& options) { return Repairing(options).run(); }

} // namespace pixelpass
