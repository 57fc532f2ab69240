// SPDX-License-Identifier: MIT OR Apache-2.0
#include "wire/http.h"

#include <gtest/gtest.h>

namespace pixelpass::wire {
namespace {

/// Feeds `text` in pieces of `step` bytes; the body, or nothing after an error.
std::optional<std::string> read_body(const std::string& text, std::size_t step) {
    HttpResponseReader reader;
    std::string body;
    for (std::size_t at = 0; at < text.size(); at += step) {
        if (!reader.feed(bytes_of(std::string_view(text).substr(at, step)), [&](ByteView part) {
                body.append(reinterpret_cast<const char*>(part.data()), part.size());
            }))
            return std::nullopt;
    }
    return body;
}

TEST(HttpRequest, IsReadByteByByte) {
    HttpRequestReader reader;
    const std::string text = "GET /live.ts HTTP/1.1\r\nHost: x\r\n\r\n";
    for (std::size_t i = 0; i + 1 < text.size(); ++i) {
        const auto early = reader.feed(bytes_of(std::string_view(text).substr(i, 1)));
        ASSERT_TRUE(early);
        EXPECT_FALSE(*early);
    }
    const auto request = reader.feed(bytes_of(std::string_view(text).substr(text.size() - 1)));
    ASSERT_TRUE(request && *request);
    EXPECT_EQ((*request)->method, "GET");
    EXPECT_EQ((*request)->target, "/live.ts");
}

TEST(HttpRequest, IsRefusedIfItIsNone) {
    for (const std::string text :
         {"\r\n\r\n", "GET\r\n\r\n", " / HTTP/1.1\r\n\r\n", "GET / SPDY/3\r\n\r\n"}) {
        HttpRequestReader reader;
        EXPECT_FALSE(reader.feed(bytes_of(text))) << text;
    }
}

TEST(HttpRequest, IsRefusedIfItNeverEnds) {
    HttpRequestReader reader;
    EXPECT_FALSE(reader.feed(bytes_of(std::string(max_http_head + 1, 'a'))));
}

TEST(HttpResponse, GivesAPlainBody) {
    for (const std::size_t step : {1U, 7U, 1000U})
        EXPECT_EQ(read_body("HTTP/1.1 200 OK\r\nServer: x\r\n\r\nbody", step), "body") << step;
}

TEST(HttpResponse, JoinsChunks) {
    for (const std::size_t step : {1U, 3U, 1000U})
        EXPECT_EQ(read_body("HTTP/1.1 200 OK\r\ntransfer-encoding: "
                            "Chunked\r\n\r\n4\r\nbody\r\nA;x=y\r\n0123456789\r\n0\r\n\r\nmore",
                            step),
                  "body0123456789")
            << step;
}

TEST(HttpResponse, IsRefusedUnlessItIs200) {
    EXPECT_FALSE(read_body("HTTP/1.1 404 Not Found\r\n\r\n", 1000));
    EXPECT_FALSE(read_body("SSH-2.0-OpenSSH\r\n", 1000));
    EXPECT_FALSE(read_body("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", 1000));
    EXPECT_FALSE(
        read_body("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + std::string(400, '1'), 1));
}

} // namespace
} // namespace pixelpass::wire
