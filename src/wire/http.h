// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "base/bytes.h"
#include "base/error.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

/// The little HTTP/1.1 (RFC 9112) that pixelpass/0 needs; docs/protocol.md, "pixelpass/0".
namespace pixelpass::wire {

/// The largest head of a request or a response, in bytes.
inline constexpr std::size_t max_http_head = 16U << 10;

inline constexpr std::string_view http_stream_request =
    "GET / HTTP/1.1\r\nHost: pixelpass\r\nAccept: */*\r\nConnection: close\r\n\r\n";
// A neutral type: with video/mp2t VLC commits to a demuxer that fails on a live stream.
inline constexpr std::string_view http_stream_head =
    "HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\nCache-Control: no-store\r\nConnection: "
    "close\r\n\r\n";
inline constexpr std::string_view http_bad_request =
    "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
inline constexpr std::string_view http_method_not_allowed =
    "HTTP/1.1 405 Method Not Allowed\r\nAllow: GET, HEAD\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

/// An answer that refuses, for that reason.
[[nodiscard]] std::string http_not_acceptable(std::string_view reason);

struct HttpRequest {
    std::string method;
    std::string target;
};

/// Reads the head of one request; what follows the head is left alone.
class HttpRequestReader {
public:
    /// The request once its head is whole; not to be called again then. Error: Code::refused, if it is none
    /// or too long.
    [[nodiscard]] Result<std::optional<HttpRequest>> feed(ByteView data);

private:
    std::string head_;
};

/// Reads one response whose body may be endless: plain, of a given length, or chunked (RFC 9112,
/// section 7.1).
class HttpResponseReader {
public:
    /// Hands what has come of the body to `body`; what follows the body is ignored. Error: Code::unreachable,
    /// and not to be called again, if the host answers otherwise than with 200, or not by HTTP.
    [[nodiscard]] Result<void> feed(ByteView data, const std::function<void(ByteView)>& body);

private:
    enum class State : std::uint8_t { head, endless, counted, chunk_size, chunk, chunk_end, over };

    [[nodiscard]] Result<ByteView> read_head(ByteView data);
    [[nodiscard]] Result<void> choose_framing();
    [[nodiscard]] Result<ByteView> read_line(ByteView data);
    [[nodiscard]] bool take_line(const std::string& line);
    [[nodiscard]] ByteView give_body(ByteView data, const std::function<void(ByteView)>& body);

    State state_ = State::head;
    std::string text_;       // of the head, or of the line in hand
    std::uint64_t left_ = 0; // bytes of the body, or of the chunk, that are still to come
};

} // namespace pixelpass::wire
