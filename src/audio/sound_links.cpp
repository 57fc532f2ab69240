// SPDX-License-Identifier: MIT OR Apache-2.0
#include "audio/sound_links.h"

#include "base/log.h"

#include <algorithm>
#include <string>

namespace pixelpass {

const pw_proxy_events SoundLinks::proxy_events = [] {
    pw_proxy_events events{};
    events.version = PW_VERSION_PROXY_EVENTS;
    events.removed = removed;
    events.error = error;
    return events;
}();

const pw_link_events SoundLinks::link_events = [] {
    pw_link_events events{};
    events.version = PW_VERSION_LINK_EVENTS;
    events.info = info;
    return events;
}();

void SoundLinks::set(const std::vector<LinkPlan>& plan) {
    std::erase_if(links_, [&](const auto& entry) {
        return entry.second->broken || !std::ranges::binary_search(plan, entry.first);
    });
    for (const auto& wanted : plan) {
        if (auto& link = links_[wanted]; !link)
            link = make(wanted);
    }
}

std::unique_ptr<SoundLinks::Link> SoundLinks::make(const LinkPlan& plan) const {
    const auto text = [](std::uint32_t id) { return std::to_string(id); };
    pw_properties* properties = pw_properties_new(
        PW_KEY_LINK_OUTPUT_NODE, text(plan.output_node).c_str(), PW_KEY_LINK_OUTPUT_PORT,
        text(plan.output_port).c_str(), PW_KEY_LINK_INPUT_NODE, text(plan.input_node).c_str(),
        PW_KEY_LINK_INPUT_PORT, text(plan.input_port).c_str(), PW_KEY_OBJECT_LINGER, "false", nullptr);
    auto link = std::make_unique<Link>(refused_);
    link->proxy.reset(static_cast<pw_proxy*>(pw_core_create_object(
        core_, "link-factory", PW_TYPE_INTERFACE_Link, PW_VERSION_LINK, &properties->dict, 0)));
    pw_properties_free(properties);
    link->broken = !link->proxy;
    if (link->proxy) {
        pw_proxy_add_listener(link->proxy.get(), link->proxy_hook.get(), &proxy_events, link.get());
        pw_proxy_add_object_listener(link->proxy.get(), link->link_hook.get(), &link_events, link.get());
    }
    return link;
}

void SoundLinks::removed(void* link) { static_cast<Link*>(link)->broken = true; }

void SoundLinks::error(void* self, int, int, const char* message) {
    spdlog::info("a link of the sound: {}", message);
    auto& link = *static_cast<Link*>(self);
    link.broken = true;
    link.refused.trigger();
}

void SoundLinks::info(void* link, const pw_link_info* info) {
    if (info->state == PW_LINK_STATE_ERROR)
        error(link, 0, 0, info->error ? info->error : "no reason given");
}

} // namespace pixelpass
