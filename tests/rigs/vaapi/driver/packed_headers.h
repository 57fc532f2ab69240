// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "driver.h"

#include <va/va.h>

#include <vector>

namespace rigsw {

using Bytes = std::vector<std::uint8_t>;

/// The NAL units that an application packed itself, for one picture. libx264 writes SPS, PPS and slice
/// headers of its own, so what is kept of those is whether there was a PPS.
class PackedHeaders {
public:
    void clear() { *this = {}; }

    /// What the data that follow are.
    bool announce(const Buffer& buffer);
    void take(const Buffer& buffer);

    [[nodiscard]] const Bytes& delimiters() const { return delimiters_; }
    [[nodiscard]] const Bytes& messages() const { return messages_; } ///< SEI, and whatever else was raw
    [[nodiscard]] bool has_pps() const { return has_pps_; }

private:
    void take_raw(const Buffer& buffer);

    VAEncPackedHeaderParameterBuffer announced_{};
    Bytes delimiters_;
    Bytes messages_;
    bool has_pps_ = false;
};

} // namespace rigsw
