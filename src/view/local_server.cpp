// SPDX-License-Identifier: MIT OR Apache-2.0
#include "view/local_server.h"

#include "base/secret.h"
#include "view/page_files.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace pixelpass {
namespace {

struct Path {
    std::string_view name;
    Container container;
};
constexpr std::array paths{Path{"live.mkv", Container::matroska}, Path{"live.ts", Container::mpegts}};

struct PagePath {
    std::string_view name;
    PageForm form;
};
constexpr std::string_view shown_path = "shown"; // POST shown?ms=N
constexpr guint64 longest_shown_ms = 60'000;
constexpr std::array page_paths{PagePath{"units", PageForm::units},
                                PagePath{"fragments", PageForm::fragments}};

/// What the page may do: run and fetch what is here, and nothing else.
constexpr const char* page_policy = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src "
                                    "'self'; media-src blob:; img-src data:; "
                                    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

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

void give(SoupServerMessage* message, const PageFile& file) {
    auto* headers = soup_server_message_get_response_headers(message);
    soup_message_headers_replace(headers, "Content-Security-Policy", page_policy);
    soup_message_headers_replace(headers, "X-Content-Type-Options", "nosniff");
    soup_message_headers_replace(headers, "Referrer-Policy", "no-referrer");
    soup_message_headers_replace(headers, "Cross-Origin-Opener-Policy", "same-origin");
    soup_message_headers_replace(headers, "Cross-Origin-Resource-Policy", "same-origin");
    soup_message_headers_replace(headers, "Cache-Control", "no-store");
    soup_server_message_set_status(message, SOUP_STATUS_OK, nullptr);
    soup_server_message_set_response(message, file.content_type, SOUP_MEMORY_STATIC,
                                     reinterpret_cast<const char*>(file.content.data()), file.content.size());
}

bool is_page_of_another(SoupMessageHeaders* headers) {
    const char* site = soup_message_headers_get_one(headers, "Sec-Fetch-Site");
    return site && std::string_view(site) != "same-origin" && std::string_view(site) != "none";
}

std::uint16_t bound_port(SoupServer* server) {
    GSList* uris = soup_server_get_uris(server);
    const auto port = static_cast<std::uint16_t>(uris ? g_uri_get_port(static_cast<GUri*>(uris->data)) : 0);
    g_slist_free_full(uris, [](gpointer uri) { g_uri_unref(static_cast<GUri*>(uri)); });
    return port;
}

} // namespace

LocalServer::LocalServer(std::string secret, Requests requests)
    : secret_(std::move(secret))
    , requests_(std::move(requests))
    , server_(Ref<SoupServer>::adopt(soup_server_new(nullptr, nullptr))) {
    soup_server_add_early_handler(server_.get(), nullptr, look, this, nullptr);
    soup_server_add_handler(server_.get(), nullptr, handle, this, nullptr);
}

LocalServer::~LocalServer() { soup_server_disconnect(server_.get()); }

Result<std::unique_ptr<LocalServer>> LocalServer::start(std::uint16_t port, Requests requests) {
    auto secret = make_secret();
    if (!secret)
        return fail(secret);
    std::unique_ptr<LocalServer> server(new LocalServer(std::move(*secret), std::move(requests)));
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
            return page_url() + std::string(path.name);
    }
    return {};
}

std::string LocalServer::page_url() const { return fmt::format("http://127.0.0.1:{}/{}/", port_, secret_); }

Result<std::string> LocalServer::make_link() {
    auto secret = make_secret();
    if (!secret)
        return fail(secret);
    link_ = "/" + *secret;
    return fmt::format("http://127.0.0.1:{}{}", port_, link_);
}

void LocalServer::look(SoupServer*, SoupServerMessage* message, const char*, GHashTable*, gpointer) {
    // Nothing here needs a body, of which libsoup would keep all.
    soup_message_body_set_accumulate(soup_server_message_get_request_body(message), FALSE);
    auto* headers = soup_server_message_get_request_headers(message);
    if (soup_message_headers_get_encoding(headers) == SOUP_ENCODING_CHUNKED ||
        soup_message_headers_get_content_length(headers) > 0)
        refuse(message, SOUP_STATUS_REQUEST_ENTITY_TOO_LARGE, "nothing can be sent here\n");
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
    return matches(host, "") && (!origin || matches(origin, "http://")) && !is_page_of_another(headers);
}

void LocalServer::answer(SoupServerMessage* message, const std::string& path) {
    if (!is_ours(message))
        return refuse(message, SOUP_STATUS_FORBIDDEN, "this stream is for players on this machine\n");
    if (!link_.empty() && path == link_) {
        link_.clear();
        return soup_server_message_set_redirect(message, SOUP_STATUS_FOUND, page_url().c_str());
    }
    const std::string folder = "/" + secret_ + "/";
    if (!path.starts_with(folder))
        return refuse(message, SOUP_STATUS_NOT_FOUND, "there is no such stream\n");
    answer_named(message, path.substr(folder.size()));
}

void LocalServer::take_shown(SoupServerMessage* message) {
    if (std::string_view(soup_server_message_get_method(message)) != "POST")
        return refuse(message, SOUP_STATUS_METHOD_NOT_ALLOWED, "only POST is answered here\n");
    const char* query = g_uri_get_query(soup_server_message_get_uri(message));
    guint64 behind = 0;
    if (!query || !std::string_view(query).starts_with("ms=") ||
        !g_ascii_string_to_unsigned(query + 3, 10, 0, longest_shown_ms, &behind, nullptr))
        return refuse(message, SOUP_STATUS_BAD_REQUEST, "this is no delay\n");
    soup_server_message_set_status(message, SOUP_STATUS_NO_CONTENT, nullptr);
    requests_.on_shown(std::chrono::milliseconds(behind));
}

void LocalServer::answer_named(SoupServerMessage* message, const std::string& name) {
    if (name == shown_path)
        return take_shown(message);
    const auto* stream = std::ranges::find(paths, name, &Path::name);
    const auto* form = std::ranges::find(page_paths, name, &PagePath::name);
    const auto file = page_file(name);
    if (stream == paths.end() && form == page_paths.end() && !file)
        return refuse(message, SOUP_STATUS_NOT_FOUND, "there is no such stream\n");
    const std::string method = soup_server_message_get_method(message);
    if (method == "HEAD")
        return soup_server_message_set_status(message, SOUP_STATUS_OK, nullptr);
    if (method != "GET")
        return refuse(message, SOUP_STATUS_METHOD_NOT_ALLOWED, "only GET is answered here\n");
    if (file)
        return give(message, *file);
    if (form != page_paths.end()) {
        if (!requests_.for_page(message, form->form))
            refuse(message, SOUP_STATUS_NOT_FOUND,
                   "a browser can't show what this host sends: open live.ts in a player\n");
        return;
    }
    if (stream->container == Container::matroska)
        pretend_to_vlc(message);
    if (!requests_.for_player(message, stream->container))
        refuse(message, SOUP_STATUS_NOT_FOUND, "this host only gives MPEG-TS: use live.ts\n");
}

} // namespace pixelpass
