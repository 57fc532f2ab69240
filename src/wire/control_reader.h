// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "wire/messages.h"

#include <functional>

namespace pixelpass::wire {

/// The largest payload of a control message, in bytes.
inline constexpr std::size_t max_control_payload = 65'536;

/// Cuts the bytes of a control stream into messages. It keeps less than one frame.
class ControlReader {
public:
    /// Hands each whole message to `receive`; unknown ones are skipped. Error: Code::refused, and the stream
    /// is of no more use, if the peer breaks the protocol.
    [[nodiscard]] Result<void> feed(ByteView data, const std::function<void(const Message&)>& receive);

private:
    Bytes kept_;
};

} // namespace pixelpass::wire
