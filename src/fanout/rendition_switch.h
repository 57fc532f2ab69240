// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "media/access_unit.h"

#include <cstdint>

namespace pixelpass {

/// Which video rendition one viewer is sent, and the change to another one, which happens at a keyframe of
/// that: till it comes, the picture goes on as it was. Renditions are given by their ids; 0 is none.
class RenditionSwitch {
public:
    /// What the viewer is to be sent from now on, or as soon as there is a keyframe.
    void aim(std::uint64_t rendition) {
        next_ = rendition;
        if (current_ == 0 || next_ == 0)
            current_ = next_;
    }

    [[nodiscard]] bool wants(std::uint64_t rendition) const {
        return rendition != 0 && (rendition == current_ || rendition == next_);
    }

    /// Whether this picture is to be sent.
    [[nodiscard]] bool admit(const AccessUnit& unit) {
        if (unit.rendition == next_ && unit.keyframe)
            current_ = next_;
        return unit.rendition == current_;
    }

    /// What is sent, and what is aimed at.
    [[nodiscard]] std::uint64_t current() const { return current_; }
    [[nodiscard]] std::uint64_t next() const { return next_; }

private:
    std::uint64_t current_ = 0;
    std::uint64_t next_ = 0;
};

} // namespace pixelpass
