// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace pixelpass {

/// Whether a word stands for a ticket: one by its first letters, or a link to one. It may be wrong all the
/// same.
[[nodiscard]] bool looks_like_ticket(std::string_view word);

/// The ticket that a person or a program gave: bare, or as a link (pixelpass:TICKET or pixelpass://TICKET,
/// which a browser may end in a slash), or among other words, as in a message of a chat; in lower case, as
/// iroh takes it. Without one, the text as it is.
[[nodiscard]] std::string ticket_in(std::string_view text);

/// A link to a ticket. In capitals, of which a QR code holds more: neither a link's scheme (RFC 3986, 3.1)
/// nor a ticket, which is in base32, tells them from small letters.
[[nodiscard]] std::string ticket_link(std::string_view ticket);

} // namespace pixelpass
