// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "audio/graph_model.h"
#include "audio/graph_properties.h"
#include "base/main_loop.h"
#include "pipewire/pipewire_connection.h"

#include <pipewire/extensions/metadata.h>

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace pixelpass {

/// Follows who is connected to PipeWire, what plays into what, and which sink is the default. Main thread.
class SoundGraph {
public:
    /// `on_changed` is called from the main loop: once when the graph is known, and then once for all changes
    /// since; it may destroy the graph. `connection` must outlive it.
    SoundGraph(const PipeWireConnection& connection, std::function<void()> on_changed);
    SoundGraph(const SoundGraph&) = delete;
    SoundGraph& operator=(const SoundGraph&) = delete;

    /// The graph as it is now. A node is in it from when all is known of it and of its client; links that
    /// this connection has made are not.
    [[nodiscard]] GraphModel model() const;

    /// Whether PipeWire has told all that there is.
    [[nodiscard]] bool is_known() const { return round_trips_ == 0; }

    /// Whether a session manager runs, such as WirePlumber.
    [[nodiscard]] bool is_managed() const { return metadata_ != nullptr; }

    /// So many objects of a kind are followed; what comes then is ignored.
    static constexpr std::size_t most_objects = 4096;

private:
    using Proxy = std::unique_ptr<pw_proxy, Disposer<pw_proxy_destroy>>;
    /// A node or a client, bound for all its properties.
    struct Object {
        Object(SoundGraph& owner, GraphProperties first)
            : graph(owner)
            , properties(std::move(first)) {}

        SoundGraph& graph;
        GraphProperties properties;
        std::vector<std::string> channels; ///< of a node: its own
        bool known = false;                ///< the properties are all there are
        std::optional<bool> own;           ///< of a node: found out once it and its client are known
        Proxy proxy;
        Hook hook;
    };
    using Objects = std::map<std::uint32_t, std::unique_ptr<Object>>;
    struct Metadata {
        std::uint32_t id = 0;
        Proxy proxy;
        Hook hook;
    };

    void add(std::uint32_t id, const char* type, const GraphProperties& properties);
    void add_object(Objects& objects, std::uint32_t id, const char* type, const GraphProperties& properties,
                    const void* events);
    void add_link(const GraphProperties& properties, std::uint32_t id);
    void bind_metadata();
    void remove(std::uint32_t id);
    [[nodiscard]] const Object* client_of(const Object& node) const;
    void find_own_nodes();
    void notify();
    [[nodiscard]] pw_registry* registry() const { return reinterpret_cast<pw_registry*>(registry_.get()); }

    static void global(void* self, uint32_t id, uint32_t permissions, const char* type, uint32_t version,
                       const spa_dict* properties);
    static void global_remove(void* self, uint32_t id);
    static void node_info(void* self, const pw_node_info* info);
    static void node_param(void* self, int sequence, uint32_t id, uint32_t index, uint32_t next,
                           const spa_pod* param);
    static void client_info(void* self, const pw_client_info* info);
    static void update(Object& object, const spa_dict* properties);
    static int property(void* self, uint32_t subject, const char* key, const char* type, const char* value);
    static void done(void* self, uint32_t id, int sequence);

    static const pw_core_events core_events;
    static const pw_registry_events registry_events;
    static const pw_node_events node_events;
    static const pw_client_events client_events;
    static const pw_metadata_events metadata_events;

    pw_core* core_;
    std::function<void()> on_changed_;
    int round_trips_ = 2; ///< to go until the graph is known: one for what there is, one for its properties
    Wakeup changed_;
    Hook core_hook_;
    Proxy registry_;
    Hook registry_hook_;
    Objects clients_;
    Objects nodes_;
    std::map<std::uint32_t, GraphPort> ports_;
    std::map<std::uint32_t, GraphLink> links_;
    std::set<std::uint32_t> metadata_ids_; ///< of all that are named as the session manager's is
    std::unique_ptr<Metadata> metadata_;   ///< the first of them
    std::string default_sink_;
};

} // namespace pixelpass
