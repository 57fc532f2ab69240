// SPDX-License-Identifier: MIT OR Apache-2.0
#include "audio/list_applications.h"

#include "audio/application_name.h"
#include "audio/sound_graph.h"

namespace pixelpass {
namespace {

constexpr std::chrono::seconds answer_limit{3};

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

Result<std::vector<ApplicationInfo>> list_applications() {
    MainLoop loop;
    auto connection = PipeWireConnection::open([&] { loop.quit(); });
    if (!connection)
        return fail(Code::audio, connection.error().message, connection.error().hint);
    std::optional<GraphModel> model;
    std::optional<SoundGraph> graph;
    graph.emplace(**connection, [&] {
        model = graph->model();
        loop.quit();
    });
    const Source limit = after(answer_limit, [&] { loop.quit(); });
    loop.run();
    if (!model)
        return fail(Code::audio, "PipeWire does not answer",
                    "restart it (systemctl --user restart pipewire wireplumber)");
    return describe(*model);
}

} // namespace pixelpass
