// SPDX-License-Identifier: MIT OR Apache-2.0
#include "base/main_loop.h"

#include <glib-unix.h>

#include <utility>

namespace pixelpass {
namespace {

using Action = std::function<void()>;

void destroy_action(gpointer data) { delete static_cast<Action*>(data); }

template <gboolean again>
gboolean run_action(gpointer data) {
    (*static_cast<Action*>(data))();
    return again;
}

template <gboolean again>
Source attach(GSource* source, Action action) {
    g_source_set_callback(source, run_action<again>, new Action(std::move(action)), destroy_action);
    return Source(source);
}

gboolean run_fd_action(gint, GIOCondition, gpointer data) { return run_action<G_SOURCE_CONTINUE>(data); }

Source on_condition(int fd, GIOCondition condition, Action action) {
    GSource* source = g_unix_fd_source_new(fd, condition);
    // GLib calls a GUnixFDSourceFunc through the GSourceFunc that it was given as.
    g_source_set_callback(source, reinterpret_cast<GSourceFunc>(reinterpret_cast<void (*)()>(run_fd_action)),
                          new Action(std::move(action)), destroy_action);
    return Source(source);
}

gboolean dispatch_wakeup(GSource* source, GSourceFunc callback, gpointer data) {
    g_source_set_ready_time(source, -1);
    return callback(data);
}

GSourceFuncs wakeup_functions = {nullptr, nullptr, dispatch_wakeup, nullptr, nullptr, nullptr};

} // namespace

Source after(std::chrono::milliseconds delay, Action action) {
    return attach<G_SOURCE_REMOVE>(g_timeout_source_new(static_cast<guint>(delay.count())),
                                   std::move(action));
}

Source every(std::chrono::milliseconds interval, Action action) {
    return attach<G_SOURCE_CONTINUE>(g_timeout_source_new(static_cast<guint>(interval.count())),
                                     std::move(action));
}

Source on_signal(int signal, Action action) {
    return attach<G_SOURCE_CONTINUE>(g_unix_signal_source_new(signal), std::move(action));
}

Source on_readable(int fd, Action action) {
    return on_condition(fd, static_cast<GIOCondition>(G_IO_IN | G_IO_HUP | G_IO_ERR), std::move(action));
}

Source on_writable(int fd, Action action) {
    return on_condition(fd, static_cast<GIOCondition>(G_IO_OUT | G_IO_HUP | G_IO_ERR), std::move(action));
}

Wakeup::Wakeup(Action action) {
    GSource* source = g_source_new(&wakeup_functions, sizeof(GSource));
    g_source_set_ready_time(source, -1);
    source_ = attach<G_SOURCE_CONTINUE>(source, std::move(action));
}

} // namespace pixelpass
