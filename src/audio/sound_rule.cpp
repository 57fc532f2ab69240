// SPDX-License-Identifier: MIT OR Apache-2.0
#include "audio/sound_rule.h"

#include "audio/application_name.h"
#include "audio/upstream.h"
#include "audio/voice_programs.h"

#include <algorithm>

namespace pixelpass {
namespace {

bool is_one_of(const GraphNode& node, const std::vector<std::string>& names) {
    return std::ranges::any_of(names, [&](const std::string& name) { return is_called(node, name); });
}

Verdict judge(const GraphNode& node, const SoundRule& rule, bool reachable) {
    if (node.own)
        return Verdict::own_player;
    if (is_one_of(node, rule.except) || (!rule.only.empty() && !is_one_of(node, rule.only)))
        return Verdict::not_asked_for;
    if (rule.only.empty() && !rule.voice_programs && is_voice_program(node))
        return Verdict::voice_program;
    return reachable ? Verdict::captured : Verdict::elsewhere;
}

void sort_out(std::vector<std::string>& names) {
    std::ranges::sort(names);
    names.erase(std::unique(names.begin(), names.end()), names.end());
}

} // namespace

std::vector<Judged> judge(const GraphModel& model, const SoundRule& rule) {
    const Upstream upstream(model);
    const auto behind = upstream.applications_behind(model.default_sink);
    const auto is_reachable = [&](const GraphNode& node) {
        return rule.only.empty() ? behind.contains(node.id) : upstream.plays(node);
    };
    std::vector<Judged> applications;
    for (const auto& node : model.nodes) {
        if (upstream.is_application(node))
            applications.push_back({&node, judge(node, rule, is_reachable(node))});
    }
    return applications;
}

Selection select(const GraphModel& model, const SoundRule& rule) {
    Selection selection;
    auto& [heard, not_heard, waiting_for] = selection.heard;
    waiting_for = rule.only;
    for (const auto& [node, verdict] : judge(model, rule)) {
        if (verdict == Verdict::captured) {
            selection.nodes.push_back(node->id);
            heard.push_back(application_name(*node));
            std::erase_if(waiting_for, [&, one = node](const auto& name) { return is_called(*one, name); });
        } else if (verdict != Verdict::own_player) {
            not_heard.push_back(application_name(*node));
        }
    }
    std::ranges::sort(selection.nodes);
    for (auto* names : {&heard, &not_heard, &waiting_for})
        sort_out(*names);
    return selection;
}

} // namespace pixelpass
