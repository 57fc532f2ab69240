// SPDX-License-Identifier: MIT OR Apache-2.0
#include "desktop/screensaver.h"

#include "base/log.h"

#include <utility>

namespace pixelpass {
namespace {

bool first_boolean(GVariant* tuple) {
    gboolean value = FALSE;
    g_variant_get(tuple, "(b)", &value);
    return value != FALSE;
}

} // namespace

Screensaver::Screensaver(const Bus& bus, Kind kind, std::function<void()> on_changed)
    : bus_(bus)
    , kind_(kind)
    , on_changed_(std::move(on_changed))
    , watch_(bus, kind.name, NameWatch::Start::never, [this](const std::string& owner) { owned_by(owner); }) {
}

void Screensaver::owned_by(const std::string& owner) {
    owner_ = owner;
    active_changed_.reset();
    say(false);
    if (owner.empty())
        return;
    // Any path: some are on two, and signal on one.
    active_changed_.emplace(
        bus_.connection(),
        SignalSubscription::Signal{
            .sender = owner, .path = {}, .interface = kind_.name, .name = "ActiveChanged", .type = "(b)"},
        [this](GVariant* parameters) { say(first_boolean(parameters)); });
    bus_.call({.owner = owner,
               .path = kind_.path,
               .interface = kind_.name,
               .method = "GetActive",
               .arguments = nullptr,
               .reply = "(b)"},
              [this, owner](const Result<Ref<GVariant>>& answer) {
                  if (!answer)
                      spdlog::info("{} does not say whether it is active: {}", kind_.name,
                                   answer.error().message);
                  else if (owner == owner_)
                      say(first_boolean(answer->get()));
              });
}

void Screensaver::say(bool active) {
    if (std::exchange(active_, active) != active)
        on_changed_();
}

} // namespace pixelpass
