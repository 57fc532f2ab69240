// SPDX-License-Identifier: MIT OR Apache-2.0
#include "doctor/network_check.h"

#include "base/main_loop.h"
#include "base/printable.h"
#include "doctor/udp_exit.h"

#include <fmt/format.h>

#include <memory>
#include <string>

namespace pixelpass {
namespace {

constexpr std::chrono::milliseconds look_interval{100};
/// A report takes 5 s at most, and the relay is waited for as long.
constexpr std::chrono::milliseconds report_limit{7500};
/// For a second relay to answer, which tells the kind of NAT.
constexpr std::chrono::milliseconds mapping_patience{1500};

constexpr const char* check_connection = "check the connection; --relay none does without";

std::string public_address(const net::NetReport& report) {
    const auto& address = report.public_v4.empty() ? report.public_v6 : report.public_v4;
    return address.empty() ? "" : fmt::format(", seen as {}", address);
}

Check judge_udp(const NetworkFacts& facts) {
    const auto& report = facts.report;
    Check check{.name = "udp", .found = "nothing blocks it here", .code = Code::unreachable};
    // Where a relay carries all, it is a share all the same.
    const Health bad = report.relay_connected ? Health::warning : Health::fail;
    const char* const left =
        report.relay_connected ? "all goes by the relay, over TCP, which delays more" : "nothing gets out";
    if (report.udp) { // whatever becomes of packets to addresses that nobody has
        check.found = "goes out and comes back" + public_address(report);
    } else if (facts.exit == UdpExit::forbidden) {
        check.health = bad;
        check.found = "UDP is blocked on this machine";
        check.cause = fmt::format("a firewall of its own lets no UDP out: {}", left);
        check.mend = "allow outgoing UDP (sudo nft list ruleset shows the rules)";
    } else if (facts.exit == UdpExit::no_route) {
        check.health = bad;
        check.found = "no network";
        check.cause = fmt::format("this machine has no route to the internet: {}", left);
        check.mend = "connect it; --relay none shares within this network alone";
    } else if (report.relay_connected && !report.known) {
        check.found = "unknown: the look at the network took too long";
    } else if (report.relay_connected && facts.own_relay) {
        check.health = Health::warning;
        check.found = "the relay does not answer by UDP";
        check.cause = "it may not offer QUIC address discovery, or the network blocks UDP: then all goes by "
                      "the relay, over TCP, which delays more";
        check.mend = "turn on QUIC address discovery in the relay (UDP port 7842)";
    } else if (report.relay_connected) {
        check.health = Health::warning;
        check.found = "UDP is blocked by the network";
        check.cause = fmt::format("no answer of the relay comes by UDP: {}", left);
        check.mend = "have the network's firewall allow UDP, or use another network";
    }
    return check;
}

Check judge_relay(const NetworkFacts& facts) {
    const auto& report = facts.report;
    Check check{.name = "relay", .code = Code::unreachable};
    if (!facts.relay_wanted) {
        check.found = "none, as asked: friends on this network can watch, and who can reach its addresses";
        return check;
    }
    if (report.relay_connected) {
        check.found = report.relay;
        if (report.relay_rtt.count() > 0)
            check.found += fmt::format(", {} ms", report.relay_rtt / std::chrono::milliseconds(1));
        return check;
    }
    check.health = Health::fail;
    check.found =
        report.relay.empty() ? "no relay could be reached" : fmt::format("{} can't be used", report.relay);
    const std::string why = report.captive_portal ? " (the network wants you to log in first)"
                            : report.relay_error.empty()
                                ? ""
                                : fmt::format(" ({})", printable(bytes_of(report.relay_error)));
    check.cause = "only friends on this network can watch" + why;
    check.mend = report.captive_portal ? "open any page in a browser" : check_connection;
    return check;
}

Check judge_nat(const net::NetReport& report) {
    Check check{.name = "nat", .found = "unknown: no relay answers by UDP", .code = Code::unreachable};
    if (report.mapping == net::Mapping::same) {
        check.found = "one address for all: a direct path is likely";
    } else if (report.mapping == net::Mapping::varies) {
        check.health = Health::warning;
        check.found = "another address for each peer (symmetric)";
        check.cause = "a direct path is unlikely: the relay will carry the stream, which delays more";
        check.mend = "turn on UPnP or NAT-PMP in the router, or use IPv6";
    } else if (report.udp) {
        check.found = "unknown, as one relay alone answers: a direct path may be";
    }
    return check;
}

/// One look at the network. Main thread.
class NetworkLook {
public:
    /// Blocks till all is known, or long enough. Errors: those of Endpoint::create.
    Result<net::NetReport> run(const net::EndpointOptions& options) {
        auto created =
            net::Endpoint::create(options, {.on_ready = [this] { ready_ = true; }, .on_incoming = {}});
        if (!created)
            return fail(created);
        endpoint_ = std::move(*created);
        const bool relayed = options.relay != net::RelayMode::none;
        const Source look = every(look_interval, [this] { take(); });
        const Source limit =
            after(relayed ? report_limit : std::chrono::milliseconds(0), [this] { loop_.quit(); });
        loop_.run();
        return endpoint_->net_report();
    }

private:
    void take() {
        const auto report = endpoint_->net_report();
        waited_ += ready_ ? look_interval : std::chrono::milliseconds(0);
        const bool patient =
            report.udp && report.mapping == net::Mapping::unknown && waited_ < mapping_patience;
        if (ready_ && report.known && !patient)
            loop_.quit();
    }

    MainLoop loop_;
    bool ready_ = false; ///< the relay is there, or was waited for
    std::chrono::milliseconds waited_{};
    std::unique_ptr<net::Endpoint> endpoint_;
};

} // namespace

Checks judge_network(const NetworkFacts& facts) {
    if (!facts.relay_wanted)
        return {judge_relay(facts)};
    return {judge_udp(facts), judge_relay(facts), judge_nat(facts.report)};
}

Checks check_network(const net::EndpointOptions& options) {
    const bool relayed = options.relay != net::RelayMode::none;
    const auto report = NetworkLook().run(options);
    if (!report)
        return {{.name = "relay",
                 .health = Health::fail,
                 .found = "the network can't be used",
                 .cause = report.error().message,
                 .mend = report.error().hint,
                 .code = report.error().code}};
    return judge_network({.exit = relayed ? look_at_udp_exit() : UdpExit::open,
                          .relay_wanted = relayed,
                          .own_relay = options.relay == net::RelayMode::custom,
                          .report = *report});
}

} // namespace pixelpass
