// SPDX-License-Identifier: MIT OR Apache-2.0
#include "doctor/pipewire_look.h"

#include "base/main_loop.h"
#include "base/printable.h"
#include "base/program_path.h"
#include "pipewire/pipewire_connection.h"

#include <fmt/format.h>
#include <glib.h>

#include <array>
#include <cstring>
#include <string_view>

namespace pixelpass {
namespace {

constexpr std::chrono::seconds answer_limit{4};
constexpr std::array<std::string_view, 2> managers{"WirePlumber", "pipewire-media-session"};

std::string shown(const char* text) { return text ? printable(bytes_of(text)) : ""; }

/// One look. Main thread.
class PipeWireLook {
public:
    explicit PipeWireLook(PipeWireFacts& facts)
        : facts_(facts) {}

    /// Blocks till all is known, or long enough.
    void run() {
        auto connection = PipeWireConnection::open([this] { loop_.quit(); });
        if (!connection)
            return;
        connection_ = std::move(*connection);
        facts_.state = PipeWireFacts::State::silent; // till it answers
        pw_core* const core = connection_->core();
        pw_core_add_listener(core, core_hook_.get(), &core_events, this);
        registry_.reset(reinterpret_cast<pw_proxy*>(pw_core_get_registry(core, PW_VERSION_REGISTRY, 0)));
        pw_registry_add_listener(reinterpret_cast<pw_registry*>(registry_.get()), registry_hook_.get(),
                                 &registry_events, this);
        pw_core_sync(core, PW_ID_CORE, 0);
        const Source limit = after(answer_limit, [this] { loop_.quit(); });
        loop_.run();
    }

private:
    static void info(void* self, const pw_core_info* info) {
        static_cast<PipeWireLook*>(self)->facts_.version = shown(info->version);
    }

    static void done(void* self, uint32_t id, int) {
        auto& look = *static_cast<PipeWireLook*>(self);
        if (id != PW_ID_CORE)
            return;
        look.facts_.state = PipeWireFacts::State::answers;
        look.loop_.quit();
    }

    static void global(void* self, uint32_t, uint32_t, const char* type, uint32_t,
                       const spa_dict* properties) {
        if (std::strcmp(type, PW_TYPE_INTERFACE_Client) != 0 || !properties)
            return;
        const char* name = spa_dict_lookup(properties, PW_KEY_APP_NAME);
        for (const auto manager : managers) {
            // The one process has other connections, with more in their names.
            if (name && manager == name)
                static_cast<PipeWireLook*>(self)->facts_.manager = manager;
        }
    }

    static const pw_core_events core_events;
    static const pw_registry_events registry_events;

    PipeWireFacts& facts_;
    MainLoop loop_;
    std::unique_ptr<PipeWireConnection> connection_;
    Hook core_hook_;
    std::unique_ptr<pw_proxy, Disposer<pw_proxy_destroy>> registry_;
    Hook registry_hook_;
};

const pw_core_events PipeWireLook::core_events = [] {
    pw_core_events events{};
    events.version = PW_VERSION_CORE_EVENTS;
    events.info = info;
    events.done = done;
    return events;
}();

const pw_registry_events PipeWireLook::registry_events = [] {
    pw_registry_events events{};
    events.version = PW_VERSION_REGISTRY_EVENTS;
    events.global = global;
    return events;
}();

} // namespace

PipeWireFacts look_at_pipewire() {
    PipeWireFacts facts{.installed = is_in_path("pipewire")};
    PipeWireLook(facts).run();
    return facts;
}

} // namespace pixelpass
