// SPDX-License-Identifier: MIT OR Apache-2.0
#include "view/ending.h"

#include "wire/close_code.h"

namespace pixelpass {

bool is_loss(const net::CloseInfo& info) {
    return !info.by_peer || info.code == static_cast<std::uint64_t>(wire::CloseCode::none);
}

Result<void> ending(const net::CloseInfo& info) {
    if (!info.by_peer)
        return fail(Code::unreachable, "the connection to the host is lost",
                    "check the network, then watch again with the same ticket");
    switch (static_cast<wire::CloseCode>(info.code)) {
    case wire::CloseCode::none:
    case wire::CloseCode::ended:
        return {};
    case wire::CloseCode::full:
        return fail(Code::refused, "the host has no place free",
                    "try again later, or have it raise --max-viewers");
    case wire::CloseCode::refused:
        return fail(Code::refused, "the host did not let you in",
                    "talk to the host; a minute after a no you can ask again");
    case wire::CloseCode::kicked:
        return fail(Code::refused, "the host removed you",
                    "talk to the host: this share stays closed to you");
    case wire::CloseCode::password:
        return fail(Code::refused, "the password is wrong", "ask the host for it");
    case wire::CloseCode::expired:
        return fail(Code::refused, "the ticket has expired", "ask the host for a new one");
    case wire::CloseCode::protocol:
    case wire::CloseCode::flood:
        break;
    }
    return fail(Code::refused, "the host ended the connection over what this viewer sent",
                "use the same version of pixelpass on both sides");
}

} // namespace pixelpass
