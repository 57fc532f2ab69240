// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "desktop/bus.h"

#include <optional>
#include <string>
#include <string_view>

namespace pixelpass {

/// A mark in the desktop's panel for as long as it lives, by org.kde.StatusNotifierItem, which most desktops
/// show; where none does, nothing happens. It says something, and has nothing to press. Main thread.
class TrayItem {
public:
    /// Connects in the background. `icon` is a name of the icon naming specification.
    TrayItem(std::string icon, std::string title);
    ~TrayItem();
    TrayItem(const TrayItem&) = delete;
    TrayItem& operator=(const TrayItem&) = delete;

    /// What is told of it from now on: plain text.
    void say(const std::string& text);

private:
    void serve();
    [[nodiscard]] GVariant* property(std::string_view name) const;

    const std::string icon_;
    const std::string title_;
    std::string text_;
    unsigned object_ = 0; ///< on the bus, once it is there
    Bus bus_;
    std::optional<NameWatch> watch_;
};

} // namespace pixelpass
