// SPDX-License-Identifier: MIT OR Apache-2.0
#include "pipewire/pipewire_connection.h"

#include "base/log.h"

#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <utility>

namespace pixelpass {

PipeWireConnection::Library::Library() {
    pw_init(nullptr, nullptr);
    // It would write to our terminal.
    if (!std::getenv("PIPEWIRE_DEBUG"))
        pw_log_set_level(SPA_LOG_LEVEL_NONE);
}

const pw_core_events PipeWireConnection::core_events = [] {
    pw_core_events events{};
    events.version = PW_VERSION_CORE_EVENTS;
    events.error = error;
    return events;
}();

Result<std::unique_ptr<PipeWireConnection>> PipeWireConnection::open(std::function<void()> on_lost) {
    std::unique_ptr<PipeWireConnection> connection(new PipeWireConnection(std::move(on_lost)));
    if (auto made = connection->make_context(); !made)
        return fail(made);
    if (auto used = connection->use(pw_context_connect(connection->context_.get(), nullptr, 0)); !used)
        return fail(used);
    return connection;
}

Result<std::unique_ptr<PipeWireConnection>> PipeWireConnection::open(int socket,
                                                                     std::function<void()> on_lost) {
    std::unique_ptr<PipeWireConnection> connection(new PipeWireConnection(std::move(on_lost)));
    if (auto made = connection->make_context(); !made) {
        close(socket);
        return fail(made);
    }
    if (auto used = connection->use(pw_context_connect_fd(connection->context_.get(), socket, nullptr, 0));
        !used)
        return fail(used);
    return connection;
}

PipeWireConnection::PipeWireConnection(std::function<void()> on_lost)
    : on_lost_(std::move(on_lost))
    , loop_(pw_loop_new(nullptr))
    , entered_(loop_.get()) {}

Result<void> PipeWireConnection::make_context() {
    // The configuration with a real-time data thread: without it, a busy machine loses samples.
    auto* properties = pw_properties_new(PW_KEY_CONFIG_NAME, "client-rt.conf", nullptr);
    context_.reset(pw_context_new(loop_.get(), properties, 0));
    if (!context_)
        context_.reset(pw_context_new(loop_.get(), nullptr, 0));
    if (!context_)
        return fail(Code::internal, "PipeWire's client library does not start", "reinstall PipeWire");
    return {};
}

Result<void> PipeWireConnection::use(pw_core* core) {
    core_.reset(core);
    if (!core_) {
        spdlog::info("connecting to PipeWire: {}", g_strerror(errno));
        return fail(Code::internal, "PipeWire is not running",
                    "start it (systemctl --user start pipewire wireplumber)");
    }
    pw_core_add_listener(core_.get(), hook_.get(), &core_events, this);
    readable_ = on_readable(pw_loop_get_fd(loop_.get()), [this] { pw_loop_iterate(loop_.get(), 0); });
    return {};
}

void PipeWireConnection::error(void* self, uint32_t id, int, int result, const char* message) {
    auto& connection = *static_cast<PipeWireConnection*>(self);
    spdlog::info("PipeWire: object {}: {} ({})", id, message, g_strerror(-result));
    if (id != PW_ID_CORE || result != -EPIPE || !connection.on_lost_)
        return;
    // Later, outside of PipeWire's loop: whoever hears of it may destroy us.
    connection.loss_ = after(std::chrono::milliseconds(0), std::exchange(connection.on_lost_, nullptr));
}

} // namespace pixelpass
