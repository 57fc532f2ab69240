// SPDX-License-Identifier: MIT OR Apache-2.0
#include "cli/endpoint_options.h"

#include <fmt/format.h>
#include <glib.h>

#include <memory>
#include <utility>

namespace pixelpass {
namespace {

constexpr std::size_t max_certificate = 64U << 10;
constexpr std::string_view pem_begin = "-----BEGIN CERTIFICATE-----";
constexpr std::string_view pem_end = "-----END CERTIFICATE-----";

struct Free {
    void operator()(void* memory) const { g_free(memory); }
};

/// The DER bytes of the first certificate in a PEM text (RFC 7468), or the text itself if it is none.
Bytes to_der(std::string_view text) {
    const auto begin = text.find(pem_begin);
    const auto end = text.find(pem_end);
    const auto raw = std::as_bytes(std::span(text));
    if (begin == std::string_view::npos || end == std::string_view::npos || end < begin)
        return {raw.begin(), raw.end()};
    const std::string base64(text.substr(begin + pem_begin.size(), end - begin - pem_begin.size()));
    gsize size = 0;
    const std::unique_ptr<guchar, Free> decoded(g_base64_decode(base64.c_str(), &size));
    const auto der = std::as_bytes(std::span(decoded.get(), size));
    return {der.begin(), der.end()};
}

Result<Bytes> read_certificate(const std::string& path) {
    char* contents = nullptr;
    gsize size = 0;
    if (!g_file_get_contents(path.c_str(), &contents, &size, nullptr))
        return fail(Code::usage, fmt::format("the certificate {} cannot be read", path), "check --relay-ca");
    const std::unique_ptr<char, Free> owned(contents);
    if (size == 0 || size > max_certificate)
        return fail(Code::usage, fmt::format("{} is no certificate", path), "check --relay-ca");
    return to_der({contents, size});
}

/// iroh wants a port: 0 stands for any.
std::string with_port(const std::string& address) {
    const bool bracketed = address.ends_with(']');
    const auto colons = std::count(address.begin(), address.end(), ':');
    if (address.empty() || (colons == 1 && !bracketed) ||
        (colons > 1 && address.find("]:") != std::string::npos))
        return address;
    return colons > 1 && !bracketed ? "[" + address + "]:0" : address + ":0";
}

} // namespace

Result<net::EndpointOptions> endpoint_options(const CommonOptions& options, const std::string& identity) {
    net::EndpointOptions endpoint;
    if (options.relay == "none") {
        endpoint.relay = net::RelayMode::none;
    } else if (options.relay != "default") {
        if (!g_uri_is_valid(options.relay.c_str(), G_URI_FLAGS_NONE, nullptr))
            return fail(Code::usage, fmt::format("{} is not the address of a relay", options.relay),
                        "give one like https://relay.example.org, or default, or none");
        endpoint.relay = net::RelayMode::custom;
        endpoint.relay_url = options.relay;
    }
    if (!options.relay_ca.empty()) {
        auto certificate = read_certificate(options.relay_ca);
        if (!certificate)
            return fail(certificate);
        endpoint.relay_ca_der = std::move(*certificate);
    }
    endpoint.bind = with_port(options.bind);
    if (identity.empty())
        return endpoint;
    auto kept = net::load_identity(identity);
    if (!kept)
        return fail(kept);
    if (!*kept)
        return fail(Code::usage, fmt::format("the identity in {} is in use by another pixelpass", identity),
                    "end that one first, or give another file with --identity");
    endpoint.identity = std::move(*kept);
    return endpoint;
}

} // namespace pixelpass
