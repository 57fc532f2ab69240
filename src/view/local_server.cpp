// SPDX-License-Identifier: MIT OR Apache-2.0
#include "view/local_server.h"

#include "base/secret.h"

#include <fmt/format.h>

#include <array>
#include <optional>
#include <string_view>
#include <utility>

namespace pixelpass {
namespace {

struct Path {
    const char* name;
    Container container;
};
constexpr std::array paths{Path{"live.mkv", Container::matroska}, Path{"live.ts", Container::mpegts}};

void refuse(SoupServerMessage* message, guint status, const char* text) {
    soup_server_message_set_status(message, status, nullptr);
    soup_server_message_set_response(message, "text/plain", SOUP_MEMORY_STATIC, text,
                                     std::char_traits<char>::length(text));
}

/// VLC 3.0 plays Matroska only from where it could seek, though it does not; ffmpeg would.
void pretend_to_vlc(SoupServerMessage* message) {
    auto* request = soup_server_message_get_request_headers(message);
    const char* agent = soup_message_headers_get_one(request, "User-Agent");
    if (agent && std::string_view(agent).starts_with("VLC/"))
        soup_message_headers_replace(soup_server_message_get_response_headers(message), "Accept-Ranges",
                                     "bytes");
}

std::uint16_t bound_port(SoupServer* server) {
    GSList* uris = soup_server_get_uris(server);
    const auto port = static_cast<std::uint16_t>(uris ? g_uri_get_port(static_cast<GUri*>(uris->data)) : 0);
    g_slist_free_full(uris, [](gpointer uri) { g_uri_unref(static_cast<GUri*>(uri)); });
    return port;
}

} // namespace

LocalServer::LocalServer(std::string secret, OnRequest on_request)
    : secret_(std::move(secret))
    , on_request_(std::move(on_request))
    , server_(Ref<SoupServer>::adopt(soup_server_new(nullptr, nullptr))) {
    soup_server_add_handler(server_.get(), nullptr, handle, this, nullptr);
}

LocalServer::~LocalServer() { soup_server_disconnect(server_.get()); }

Result<std::unique_ptr<LocalServer>> LocalServer::start(std::uint16_t port, OnRequest on_request) {
    auto secret = make_secret();
    if (!secret)
        return fail(secret);
    std::unique_ptr<LocalServer> server(new LocalServer(std::move(*secret), std::move(on_request)));
    GError* error = nullptr;
    if (!soup_server_listen_local(server->server_.get(), port, SOUP_SERVER_LISTEN_IPV4_ONLY, &error)) {
        std::string why = error ? error->message : "unknown error";
        g_clear_error(&error);
        return fail(Code::usage, fmt::format("port {} cannot be used: {}", port, why),
                    "choose another with --port, or leave it out");
    }
    server->port_ = bound_port(server->server_.get());
    return server;
}

std::string LocalServer::url(Container container) const {
    for (const Path& path : paths) {
        if (path.container == container)
            return fmt::format("http://127.0.0.1:{}/{}/{}", port_, secret_, path.name);
    }
    return {};
}

void LocalServer::handle(SoupServer*, SoupServerMessage* message, const char* path, GHashTable*,
                         gpointer self) {
    static_cast<LocalServer*>(self)->answer(message, path);
}

bool LocalServer::is_ours(SoupServerMessage* message) const {
    auto* headers = soup_server_message_get_request_headers(message);
    const char* host = soup_message_headers_get_one(headers, "Host");
    const char* origin = soup_message_headers_get_one(headers, "Origin");
    const std::string by_number = fmt::format("127.0.0.1:{}", port_);
    const std::string by_name = fmt::format("localhost:{}", port_);
    const auto matches = [&](const char* text, const std::string& prefix) {
        return text && (text == prefix + by_number || text == prefix + by_name);
    };
    return matches(host, "") && (!origin || matches(origin, "http://"));
}

void LocalServer::answer(SoupServerMessage* message, const std::string& path) {
    if (!is_ours(message))
        return refuse(message, SOUP_STATUS_FORBIDDEN, "this stream is for players on this machine\n");
    std::optional<Container> container;
    for (const Path& known : paths) {
        if (path == "/" + secret_ + "/" + known.name)
            container = known.container;
    }
    if (!container)
        return refuse(message, SOUP_STATUS_NOT_FOUND, "there is no such stream\n");
    const std::string method = soup_server_message_get_method(message);
    if (method == "HEAD")
        return soup_server_message_set_status(message, SOUP_STATUS_OK, nullptr);
    if (method != "GET")
        return refuse(message, SOUP_STATUS_METHOD_NOT_ALLOWED, "only GET is answered here\n");
    if (container == Container::matroska)
        pretend_to_vlc(message);
    if (!on_request_(message, *container))
        refuse(message, SOUP_STATUS_NOT_FOUND, "this host only gives MPEG-TS: use live.ts\n");
}

} // namespace pixelpass
