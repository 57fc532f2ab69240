// SPDX-License-Identifier: MIT OR Apache-2.0
#include "wire/control_reader.h"

#include "wire/varint.h"

namespace pixelpass::wire {

Result<void> ControlReader::feed(ByteView data, const std::function<void(const Message&)>& receive) {
    kept_.insert(kept_.end(), data.begin(), data.end());
    Reader reader(kept_);
    while (true) {
        Reader ahead = reader;
        const auto type = ahead.varint();
        Reader length_only = ahead;
        const auto length = length_only.varint();
        if (length && *length > max_control_payload)
            return fail(Code::refused, "a control message is too long");
        const auto payload = type ? ahead.bytes() : std::nullopt;
        if (!payload)
            break;
        auto message = decode(*type, *payload);
        if (!message)
            return fail(message);
        if (*message)
            receive(**message);
        reader = ahead;
    }
    kept_.erase(kept_.begin(), kept_.end() - static_cast<std::ptrdiff_t>(reader.rest().size()));
    return {};
}

} // namespace pixelpass::wire
