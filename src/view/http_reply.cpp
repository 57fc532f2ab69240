// SPDX-License-Identifier: MIT OR Apache-2.0
#include "view/http_reply.h"

#include <netinet/in.h>
#include <netinet/tcp.h>

#include <utility>

namespace pixelpass {
namespace {

/// What the kernel may hold for a player who stalls; the rest waits here, where it can be dropped.
constexpr int socket_buffer = 128 << 10;

} // namespace

HttpReply::HttpReply(SoupServerMessage* message, std::function<void()> on_closed)
    : message_(Ref<SoupServerMessage>::share(message))
    , on_closed_(std::move(on_closed)) {
    if (GSocket* socket = soup_server_message_get_socket(message)) {
        g_socket_set_option(socket, IPPROTO_TCP, TCP_NODELAY, 1, nullptr);
        g_socket_set_option(socket, SOL_SOCKET, SO_SNDBUF, socket_buffer, nullptr);
    }
    auto* headers = soup_server_message_get_response_headers(message);
    soup_message_headers_set_encoding(headers, SOUP_ENCODING_EOF);
    // With video/mp2t VLC commits to a demuxer that fails on a live stream.
    soup_message_headers_replace(headers, "Content-Type", "application/octet-stream");
    soup_message_headers_replace(headers, "Cache-Control", "no-store");
    soup_message_headers_replace(headers, "Connection", "close");
    soup_message_body_set_accumulate(soup_server_message_get_response_body(message), FALSE);
    soup_server_message_set_status(message, SOUP_STATUS_OK, nullptr);
    g_signal_connect(message, "wrote-body-data", G_CALLBACK(wrote), this);
    g_signal_connect(message, "finished", G_CALLBACK(finished), this);
    soup_server_message_pause(message);
}

HttpReply::~HttpReply() {
    g_signal_handlers_disconnect_by_data(message_.get(), this);
    if (closed_)
        return;
    soup_message_body_complete(soup_server_message_get_response_body(message_.get()));
    soup_server_message_unpause(message_.get());
}

void HttpReply::write(ByteView bytes) {
    if (closed_ || bytes.empty())
        return;
    soup_message_body_append(soup_server_message_get_response_body(message_.get()), SOUP_MEMORY_COPY,
                             bytes.data(), bytes.size());
    backlog_ += bytes.size();
    soup_server_message_unpause(message_.get());
}

void HttpReply::redirect(const std::string& address, const std::string& text) {
    if (closed_)
        return;
    soup_server_message_set_status(message_.get(), SOUP_STATUS_FOUND, nullptr);
    auto* headers = soup_server_message_get_response_headers(message_.get());
    soup_message_headers_replace(headers, "Location", address.c_str());
    soup_message_headers_replace(headers, "Content-Type", "text/plain");
    write(bytes_of(text));
}

void HttpReply::wrote(SoupServerMessage*, guint size, gpointer self) {
    static_cast<HttpReply*>(self)->backlog_ -= size;
}

void HttpReply::finished(SoupServerMessage*, gpointer self) {
    auto* reply = static_cast<HttpReply*>(self);
    if (std::exchange(reply->closed_, true))
        return;
    reply->on_closed_();
}

} // namespace pixelpass
