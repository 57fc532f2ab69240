// SPDX-License-Identifier: MIT OR Apache-2.0
#include "wire/http.h"

#include <algorithm>
#include <charconv>

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

bool has_token(const std::string& head, std::string_view name, std::string_view token) {
    const std::string text = lower(head);
    const auto line = text.find("\r\n" + std::string(name) + ":");
    if (line == std::string::npos)
        return false;
    return text.substr(line, text.find("\r\n", line + 2) - line).find(token) != std::string::npos;
}

} // namespace

Result<std::optional<HttpRequest>> HttpRequestReader::feed(ByteView data) {
    const bool whole = collect_head(head_, data).has_value();
    if (head_.size() > max_http_head)
        return fail(Code::refused, "the head of a request is too long");
    if (!whole)
        return std::optional<HttpRequest>();
    const std::string line = head_.substr(0, head_.find("\r\n"));
    const auto first = line.find(' ');
    const auto second = line.find(' ', first + 1);
    if (first == 0 || first == std::string::npos || second == std::string::npos ||
        !line.substr(second + 1).starts_with("HTTP/1."))
        return fail(Code::refused, "a request that is no HTTP/1.1");
    return HttpRequest{.method = line.substr(0, first), .target = line.substr(first + 1, second - first - 1)};
}

Result<ByteView> HttpResponseReader::read_head(ByteView data) {
    const auto rest = collect_head(text_, data);
    if (text_.size() > max_http_head || (text_.size() >= 5 && !text_.starts_with("HTTP/")))
        return fail(Code::unreachable, "the host does not answer by HTTP", "ask what program it shares with");
    if (!rest)
        return ByteView{};
    const auto space = text_.find(' ');
    if (space == std::string::npos || text_.compare(space + 1, 3, "200") != 0)
        return fail(Code::unreachable, "the host has no stream to show", "ask whether it is still sharing");
    state_ = has_token(text_, "transfer-encoding", "chunked") ? State::chunk_size : State::body;
    text_.clear();
    return *rest;
}

ByteView HttpResponseReader::read_line(ByteView data) {
    const auto end = std::ranges::find(data, std::byte{'\n'});
    line_whole_ = end != data.end();
    const auto length = static_cast<std::size_t>(end - data.begin());
    text_ += text_of(data.first(std::min(length, max_chunk_line)));
    return data.subspan(length + (line_whole_ ? 1 : 0));
}

Result<ByteView> HttpResponseReader::read_chunk_size(ByteView data) {
    const ByteView rest = read_line(data);
    if (text_.size() > max_chunk_line)
        return fail(Code::unreachable, "the host's stream is mangled");
    if (!line_whole_)
        return rest;
    const auto [end, error] = std::from_chars(text_.data(), text_.data() + text_.size(), chunk_left_, 16);
    if (error != std::errc() || end == text_.data())
        return fail(Code::unreachable, "the host's stream is mangled");
    text_.clear();
    state_ = chunk_left_ == 0 ? State::trailer : State::chunk;
    return rest;
}

Result<void> HttpResponseReader::feed(ByteView data, const std::function<void(ByteView)>& body) {
    while (!data.empty()) {
        if (state_ == State::head || state_ == State::chunk_size) {
            auto rest = state_ == State::head ? read_head(data) : read_chunk_size(data);
            if (!rest)
                return fail(rest);
            data = *rest;
        } else if (state_ == State::body) {
            body(data);
            return {};
        } else if (state_ == State::chunk) {
            const auto taken = static_cast<std::size_t>(std::min<std::uint64_t>(chunk_left_, data.size()));
            body(data.first(taken));
            data = data.subspan(taken);
            chunk_left_ -= taken;
            if (chunk_left_ == 0)
                state_ = State::chunk_end;
        } else if (state_ == State::chunk_end) {
            data = read_line(data);
            text_.clear();
            if (line_whole_)
                state_ = State::chunk_size;
        } else {
            return {}; // the body is over; what follows means nothing here
        }
    }
    return {};
}

} // namespace pixelpass::wire
