// SPDX-License-Identifier: MIT OR Apache-2.0
#include "audio/repair.h"

#include <algorithm>
#include <string_view>
#include <utility>

namespace pixelpass {
namespace {

/// Of a hostile session no more is read.
constexpr std::size_t max_nodes = 4096;

std::string text(const spa_dict* properties, const char* key) {
    const char* value = properties ? spa_dict_lookup(properties, key) : nullptr;
    return value ? value : "";
}

NodeTraits traits_of(std::uint32_t id, const spa_dict* properties) {
    NodeTraits traits;
    traits.id = id;
    const auto client = text(properties, PW_KEY_CLIENT_ID);
    spa_atou32(client.c_str(), &traits.client, 10);
    traits.module = text(properties, "pulse.module.id");
    traits.media_class = text(properties, PW_KEY_MEDIA_CLASS);
    traits.name = text(properties, PW_KEY_NODE_NAME);
    traits.media_name = text(properties, PW_KEY_MEDIA_NAME);
    traits.target = text(properties, "target.object");
    return traits;
}

} // namespace

/// A node that PipeWire has announced, and how it describes it.
struct Repair::Node {
    Node(std::uint32_t id, pw_node* bound)
        : proxy(bound) {
        traits.id = id;
        pw_node_add_listener(proxy.get(), hook.get(), &events, this);
    }

    static const pw_node_events events;

    NodeTraits traits;
    std::unique_ptr<pw_node, DestroyProxy> proxy;
    Hook hook;
};

const pw_node_events Repair::Node::events = [] {
    pw_node_events made{};
    made.version = PW_VERSION_NODE_EVENTS;
    made.info = [](void* self, const pw_node_info* info) {
        // Without a change of them it comes with none at all.
        if ((info->change_mask & PW_NODE_CHANGE_MASK_PROPS) == 0)
            return;
        auto& node = *static_cast<Node*>(self);
        node.traits = traits_of(node.traits.id, info->props);
    };
    return made;
}();

const pw_core_events Repair::core_events = [] {
    pw_core_events events{};
    events.version = PW_VERSION_CORE_EVENTS;
    events.done = [](void* self, std::uint32_t id, int sequence) {
        if (id == PW_ID_CORE)
            static_cast<Repair*>(self)->synced(sequence);
    };
    return events;
}();

const pw_registry_events Repair::registry_events = [] {
    pw_registry_events events{};
    events.version = PW_VERSION_REGISTRY_EVENTS;
    events.global = [](void* self, std::uint32_t id, std::uint32_t, const char* type, std::uint32_t,
                       const spa_dict*) { static_cast<Repair*>(self)->take_global(id, type); };
    events.global_remove = [](void* self, std::uint32_t id) { static_cast<Repair*>(self)->lose_global(id); };
    return events;
}();

Repair::Repair(Events events)
    : events_(std::move(events)) {}

Repair::~Repair() = default;

Result<std::unique_ptr<Repair>> Repair::start(Events events) {
    std::unique_ptr<Repair> repair(new Repair(std::move(events)));
    if (auto connected = repair->connect(); !connected)
        return fail(connected);
    return repair;
}

Result<void> Repair::connect() {
    auto connection = PipeWireConnection::open([this] {
        fail_later({Code::audio, "PipeWire has ended", "run pixelpass repair again once it runs"});
    });
    if (!connection)
        return fail(Code::audio, connection.error().message, connection.error().hint);
    connection_ = std::move(*connection);
    pw_core_add_listener(connection_->core(), core_hook_.get(), &core_events, this);
    registry_.reset(pw_core_get_registry(connection_->core(), PW_VERSION_REGISTRY, 0));
    pw_registry_add_listener(registry_.get(), registry_hook_.get(), &registry_events, this);
    sync_ = pw_core_sync(connection_->core(), PW_ID_CORE, 0);
    deadline_ = after(patience, [this] {
        fail_later(
            {Code::audio, "PipeWire does not answer", "restart it (systemctl --user restart pipewire)"});
    });
    return {};
}

void Repair::take_global(std::uint32_t id, const char* type) {
    if (std::string_view(type) != PW_TYPE_INTERFACE_Node || nodes_.size() >= max_nodes)
        return;
    auto* bound = static_cast<pw_node*>(pw_registry_bind(registry_.get(), id, type, PW_VERSION_NODE, 0));
    if (bound)
        nodes_[id] = std::make_unique<Node>(id, bound);
}

void Repair::synced(int sequence) {
    if (sequence != sync_)
        return;
    // The first answer comes after the nodes' names, the second after their descriptions.
    if (!std::exchange(described_, true)) {
        sync_ = pw_core_sync(connection_->core(), PW_ID_CORE, 0);
        return;
    }
    deadline_.reset();
    std::vector<NodeTraits> traits;
    for (const auto& [id, node] : nodes_)
        traits.push_back(node->traits);
    leftovers_ = find_leftovers(traits, runs_pixelpass);
    step_ = after(std::chrono::milliseconds(0), [this] { events_.on_found(leftovers_); });
}

void Repair::remove() { remove_next(); }

void Repair::remove_next() {
    step_.reset();
    deadline_.reset();
    if (next_ == leftovers_.size()) {
        step_ = after(std::chrono::milliseconds(0), [this] { events_.on_finished(); });
        return;
    }
    deadline_ = after(patience, [this] { finish_one(false); });
    bool any = false;
    for (const std::uint32_t id : leftovers_[next_].nodes) {
        // What is gone already may have given its id to another.
        if (nodes_.contains(id))
            pw_registry_destroy(registry_.get(), id);
        any |= nodes_.contains(id);
    }
    if (!any)
        step_ = after(std::chrono::milliseconds(0), [this] { finish_one(true); });
}

void Repair::lose_global(std::uint32_t id) {
    const bool known = nodes_.erase(id) > 0;
    if (!known || !deadline_.active() || next_ >= leftovers_.size())
        return;
    const auto& nodes = leftovers_[next_].nodes;
    if (std::ranges::find(nodes, id) != nodes.end() &&
        std::ranges::none_of(nodes, [this](std::uint32_t one) { return nodes_.contains(one); }))
        step_ = after(std::chrono::milliseconds(0), [this] { finish_one(true); });
}

void Repair::finish_one(bool removed) {
    events_.on_done(leftovers_[next_++], removed);
    remove_next();
}

void Repair::fail_later(Error error) {
    step_ = {};
    deadline_ =
        after(std::chrono::milliseconds(0), [this, error = std::move(error)] { events_.on_failed(error); });
}

} // namespace pixelpass
