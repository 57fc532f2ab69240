// SPDX-License-Identifier: MIT OR Apache-2.0
#include "net/endpoint.h"

#include "base/log.h"
#include "net/dispatcher.h"

#include <utility>

namespace pixelpass::net {
namespace {

bridge::RelayMode relay_mode(RelayMode mode) {
    switch (mode) {
    case RelayMode::standard:
        return bridge::RelayMode::Default;
    case RelayMode::custom:
        return bridge::RelayMode::Custom;
    case RelayMode::none:
        break;
    }
    return bridge::RelayMode::None;
}

rust::Vec<rust::String> to_rust(const std::vector<std::string>& texts) {
    rust::Vec<rust::String> result;
    for (const auto& text : texts)
        result.push_back(rust::String(text));
    return result;
}

bridge::EndpointOptions to_rust(const EndpointOptions& options) {
    bridge::EndpointOptions result;
    if (options.identity)
        for (const std::byte byte : options.identity->key)
            result.secret_key.push_back(static_cast<std::uint8_t>(byte));
    else
        result.secret_key = bridge::new_secret_key();
    result.relay_mode = relay_mode(options.relay);
    result.relay_url = options.relay_url;
    for (const std::byte byte : options.relay_ca_der)
        result.relay_ca_der.push_back(static_cast<std::uint8_t>(byte));
    result.bind = options.bind;
    result.alpns = to_rust(options.alpns);
    return result;
}

} // namespace

bool is_endpoint_id(std::string_view text) {
    constexpr std::size_t length = 64;
    return text.size() == length && text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

Result<TicketInfo> parse_ticket(const std::string& text) {
    constexpr std::string_view beginning = "endpoint";
    constexpr std::string_view letters =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ234567"; // base32
    const char* const hint = "copy the whole ticket, it begins with \"endpoint\"";
    if (!text.starts_with(beginning))
        return fail(Code::usage, "this is not a ticket", hint);
    // The bridge takes UTF-8 alone.
    if (text.find_first_not_of(letters) != std::string::npos)
        return fail(Code::usage, "this is not a ticket: it has characters that no ticket has", hint);
    const auto info = bridge::parse_ticket(text);
    if (info.status.code != bridge::Code::Ok) {
        spdlog::info("no ticket: {}", std::string(info.status.message));
        return fail(Code::usage, "this ticket is damaged, or not whole",
                    "paste all of it, or ask for a new one");
    }
    return TicketInfo{std::string(info.endpoint_id), info.relays, info.addresses};
}

Endpoint::Endpoint(const EndpointOptions& options, Events events)
    : identity_(options.identity)
    , hides_addresses_(options.hide_addresses)
    , dispatcher_(std::make_shared<Dispatcher>(std::move(events))) {}

Result<std::unique_ptr<Endpoint>> Endpoint::create(const EndpointOptions& options, Events events) {
    std::unique_ptr<Endpoint> endpoint(new Endpoint(options, std::move(events)));
    const auto status = endpoint->dispatcher_->endpoint().bind(to_rust(options));
    if (status.code == bridge::Code::BadInput)
        return fail(Code::usage, std::string(status.message), "check --relay, --relay-ca and --bind");
    if (status.code != bridge::Code::Ok)
        return fail(Code::usage, "the network address cannot be used: " + std::string(status.message),
                    "choose another with --bind, or leave it out");
    return endpoint;
}

Endpoint::~Endpoint() {
    dispatcher_->silence();
    dispatcher_->endpoint().close(0);
}

std::string Endpoint::id() const { return std::string(dispatcher_->endpoint().id()); }

std::string Endpoint::ticket() const { return std::string(dispatcher_->endpoint().ticket(hides_addresses_)); }

bool Endpoint::has_relay() const { return dispatcher_->endpoint().has_relay(); }

NetReport Endpoint::net_report() const {
    const auto found = dispatcher_->endpoint().net_report();
    return {.known = found.known,
            .udp = found.udp,
            .mapping = found.mapping == bridge::Mapping::Same     ? Mapping::same
                       : found.mapping == bridge::Mapping::Varies ? Mapping::varies
                                                                  : Mapping::unknown,
            .public_v4 = std::string(found.public_v4),
            .public_v6 = std::string(found.public_v6),
            .captive_portal = found.captive_portal,
            .relay = std::string(found.relay),
            .relay_connected = found.relay_connected,
            .relay_error = std::string(found.relay_error),
            .relay_rtt = std::chrono::microseconds(static_cast<std::int64_t>(found.relay_rtt_us))};
}

Result<void> Endpoint::connect(const std::string& ticket, const std::vector<std::string>& alpns,
                               Dialled dialled) {
    if (auto parsed = parse_ticket(ticket); !parsed)
        return fail(parsed);
    const auto dial = dispatcher_->next_dial();
    dispatcher_->expect(dial, std::move(dialled));
    const auto status = dispatcher_->endpoint().connect(ticket, to_rust(alpns), dial);
    if (status.code != bridge::Code::Ok)
        return fail(Code::unreachable, "the host cannot be dialled: " + std::string(status.message));
    return {};
}

void Endpoint::close(std::chrono::milliseconds limit) {
    dispatcher_->endpoint().close(static_cast<std::uint64_t>(limit.count()));
}

} // namespace pixelpass::net
