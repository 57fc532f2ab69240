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
                EXPECT_FALSE(part.empty());
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
    for (const std::string text : {"\r\n\r\n", "GET\r\n\r\n", " / HTTP/1.1\r\n\r\n", "GET  HTTP/1.1\r\n\r\n",
                                   "GET / SPDY/3\r\n\r\n"}) {
        HttpRequestReader reader;
        EXPECT_FALSE(reader.feed(bytes_of(text))) << text;
    }
}

TEST(HttpRequest, IsRefusedIfItNeverEnds) {
    HttpRequestReader reader;
    EXPECT_FALSE(reader.feed(bytes_of(std::string(max_http_head + 1, 'a'))));
}

TEST(HttpRequest, MayFillItsBoundButNotPassIt) {
    const std::string start = "GET / HTTP/1.1\r\nX: ";
    for (const std::size_t more : {0U, 1U}) {
        const std::string text =
            start + std::string(max_http_head - start.size() - 4 + more, 'x') + "\r\n\r\n";
        HttpRequestReader whole;
        EXPECT_EQ(whole.feed(bytes_of(text)).has_value(), more == 0);
        HttpRequestReader cut;
        const bool begun = cut.feed(bytes_of(std::string_view(text).substr(0, text.size() - 1))).has_value();
        EXPECT_EQ(begun && cut.feed(bytes_of("\n")).has_value(), more == 0);
    }
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

TEST(HttpResponse, EndsAtItsLength) {
    for (const std::size_t step : {1U, 3U, 1000U}) {
        EXPECT_EQ(read_body("HTTP/1.1 200 OK\r\ncontent-LENGTH: 4\r\n\r\nbodymore", step), "body") << step;
        EXPECT_EQ(read_body("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\nmore", step), "") << step;
        EXPECT_EQ(read_body("HTTP/1.1 200 OK\r\nX-Content-Length: 2\r\n\r\nbody", step), "body") << step;
    }
}

TEST(HttpResponse, IsChunkedEvenIfItHasALength) {
    EXPECT_EQ(read_body("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n"
                        "4\r\nbody\r\n0\r\n\r\n",
                        1000),
              "body");
}

TEST(HttpResponse, IsRefusedUnlessItIs200) {
    for (const std::string head : {"HTTP/1.1 404 Not Found", "HTTP/1.1 2000 OK", "HTTP/1.1\r\nX: 200",
                                   "HTTP/1.1", "HTTP/2 200", "SSH-2.0-OpenSSH"})
        EXPECT_FALSE(read_body(head + "\r\n\r\n", 1000)) << head;
}

TEST(HttpResponse, IsRefusedIfItsLengthCannotBeRead) {
    for (const std::string header :
         {"Content-Length: -1", "Content-Length: 4x", "Content-Length: 18446744073709551616",
          "Content-Length: 4\r\nContent-Length: 5", "Content-Length:", "Transfer-Encoding: gzip",
          "Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked"})
        EXPECT_FALSE(read_body("HTTP/1.1 200 OK\r\n" + header + "\r\n\r\n", 1000)) << header;
}

TEST(HttpResponse, IsRefusedIfItsChunksAreMangled) {
    const std::string head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
    for (const std::string chunks :
         {"zz\r\n", "\r\nbody", "4zz\r\nbody\r\n", "0x4\r\nbody\r\n", "-4\r\nbody\r\n",
          "10000000000000000\r\n", "4\r\nbodymore\r\n0\r\n\r\n"}) {
        EXPECT_FALSE(read_body(head + chunks, 1)) << chunks;
        EXPECT_FALSE(read_body(head + chunks, 1000)) << chunks;
    }
    const std::string endless_line = head + "4;" + std::string(300, 'x') + "\r\nbody\r\n";
    EXPECT_FALSE(read_body(endless_line, 1));
    EXPECT_FALSE(read_body(endless_line, 1000));
}

} // namespace
} // namespace pixelpass::wire
