// SPDX-License-Identifier: MIT OR Apache-2.0
#include "wire/control_reader.h"

namespace pixelpass::wire {

Result<void> ControlReader::feed(ByteView data, const std::function<void(const Message&)>& receive) {
    if (broken_)
        return fail(Code::refused, "the control stream is broken");
    kept_.insert(kept_.end(), data.begin(), data.end());
    Reader reader(kept_);
    auto taken = take(reader, receive);
    broken_ = !taken;
    const std::size_t kept = broken_ ? 0 : reader.rest().size();
    kept_.erase(kept_.begin(), kept_.end() - static_cast<std::ptrdiff_t>(kept));
    return taken;
}

Result<void> ControlReader::take(Reader& reader, const std::function<void(const Message&)>& receive) {
    while (true) {
        Reader ahead = reader;
        const auto type = ahead.varint();
        if (!type)
            return {};
        const auto length = Reader(ahead).varint();
        if (length && *length > max_control_payload)
            return fail(Code::refused, "a control message is too long");
        const auto payload = ahead.bytes();
        if (!payload)
            return {};
        auto message = decode(*type, *payload);
        if (!message)
            return fail(message);
        if (*message)
            receive(**message);
        reader = ahead;
    }
}

} // namespace pixelpass::wire
