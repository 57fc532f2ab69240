// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "base/error.h"
#include "net/connection.h"
#include "net/identity.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pixelpass::net {

enum class RelayMode : std::uint8_t { none, standard, custom };

struct EndpointOptions {
    std::optional<Identity> identity{}; ///< none: a new one
    RelayMode relay = RelayMode::standard;
    std::string relay_url;          ///< for RelayMode::custom
    Bytes relay_ca_der;             ///< the certificate to trust for the relay; empty: the public roots
    std::string bind;               ///< ADDR:PORT; empty: every address, any port
    std::vector<std::string> alpns; ///< what may be dialled here, preferred first; empty: nothing
    bool hide_addresses = false;    ///< the ticket has only the endpoint id and the relay
};

/// What a ticket says, without dialling it.
struct TicketInfo {
    std::string endpoint_id;
    unsigned relays = 0;
    unsigned addresses = 0;
};

/// Reads iroh's standard ticket. Error: Code::usage, if it is none.
[[nodiscard]] Result<TicketInfo> parse_ticket(const std::string& text);

/// Whether it has the form of an endpoint id: 64 hexadecimal digits, small letters.
[[nodiscard]] bool is_endpoint_id(std::string_view text);

/// Whether a NAT gives us one public address whoever we send to, which hole punching needs.
enum class Mapping : std::uint8_t { unknown, same, varies };

/// What an endpoint has found out of the network around it.
struct NetReport {
    bool known = false; ///< a whole look at it is done
    bool udp = false;   ///< packets go to a relay by UDP, and come back
    Mapping mapping = Mapping::unknown;
    std::string public_v4;       ///< as relays see us, with port; empty: unknown
    std::string public_v6;       ///< likewise
    bool captive_portal = false; ///< something answers in the relays' place, as a hotel's network does
    std::string relay;           ///< the home relay; empty: none is chosen yet
    bool relay_connected = false;
    std::string relay_error;               ///< what the last attempt to connect to it failed by
    std::chrono::microseconds relay_rtt{}; ///< 0: unknown
};

/// One iroh endpoint. Main thread; its events come from the main loop.
class Endpoint {
public:
    struct Events {
        std::function<void()> on_ready; ///< the ticket is final: the relay is known, or was waited for
        std::function<void(std::unique_ptr<Connection>)> on_incoming; ///< handshake done; drop it to refuse
    };
    using Dialled = std::function<void(Result<std::unique_ptr<Connection>>)>;

    /// Binds the sockets. Error: Code::usage (bad address, URL or certificate).
    [[nodiscard]] static Result<std::unique_ptr<Endpoint>> create(const EndpointOptions& options,
                                                                  Events events);
    ~Endpoint();
    Endpoint(const Endpoint&) = delete;
    Endpoint& operator=(const Endpoint&) = delete;

    [[nodiscard]] std::string id() const;
    /// The ticket with the addresses known now, unless they are hidden.
    [[nodiscard]] std::string ticket() const;
    /// Whether a relay can be used to reach this endpoint.
    [[nodiscard]] bool has_relay() const;
    /// What is known by now; a whole report takes some seconds.
    [[nodiscard]] NetReport net_report() const;
    /// Dials `ticket`, offering `alpns`, the preferred one first; `dialled` is called once, later, with the
    /// connection or Code::unreachable (nobody answers, or no common ALPN). Error at once: Code::usage (no
    /// ticket).
    [[nodiscard]] Result<void> connect(const std::string& ticket, const std::vector<std::string>& alpns,
                                       Dialled dialled);
    /// Tells all peers that this end is over, waiting for them at most `limit`.
    void close(std::chrono::milliseconds limit);

private:
    Endpoint(const EndpointOptions& options, Events events);

    const std::optional<Identity> identity_; ///< which nobody else has meanwhile
    const bool hides_addresses_;
    std::shared_ptr<Dispatcher> dispatcher_;
};

} // namespace pixelpass::net
