// SPDX-License-Identifier: MIT OR Apache-2.0
#include "view/vlc_position.h"

#include "base/log.h"

#include <utility>

namespace pixelpass {
namespace {

constexpr const char* usual_name = "org.mpris.MediaPlayer2.vlc";

} // namespace

VlcPosition::VlcPosition(pid_t vlc, std::function<void(Microseconds)> on_position)
    : vlc_(vlc)
    , on_position_(std::move(on_position))
    , bus_(G_BUS_TYPE_SESSION, [this](const Result<GDBusConnection*>& connected) {
        if (!connected)
            return spdlog::info("no session bus to ask VLC by: {}", connected.error().message);
        watch(only_, usual_name);
        watch(other_, std::string(usual_name) + ".instance" + std::to_string(vlc_));
    }) {}

void VlcPosition::watch(std::optional<NameWatch>& name, const std::string& wanted) {
    name.emplace(bus_, wanted.c_str(), NameWatch::Start::never, [this](const std::string& owner) {
        if (!owner.empty())
            check(owner);
    });
}

void VlcPosition::check(const std::string& owner) {
    bus_.call({.owner = "org.freedesktop.DBus",
               .path = "/org/freedesktop/DBus",
               .interface = "org.freedesktop.DBus",
               .method = "GetConnectionUnixProcessID",
               .arguments = g_variant_new("(s)", owner.c_str()),
               .reply = "(u)"},
              [this, owner](const Result<Ref<GVariant>>& answer) {
                  guint process = 0;
                  if (answer)
                      g_variant_get(answer->get(), "(u)", &process);
                  if (static_cast<pid_t>(process) == vlc_)
                      owner_ = owner;
              });
}

void VlcPosition::ask() {
    if (owner_.empty() || std::exchange(asked_, true))
        return;
    bus_.get_property(owner_, "/org/mpris/MediaPlayer2", "org.mpris.MediaPlayer2.Player", "Position",
                      [this](const Result<Ref<GVariant>>& answer) {
                          asked_ = false;
                          if (answer && g_variant_is_of_type(answer->get(), G_VARIANT_TYPE_INT64))
                              on_position_(Microseconds(g_variant_get_int64(answer->get())));
                      });
}

} // namespace pixelpass
