// SPDX-License-Identifier: MIT OR Apache-2.0
#include "desktop/lock_watch.h"

#include "base/log.h"

#include <algorithm>
#include <array>
#include <utility>

namespace pixelpass {
namespace {

constexpr std::array kinds = {
    Screensaver::Kind{"org.freedesktop.ScreenSaver", "/org/freedesktop/ScreenSaver"},
    Screensaver::Kind{"org.gnome.ScreenSaver", "/org/gnome/ScreenSaver"},
    Screensaver::Kind{"org.cinnamon.ScreenSaver", "/org/cinnamon/ScreenSaver"},
    Screensaver::Kind{"org.mate.ScreenSaver", "/org/mate/ScreenSaver"},
    Screensaver::Kind{"org.xfce.ScreenSaver", "/org/xfce/ScreenSaver"},
};

} // namespace

LockWatch::LockWatch(std::function<void(bool)> on_changed)
    : on_changed_(std::move(on_changed))
    , session_bus_(G_BUS_TYPE_SESSION,
                   [this](const Result<GDBusConnection*>& connected) {
                       if (!connected)
                           return spdlog::info("no session bus to hear screensavers on: {}",
                                               connected.error().message);
                       watch_screensavers();
                   })
    , system_bus_(G_BUS_TYPE_SYSTEM, [this](const Result<GDBusConnection*>& connected) {
        if (!connected)
            return spdlog::info("no system bus to hear logind on: {}", connected.error().message);
        logind_ = std::make_unique<LogindSession>(system_bus_, [this] { update(); });
    }) {}

void LockWatch::watch_screensavers() {
    for (std::size_t i = 0; i < kinds.size(); ++i)
        screensavers_.push_back(std::make_unique<Screensaver>(
            session_bus_, kinds[i], [this, i] { screensaver_changed(*screensavers_[i]); }));
}

void LockWatch::screensaver_changed(const Screensaver& screensaver) {
    if (logind_ && !screensaver.active())
        logind_->forget_what_was_asked();
    update();
}

void LockWatch::update() {
    const bool locked =
        (logind_ && logind_->locked()) || std::any_of(screensavers_.begin(), screensavers_.end(),
                                                      [](const auto& each) { return each->active(); });
    if (std::exchange(locked_, locked) != locked)
        on_changed_(locked);
}

} // namespace pixelpass
