// SPDX-License-Identifier: MIT OR Apache-2.0
#include "doctor/portal_look.h"

#include "base/main_loop.h"
#include "desktop/bus.h"
#include "desktop/portal_names.h"

#include <algorithm>
#include <optional>
#include <string_view>

namespace pixelpass {
namespace {

constexpr const char* screen_cast = "org.freedesktop.portal.ScreenCast";
constexpr std::string_view backend_prefix = "org.freedesktop.impl.portal.desktop.";
/// The portal waits for what it starts itself.
constexpr std::chrono::seconds portal_limit{5};

/// One look. Main thread.
class PortalLook {
public:
    /// Blocks till all is known, or long enough.
    PortalFacts run() {
        loop_.run();
        std::ranges::sort(facts_.backends);
        // What is running may be started, too.
        facts_.backends.erase(std::unique(facts_.backends.begin(), facts_.backends.end()),
                              facts_.backends.end());
        return facts_;
    }

private:
    using State = PortalFacts::State;

    void connected(const Result<GDBusConnection*>& connection) {
        if (!connection)
            return loop_.quit();
        facts_.state = State::silent; // till it answers
        ask_for_names("ListNames");
        ask_for_names("ListActivatableNames");
        watch_.emplace(bus_, portal_name, NameWatch::Start::at_first, [this](const std::string& owner) {
            if (owner.empty())
                finish(State::absent);
            else
                ask_for_version(owner);
        });
    }

    void ask_for_names(const char* method) {
        ++open_;
        bus_.call({.owner = "org.freedesktop.DBus",
                   .path = "/org/freedesktop/DBus",
                   .interface = "org.freedesktop.DBus",
                   .method = method,
                   .arguments = nullptr,
                   .reply = "(as)"},
                  [this](const Result<Ref<GVariant>>& answer) {
                      if (answer)
                          add_backends(answer->get());
                      settle();
                  });
    }

    void add_backends(GVariant* names) {
        GVariantIter* each = nullptr;
        g_variant_get(names, "(as)", &each);
        const char* name = nullptr;
        while (g_variant_iter_loop(each, "&s", &name)) {
            const std::string_view text(name);
            if (text.starts_with(backend_prefix))
                facts_.backends.emplace_back(text.substr(backend_prefix.size()));
        }
        g_variant_iter_free(each);
    }

    void ask_for_version(const std::string& owner) {
        ++open_;
        bus_.get_property(
            owner, portal_path, screen_cast, "version", [this](const Result<Ref<GVariant>>& answer) {
                const bool told = answer && g_variant_is_of_type(answer->get(), G_VARIANT_TYPE_UINT32);
                facts_.version = told ? g_variant_get_uint32(answer->get()) : 0;
                finish(told ? State::ready : State::no_screen_cast);
                settle();
            });
    }

    void finish(State state) {
        facts_.state = state;
        told_ = true;
        if (open_ == 0)
            loop_.quit();
    }
    void settle() {
        if (--open_ == 0 && told_)
            loop_.quit();
    }

    MainLoop loop_;
    PortalFacts facts_;
    unsigned open_ = 0; ///< questions
    bool told_ = false; ///< how it is with the portal
    const Source limit_ = after(portal_limit, [this] { loop_.quit(); });
    Bus bus_{G_BUS_TYPE_SESSION, [this](const auto& connection) { connected(connection); }};
    std::optional<NameWatch> watch_;
};

} // namespace

PortalFacts look_at_portal() { return PortalLook().run(); }

} // namespace pixelpass
