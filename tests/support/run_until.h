// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <glib.h>

#include <chrono>
#include <functional>

namespace pixelpass::test {

/// Runs the main loop until `done` holds; false if it does not within `limit`.
inline bool run_until(const std::function<bool()>& done,
                      std::chrono::milliseconds limit = std::chrono::seconds(10)) {
    // A steady tick, so that conditions which no event announces are looked at, too.
    const guint tick = g_timeout_add(
        2, [](gpointer) -> gboolean { return G_SOURCE_CONTINUE; }, nullptr);
    const auto deadline = std::chrono::steady_clock::now() + limit;
    bool held = done();
    while (!held && std::chrono::steady_clock::now() < deadline) {
        g_main_context_iteration(nullptr, TRUE);
        held = done();
    }
    g_source_remove(tick);
    return held;
}

} // namespace pixelpass::test
