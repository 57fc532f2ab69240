// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "base/error.h"
#include "base/main_loop.h"

#include <pipewire/pipewire.h>

#include <functional>
#include <memory>

namespace pixelpass {

/// Calls one function of a C API to dispose of what it is given.
template <auto dispose>
struct Disposer {
    template <typename T>
    void operator()(T* object) const {
        dispose(object);
    }
};

/// A listener's place in a PipeWire object's list; leaves it when destroyed.
class Hook {
public:
    Hook() = default;
    ~Hook() {
        if (hook_.link.next)
            spa_hook_remove(&hook_);
    }
    Hook(const Hook&) = delete;
    Hook& operator=(const Hook&) = delete;

    [[nodiscard]] spa_hook* get() { return &hook_; }

private:
    spa_hook hook_{};
};

/// A connection to PipeWire, served by the GLib main loop. Main thread.
class PipeWireConnection {
public:
    /// Connects to the PipeWire of this session; `on_lost` is called once, from the main loop, when PipeWire
    /// is gone, and may destroy the connection. Code::internal if PipeWire does not run.
    static Result<std::unique_ptr<PipeWireConnection>> open(std::function<void()> on_lost);
    /// The same by a socket that leads to it, which is taken over.
    static Result<std::unique_ptr<PipeWireConnection>> open(int socket, std::function<void()> on_lost);
    PipeWireConnection(const PipeWireConnection&) = delete;
    PipeWireConnection& operator=(const PipeWireConnection&) = delete;

    [[nodiscard]] pw_core* core() const { return core_.get(); }

private:
    /// PipeWire's own counted initialisation.
    struct Library {
        Library();
        ~Library() { pw_deinit(); }
        Library(const Library&) = delete;
        Library& operator=(const Library&) = delete;
    };
    /// This thread's right to run the loop.
    struct Entered {
        explicit Entered(pw_loop* entered)
            : loop(entered) {
            pw_loop_enter(loop);
        }
        ~Entered() { pw_loop_leave(loop); }
        Entered(const Entered&) = delete;
        Entered& operator=(const Entered&) = delete;
        pw_loop* loop;
    };

    explicit PipeWireConnection(std::function<void()> on_lost);

    Result<void> make_context();
    Result<void> use(pw_core* core);
    static void error(void* self, uint32_t id, int sequence, int result, const char* message);

    static const pw_core_events core_events;

    std::function<void()> on_lost_;
    Library library_;
    std::unique_ptr<pw_loop, Disposer<pw_loop_destroy>> loop_;
    Entered entered_;
    std::unique_ptr<pw_context, Disposer<pw_context_destroy>> context_;
    std::unique_ptr<pw_core, Disposer<pw_core_disconnect>> core_;
    Hook hook_;
    Source readable_;
    Source loss_;
};

} // namespace pixelpass
