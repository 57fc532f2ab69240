// SPDX-License-Identifier: MIT OR Apache-2.0
#include "audio/sound_graph.h"

#include "audio/own_process.h"
#include "base/log.h"

#include <algorithm>
#include <cstring>

namespace pixelpass {
namespace {

bool is(const char* type, const char* wanted) { return std::strcmp(type, wanted) == 0; }

const GraphProperties& no_properties() {
    static const GraphProperties none;
    return none;
}

} // namespace

const pw_core_events SoundGraph::core_events = [] {
    pw_core_events events{};
    events.version = PW_VERSION_CORE_EVENTS;
    events.done = done;
    return events;
}();

const pw_registry_events SoundGraph::registry_events = [] {
    pw_registry_events events{};
    events.version = PW_VERSION_REGISTRY_EVENTS;
    events.global = global;
    events.global_remove = global_remove;
    return events;
}();

const pw_node_events SoundGraph::node_events = [] {
    pw_node_events events{};
    events.version = PW_VERSION_NODE_EVENTS;
    events.info = node_info;
    events.param = node_param;
    return events;
}();

const pw_client_events SoundGraph::client_events = [] {
    pw_client_events events{};
    events.version = PW_VERSION_CLIENT_EVENTS;
    events.info = client_info;
    return events;
}();

const pw_metadata_events SoundGraph::metadata_events = [] {
    pw_metadata_events events{};
    events.version = PW_VERSION_METADATA_EVENTS;
    events.property = property;
    return events;
}();

SoundGraph::SoundGraph(const PipeWireConnection& connection, std::function<void()> on_changed)
    : core_(connection.core())
    , on_changed_(std::move(on_changed))
    , changed_([this] { notify(); })
    , registry_(reinterpret_cast<pw_proxy*>(pw_core_get_registry(core_, PW_VERSION_REGISTRY, 0))) {
    pw_core_add_listener(core_, core_hook_.get(), &core_events, this);
    pw_registry_add_listener(registry(), registry_hook_.get(), &registry_events, this);
    pw_core_sync(core_, PW_ID_CORE, 0);
}

GraphModel SoundGraph::model() const {
    GraphModel model;
    for (const auto& [id, node] : nodes_) {
        if (!node->own)
            continue;
        const Object* client = client_of(*node);
        model.nodes.push_back(node_of(id, node->properties, client ? client->properties : no_properties()));
        model.nodes.back().own = *node->own;
        model.nodes.back().channels = node->channels;
    }
    for (const auto& [id, port] : ports_)
        model.ports.push_back(port);
    for (const auto& [id, link] : links_)
        model.links.push_back(link);
    model.default_sink = default_sink_;
    return model;
}

const SoundGraph::Object* SoundGraph::client_of(const Object& node) const {
    const auto id = node.properties.number(PW_KEY_CLIENT_ID);
    const auto found = id ? clients_.find(*id) : clients_.end();
    return found == clients_.end() ? nullptr : found->second.get();
}

void SoundGraph::find_own_nodes() {
    for (const auto& [id, node] : nodes_) {
        const Object* client = client_of(*node);
        if (node->own || !node->known || (client && !client->known))
            continue;
        const auto& of_client = client ? client->properties : no_properties();
        node->own = is_tagged(node->properties, of_client) ||
                    std::ranges::any_of(processes_of(node->properties, of_client), descends_from_pixelpass);
    }
}

void SoundGraph::notify() {
    find_own_nodes();
    if (is_known())
        on_changed_();
}

void SoundGraph::done(void* self, uint32_t id, int) {
    auto& graph = *static_cast<SoundGraph*>(self);
    if (id != PW_ID_CORE || graph.round_trips_ == 0)
        return;
    if (--graph.round_trips_ > 0)
        pw_core_sync(graph.core_, PW_ID_CORE, 0);
    else
        graph.changed_.trigger();
}

void SoundGraph::global(void* self, uint32_t id, uint32_t, const char* type, uint32_t,
                        const spa_dict* properties) {
    static_cast<SoundGraph*>(self)->add(id, type, GraphProperties(properties));
}

void SoundGraph::add(std::uint32_t id, const char* type, const GraphProperties& properties) {
    if (is(type, PW_TYPE_INTERFACE_Client)) {
        add_object(clients_, id, type, properties, &client_events);
    } else if (is(type, PW_TYPE_INTERFACE_Node)) {
        add_object(nodes_, id, type, properties, &node_events);
        // Others may have none, of which PipeWire would complain.
        std::uint32_t format = SPA_PARAM_Format;
        const auto node = nodes_.find(id);
        if (node != nodes_.end() && properties.get(PW_KEY_MEDIA_CLASS) == "Stream/Output/Audio")
            pw_node_subscribe_params(reinterpret_cast<pw_node*>(node->second->proxy.get()), &format, 1);
    } else if (is(type, PW_TYPE_INTERFACE_Link)) {
        add_link(properties, id);
    } else if (is(type, PW_TYPE_INTERFACE_Port)) {
        if (const auto port = port_of(id, properties); port && ports_.size() < most_objects) {
            ports_[id] = *port;
            changed_.trigger();
        }
    } else if (is(type, PW_TYPE_INTERFACE_Metadata) && properties.get(PW_KEY_METADATA_NAME) == "default" &&
               metadata_ids_.size() < most_objects) {
        metadata_ids_.insert(id);
        if (!metadata_)
            bind_metadata();
    }
}

void SoundGraph::add_object(Objects& objects, std::uint32_t id, const char* type,
                            const GraphProperties& properties, const void* events) {
    if (objects.size() >= most_objects)
        return spdlog::warn("PipeWire has too many objects: {} is ignored", id);
    auto object = std::make_unique<Object>(*this, properties);
    object->proxy.reset(static_cast<pw_proxy*>(pw_registry_bind(registry(), id, type, PW_VERSION_NODE, 0)));
    if (!object->proxy)
        return;
    pw_proxy_add_object_listener(object->proxy.get(), object->hook.get(), events, object.get());
    objects[id] = std::move(object);
}

void SoundGraph::add_link(const GraphProperties& properties, std::uint32_t id) {
    // Ours do not matter to the rule. Were they heeded, each that somebody removes would be made again at
    // once.
    auto* us = reinterpret_cast<pw_proxy*>(pw_core_get_client(core_));
    const bool ours = us && properties.number(PW_KEY_CLIENT_ID) == pw_proxy_get_bound_id(us);
    const auto link = link_of(properties);
    if (!link || ours || links_.size() >= most_objects)
        return;
    links_[id] = *link;
    changed_.trigger();
}

void SoundGraph::bind_metadata() {
    metadata_ = std::make_unique<Metadata>();
    metadata_->id = *metadata_ids_.begin();
    metadata_->proxy.reset(static_cast<pw_proxy*>(
        pw_registry_bind(registry(), metadata_->id, PW_TYPE_INTERFACE_Metadata, PW_VERSION_METADATA, 0)));
    if (metadata_->proxy)
        pw_proxy_add_object_listener(metadata_->proxy.get(), metadata_->hook.get(), &metadata_events, this);
    changed_.trigger();
}

void SoundGraph::global_remove(void* self, uint32_t id) {
    auto& graph = *static_cast<SoundGraph*>(self);
    bool removed = graph.nodes_.erase(id) + graph.ports_.erase(id) + graph.links_.erase(id) > 0;
    graph.clients_.erase(id);
    graph.metadata_ids_.erase(id);
    if (graph.metadata_ && graph.metadata_->id == id) {
        graph.metadata_.reset();
        graph.default_sink_.clear();
        if (!graph.metadata_ids_.empty())
            graph.bind_metadata();
        removed = true;
    }
    if (removed)
        graph.changed_.trigger();
}

void SoundGraph::node_info(void* self, const pw_node_info* info) {
    update(*static_cast<Object*>(self),
           info->change_mask & PW_NODE_CHANGE_MASK_PROPS ? info->props : nullptr);
}

void SoundGraph::node_param(void* self, int, uint32_t id, uint32_t, uint32_t, const spa_pod* param) {
    auto& node = *static_cast<Object*>(self);
    // A node that pauses has no format for a while, but the same channels.
    auto channels = id == SPA_PARAM_Format && param ? channels_of(*param) : std::vector<std::string>();
    if (channels.empty() || channels == node.channels)
        return;
    node.channels = std::move(channels);
    node.graph.changed_.trigger();
}

void SoundGraph::client_info(void* self, const pw_client_info* info) {
    update(*static_cast<Object*>(self),
           info->change_mask & PW_CLIENT_CHANGE_MASK_PROPS ? info->props : nullptr);
}

void SoundGraph::update(Object& object, const spa_dict* properties) {
    if (!properties)
        return;
    GraphProperties now(properties);
    // Titles change often, and nothing of ours with them.
    if (object.known && now == object.properties)
        return;
    object.known = true;
    object.properties = std::move(now);
    object.graph.changed_.trigger();
}

int SoundGraph::property(void* self, uint32_t subject, const char* key, const char*, const char* value) {
    auto& graph = *static_cast<SoundGraph*>(self);
    // Without a key all properties of the subject are gone.
    if (subject != PW_ID_CORE || (key && !is(key, "default.audio.sink")))
        return 0;
    graph.default_sink_ = key ? sink_name(value) : std::string();
    graph.changed_.trigger();
    return 0;
}

} // namespace pixelpass
