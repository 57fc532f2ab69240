// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "host/viewer.h"
#include "terminal/curve.h"

#include <map>
#include <string>
#include <vector>

namespace pixelpass {

/// The last minute of one who watches.
struct ViewerMinute {
    terminal::Minute kbps;
    terminal::Minute delay_ms;
    std::uint64_t sent_bytes = 0; ///< when it was last looked at
};

/// The last minute of all who watch now, by their ids.
class ViewerMinutes {
public:
    /// What is so now, a second after the last time.
    void add(const std::vector<ViewerStatus>& viewers);
    /// Of one that is not known yet: all zeros.
    [[nodiscard]] const ViewerMinute& of(const std::string& id) const;

private:
    std::map<std::string, ViewerMinute> minutes_;
    ViewerMinute unknown_;
};

} // namespace pixelpass
