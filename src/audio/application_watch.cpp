// SPDX-License-Identifier: MIT OR Apache-2.0
#include "audio/application_watch.h"

#include "audio/application_name.h"

#include <utility>

namespace pixelpass {
namespace {

constexpr std::chrono::seconds answer_limit{3};
constexpr const char* hint = "restart it (systemctl --user restart pipewire wireplumber)";

std::vector<ApplicationInfo> describe(const GraphModel& model) {
    std::vector<ApplicationInfo> applications;
    for (const auto& [node, verdict] : judge(model, {}))
        applications.push_back({.name = application_name(*node),
                                .binary = node->binary,
                                .process = node->process,
                                .flatpak = node->flatpak,
                                .node = node->name,
                                .verdict = verdict});
    return applications;
}

} // namespace

Result<std::unique_ptr<ApplicationWatch>> ApplicationWatch::start(Events events) {
    std::unique_ptr<ApplicationWatch> watch(new ApplicationWatch(std::move(events)));
    auto* const raw = watch.get();
    auto connection = PipeWireConnection::open([raw] { raw->end("PipeWire has ended"); });
    if (!connection)
        return fail(Code::audio, connection.error().message, connection.error().hint);
    raw->connection_ = std::move(*connection);
    raw->graph_ = std::make_unique<SoundGraph>(*raw->connection_, [raw] { raw->tell(); });
    raw->limit_ = after(answer_limit, [raw] { raw->end("PipeWire does not answer"); });
    return watch;
}

void ApplicationWatch::tell() {
    limit_.reset();
    events_.on_changed(describe(graph_->model()));
}

void ApplicationWatch::end(const char* why) {
    limit_.reset();
    graph_.reset();
    connection_.reset();
    // Out of us, as we may not outlive it.
    const auto on_failed = std::move(events_.on_failed);
    on_failed({Code::audio, why, hint});
}

} // namespace pixelpass
