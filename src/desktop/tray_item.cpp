// SPDX-License-Identifier: MIT OR Apache-2.0
#include "desktop/tray_item.h"

#include "base/log.h"

#include <utility>

namespace pixelpass {
namespace {

constexpr const char* path = "/StatusNotifierItem"; // where all look
constexpr const char* item_interface = "org.kde.StatusNotifierItem";
constexpr const char* watcher_name = "org.kde.StatusNotifierWatcher";
constexpr const char* xml = R"xml(<node><interface name="org.kde.StatusNotifierItem">
<property name="Category" type="s" access="read"/>
<property name="Id" type="s" access="read"/>
<property name="Title" type="s" access="read"/>
<property name="Status" type="s" access="read"/>
<property name="IconName" type="s" access="read"/>
<property name="ToolTip" type="(sa(iiay)ss)" access="read"/>
<property name="ItemIsMenu" type="b" access="read"/>
<method name="Activate"><arg type="i" direction="in"/><arg type="i" direction="in"/></method>
<method name="SecondaryActivate"><arg type="i" direction="in"/><arg type="i" direction="in"/></method>
<method name="ContextMenu"><arg type="i" direction="in"/><arg type="i" direction="in"/></method>
<method name="Scroll"><arg type="i" direction="in"/><arg type="s" direction="in"/></method>
<signal name="NewToolTip"/>
</interface></node>)xml";

} // namespace

TrayItem::TrayItem(std::string icon, std::string title)
    : icon_(std::move(icon))
    , title_(std::move(title))
    , bus_(G_BUS_TYPE_SESSION, [this](const Result<GDBusConnection*>& connected) {
        if (!connected)
            return spdlog::info("no session bus to show a mark by: {}", connected.error().message);
        serve();
        watch_.emplace(bus_, watcher_name, NameWatch::Start::never, [this](const std::string& watcher) {
            if (watcher.empty())
                return spdlog::info("no panel shows marks of programs");
            bus_.call(
                {.owner = watcher,
                 .path = "/StatusNotifierWatcher",
                 .interface = watcher_name,
                 .method = "RegisterStatusNotifierItem",
                 .arguments = g_variant_new("(s)", g_dbus_connection_get_unique_name(bus_.connection())),
                 .reply = "()"},
                [](const Result<Ref<GVariant>>& answer) {
                    if (!answer)
                        spdlog::info("the panel shows no mark: {}", answer.error().message);
                });
        });
    }) {}

TrayItem::~TrayItem() {
    if (object_ != 0)
        g_dbus_connection_unregister_object(bus_.connection(), object_);
}

void TrayItem::serve() {
    static const GDBusInterfaceVTable table = {
        // Presses, for which there is nothing to do.
        [](GDBusConnection*, const gchar*, const gchar*, const gchar*, const gchar*, GVariant*,
           GDBusMethodInvocation* call, gpointer) { g_dbus_method_invocation_return_value(call, nullptr); },
        [](GDBusConnection*, const gchar*, const gchar*, const gchar*, const gchar* name, GError**,
           gpointer self) { return static_cast<const TrayItem*>(self)->property(name); },
        nullptr,
        {}};
    auto* const node = g_dbus_node_info_new_for_xml(xml, nullptr);
    object_ = g_dbus_connection_register_object(bus_.connection(), path, node->interfaces[0], &table, this,
                                                nullptr, nullptr);
    g_dbus_node_info_unref(node);
}

GVariant* TrayItem::property(std::string_view name) const {
    if (name == "ToolTip")
        return g_variant_new("(s@a(iiay)ss)", icon_.c_str(),
                             g_variant_new_array(G_VARIANT_TYPE("(iiay)"), nullptr, 0), title_.c_str(),
                             text_.c_str());
    if (name == "ItemIsMenu")
        return g_variant_new_boolean(FALSE);
    return g_variant_new_string(name == "Category"   ? "ApplicationStatus"
                                : name == "Id"       ? "pixelpass"
                                : name == "Title"    ? title_.c_str()
                                : name == "IconName" ? icon_.c_str()
                                                     : "Active"); // its Status
}

void TrayItem::say(const std::string& text) {
    if (std::exchange(text_, text) != text && object_ != 0)
        g_dbus_connection_emit_signal(bus_.connection(), nullptr, path, item_interface, "NewToolTip", nullptr,
                                      nullptr);
}

} // namespace pixelpass
