// SPDX-License-Identifier: MIT OR Apache-2.0
#include "desktop/tray_item.h"

#include "support/bus_peer.h"
#include "support/run_until.h"

#include <gmock/gmock.h>

#include <memory>
#include <optional>

namespace pixelpass {
namespace {

using test::run_until;

/// A panel that shows the marks of programs, and what it knows of the last one.
class Panel {
public:
    Panel() {
        peer_.serve("/StatusNotifierWatcher",
                    {.interface_xml = "<interface name='org.kde.StatusNotifierWatcher'>"
                                      "<method name='RegisterStatusNotifierItem'><arg type='s' "
                                      "direction='in'/></method></interface>",
                     .on_call =
                         [this](const std::string&, GVariant* parameters, GDBusMethodInvocation* call) {
                             const char* name = nullptr;
                             g_variant_get(parameters, "(&s)", &name);
                             item_ = name;
                             g_dbus_method_invocation_return_value(call, nullptr);
                         },
                     .get = nullptr});
        peer_.own("org.kde.StatusNotifierWatcher");
    }

    /// Asks the item for that, as panels do; nothing if it is not there.
    [[nodiscard]] std::optional<std::string> ask(const char* property) {
        std::optional<Result<Ref<GVariant>>> answer;
        bus_->get_property(item_, "/StatusNotifierItem", "org.kde.StatusNotifierItem", property,
                           [&](Result<Ref<GVariant>> value) { answer = std::move(value); });
        EXPECT_TRUE(run_until([&] { return answer.has_value(); }));
        if (!answer || !*answer)
            return std::nullopt;
        gchar* const text = g_variant_print((*answer)->get(), FALSE);
        std::string result = text;
        g_free(text);
        return result;
    }
    [[nodiscard]] bool wait_for_item() {
        return run_until([this] { return !item_.empty() && bus_->connection(); });
    }
    [[nodiscard]] const std::string& item() const { return item_; }
    [[nodiscard]] const Bus& bus() const { return *bus_; }

private:
    std::string item_;
    test::BusPeer peer_{G_BUS_TYPE_SESSION};
    std::unique_ptr<Bus> bus_ = std::make_unique<Bus>(G_BUS_TYPE_SESSION, [](const auto&) {});
};

TEST(TrayItem, TellsThePanelWhatItIsAndWhatItSays) {
    Panel panel;
    std::optional<TrayItem> item(std::in_place, "video-display", "sharing");
    item->say("nobody is watching");
    ASSERT_TRUE(panel.wait_for_item());
    EXPECT_EQ(panel.ask("Category"), "'ApplicationStatus'");
    EXPECT_EQ(panel.ask("Status"), "'Active'");
    EXPECT_EQ(panel.ask("Title"), "'sharing'");
    EXPECT_EQ(panel.ask("IconName"), "'video-display'");
    EXPECT_EQ(panel.ask("ItemIsMenu"), "false");
    EXPECT_EQ(panel.ask("ToolTip"), "('video-display', [], 'sharing', 'nobody is watching')");
    item.reset();
    EXPECT_EQ(panel.ask("Title"), std::nullopt);
}

TEST(TrayItem, SaysWhenItSaysSomethingElse) {
    Panel panel;
    TrayItem item("video-display", "sharing");
    ASSERT_TRUE(panel.wait_for_item());
    int changes = 0;
    const SignalSubscription changed(panel.bus().connection(),
                                     {.sender = panel.item(),
                                      .path = "/StatusNotifierItem",
                                      .interface = "org.kde.StatusNotifierItem",
                                      .name = "NewToolTip",
                                      .type = "()"},
                                     [&](GVariant*) { ++changes; });
    item.say("1 is watching");
    item.say("1 is watching");
    item.say("2 are watching");
    EXPECT_TRUE(run_until([&] { return changes == 2; }));
    EXPECT_EQ(panel.ask("ToolTip"), "('video-display', [], 'sharing', '2 are watching')");
    EXPECT_EQ(changes, 2);
}

TEST(TrayItem, IsShownByAPanelThatComesLater) {
    TrayItem item("video-display", "sharing");
    // What has looked for a panel after the item did.
    std::optional<NameWatch> watch;
    bool none = false;
    Bus bus(G_BUS_TYPE_SESSION, [&](const Result<GDBusConnection*>&) {
        watch.emplace(bus, "org.kde.StatusNotifierWatcher", NameWatch::Start::never,
                      [&](const std::string& owner) { none = owner.empty(); });
    });
    ASSERT_TRUE(run_until([&] { return none; }));
    Panel panel;
    EXPECT_TRUE(panel.wait_for_item());
}

} // namespace
} // namespace pixelpass
