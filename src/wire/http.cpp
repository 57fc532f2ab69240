// SPDX-License-Identifier: MIT OR Apache-2.0
#include "wire/http.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <utility>

namespace pixelpass::wire {
namespace {

constexpr std::string_view head_end = "\r\n\r\n";
constexpr std::size_t max_chunk_line = 256;

std::string_view text_of(ByteView bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

std::string lower(std::string_view text) {
    std::string result(text);
    std::ranges::transform(result, result.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return result;
}

/// Adds to `head` up to its end; gives what comes behind, or nothing while the head is not whole.
std::optional<ByteView> collect_head(std::string& head, ByteView data) {
    // The end may have begun in the last piece.
    const std::size_t before = head.size();
    const std::size_t search_from = before < head_end.size() ? 0 : before - head_end.size();
    head += text_of(data);
    const auto end = head.find(head_end, search_from);
    if (end == std::string::npos)
        return std::nullopt;
    const std::size_t taken = end + head_end.size() - before;
    head.resize(end + 2);
    return data.subspan(taken);
}

/// The bound counts the empty line, so that it does not matter in which pieces a head comes.
bool is_too_long(const std::string& head, bool whole) {
    return whole ? head.size() + 2 > max_http_head : head.size() >= max_http_head;
}

std::string_view trim(std::string_view text) {
    const auto first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos)
        return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

/// The values of all lines of that name (RFC 9110, section 5.3), in lower case. Nothing if there is none.
std::optional<std::string> find_header(std::string_view head, std::string_view name) {
    std::optional<std::string> values;
    for (auto at = head.find("\r\n"); at + 2 < head.size(); at = head.find("\r\n", at + 2)) {
        const std::string_view line = head.substr(at + 2, head.find("\r\n", at + 2) - at - 2);
        const auto colon = line.find(':');
        if (colon == std::string_view::npos || lower(line.substr(0, colon)) != name)
            continue;
        values = (values ? *values + ", " : "") + lower(trim(line.substr(colon + 1)));
    }
    return values;
}

/// Reads the digits at the front of a text; gives what comes behind, or nothing if there is no number.
std::optional<std::string_view> take_number(std::string_view text, int base, std::uint64_t& number) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number, base);
    if (error != std::errc())
        return std::nullopt;
    return text.substr(static_cast<std::size_t>(end - text.data()));
}

bool is_ok(std::string_view head) {
    constexpr std::size_t version_end = std::string_view("HTTP/1.x").size();
    const std::string_view line = head.substr(0, head.find("\r\n"));
    const std::string_view after_version = line.substr(std::min(line.size(), version_end));
    return line.starts_with("HTTP/1.") && (after_version == " 200" || after_version.starts_with(" 200 "));
}

tl::unexpected<Error> fail_mangled() {
    return fail(Code::unreachable, "the host's stream is mangled", "ask what program it shares with");
}

} // namespace

std::string http_not_acceptable(std::string_view reason) {
    return fmt::format("HTTP/1.1 406 Not Acceptable\r\nContent-Type: text/plain\r\nContent-Length: {}\r\n"
                       "Connection: close\r\n\r\n{}\n",
                       reason.size() + 1, reason);
}

Result<std::optional<HttpRequest>> HttpRequestReader::feed(ByteView data) {
    const bool whole = collect_head(head_, data).has_value();
    if (is_too_long(head_, whole))
        return fail(Code::refused, "the head of a request is too long");
    if (!whole)
        return std::optional<HttpRequest>();
    const std::string line = head_.substr(0, head_.find("\r\n"));
    const auto first = line.find(' ');
    const auto second = line.find(' ', first + 1);
    if (first == 0 || first == std::string::npos || second == std::string::npos || second == first + 1 ||
        !line.substr(second + 1).starts_with("HTTP/1."))
        return fail(Code::refused, "a request that is no HTTP/1.1");
    return HttpRequest{.method = line.substr(0, first), .target = line.substr(first + 1, second - first - 1)};
}

Result<ByteView> HttpResponseReader::read_head(ByteView data) {
    const auto rest = collect_head(text_, data);
    if (is_too_long(text_, rest.has_value()) || (text_.size() >= 5 && !text_.starts_with("HTTP/")))
        return fail(Code::unreachable, "the host does not answer by HTTP", "ask what program it shares with");
    if (!rest)
        return ByteView{};
    if (!is_ok(text_))
        return fail(Code::unreachable, "the host has no stream to show", "ask whether it is still sharing");
    if (auto chosen = choose_framing(); !chosen)
        return fail(chosen);
    text_.clear();
    return *rest;
}

Result<void> HttpResponseReader::choose_framing() {
    if (const auto coding = find_header(text_, "transfer-encoding")) {
        if (*coding != "chunked")
            return fail_mangled();
        state_ = State::chunk_size;
    } else if (const auto length = find_header(text_, "content-length")) {
        if (take_number(*length, 10, left_) != "")
            return fail_mangled();
        state_ = left_ == 0 ? State::over : State::counted;
    } else {
        state_ = State::endless;
    }
    return {};
}

Result<ByteView> HttpResponseReader::read_line(ByteView data) {
    const auto end = std::ranges::find(data, std::byte{'\n'});
    const auto length = static_cast<std::size_t>(end - data.begin());
    text_ += text_of(data.first(std::min(length, max_chunk_line + 1)));
    if (text_.size() > max_chunk_line)
        return fail_mangled();
    if (end == data.end())
        return ByteView{};
    if (text_.ends_with('\r'))
        text_.pop_back();
    if (!take_line(std::exchange(text_, {})))
        return fail_mangled();
    return data.subspan(length + 1);
}

/// False if the line is not what belongs between chunks.
bool HttpResponseReader::take_line(const std::string& line) {
    if (state_ == State::chunk_end) {
        state_ = State::chunk_size;
        return line.empty();
    }
    const auto rest = take_number(line, 16, left_);
    state_ = left_ == 0 ? State::over : State::chunk;
    return rest && (trim(*rest).empty() || trim(*rest).starts_with(';'));
}

ByteView HttpResponseReader::give_body(ByteView data, const std::function<void(ByteView)>& body) {
    if (state_ == State::endless) {
        body(data);
        return {};
    }
    const auto taken = static_cast<std::size_t>(std::min<std::uint64_t>(left_, data.size()));
    body(data.first(taken));
    left_ -= taken;
    if (left_ == 0)
        state_ = state_ == State::chunk ? State::chunk_end : State::over;
    return data.subspan(taken);
}

Result<void> HttpResponseReader::feed(ByteView data, const std::function<void(ByteView)>& body) {
    while (!data.empty() && state_ != State::over) {
        if (state_ == State::endless || state_ == State::counted || state_ == State::chunk) {
            data = give_body(data, body);
            continue;
        }
        auto rest = state_ == State::head ? read_head(data) : read_line(data);
        if (!rest)
            return fail(rest);
        data = *rest;
    }
    return {};
}

} // namespace pixelpass::wire
