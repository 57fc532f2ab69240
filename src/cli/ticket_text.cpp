// SPDX-License-Identifier: MIT OR Apache-2.0
#include "cli/ticket_text.h"

#include <glib.h>

#include <algorithm>

namespace pixelpass {
namespace {

constexpr std::string_view scheme = "pixelpass:";
constexpr std::string_view white_space = " \t\r\n";

std::string in_case(std::string_view text, char (*letter_in_case)(char)) {
    std::string result(text.size(), '\0');
    std::ranges::transform(text, result.begin(), letter_in_case);
    return result;
}

/// The longest of the words that look like a ticket; if none does, all of the text, without the white space
/// around it.
std::string_view likeliest_word(std::string_view text) {
    text.remove_prefix(std::min(text.find_first_not_of(white_space), text.size()));
    text = text.substr(0, text.find_last_not_of(white_space) + 1);
    std::string_view likeliest;
    for (auto rest = text; !rest.empty();) {
        const auto word = rest.substr(0, rest.find_first_of(white_space));
        if (looks_like_ticket(word) && word.size() > likeliest.size())
            likeliest = word;
        rest.remove_prefix(word.size());
        rest.remove_prefix(std::min(rest.find_first_not_of(white_space), rest.size()));
    }
    return likeliest.empty() ? text : likeliest;
}

} // namespace

bool looks_like_ticket(std::string_view word) {
    const auto lower_case = in_case(word, g_ascii_tolower);
    return lower_case.starts_with("endpoint") || lower_case.starts_with(scheme);
}

std::string ticket_in(std::string_view text) {
    auto ticket = in_case(likeliest_word(text), g_ascii_tolower);
    if (!ticket.starts_with(scheme))
        return ticket;
    ticket.erase(0, scheme.size());
    if (ticket.starts_with("//"))
        ticket.erase(0, 2);
    if (ticket.ends_with('/'))
        ticket.pop_back();
    return ticket;
}

std::string ticket_link(std::string_view ticket) {
    return in_case(std::string(scheme) + std::string(ticket), g_ascii_toupper);
}

} // namespace pixelpass
