// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "wire/messages.h"
#include "wire/varint.h"

#include <functional>

namespace pixelpass::wire {

/// The largest payload of a control message, in bytes.
inline constexpr std::size_t max_control_payload = 65'536;

/// Cuts the bytes of a control stream into messages. It keeps less than one frame.
class ControlReader {
public:
    /// Hands each whole message to `receive`; unknown ones are skipped. Error: Code::refused, from then on,
    /// if the peer breaks the protocol.
    [[nodiscard]] Result<void> feed(ByteView data, const std::function<void(const Message&)>& receive);

private:
    [[nodiscard]] Result<void> take(Reader& reader, const std::function<void(const Message&)>& receive);

    Bytes kept_;
    bool broken_ = false;
};

} // namespace pixelpass::wire
