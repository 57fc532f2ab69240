// SPDX-License-Identifier: MIT OR Apache-2.0
#include "doctor/network_check.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace pixelpass {
namespace {

using net::Mapping;

/// What is found out where all is well.
NetworkFacts well() {
    return {.exit = UdpExit::open,
            .relay_wanted = true,
            .own_relay = false,
            .report = {.known = true,
                       .udp = true,
                       .mapping = Mapping::same,
                       .public_v4 = "203.0.113.7:4711",
                       .public_v6 = {},
                       .captive_portal = false,
                       .relay = "https://relay.example.org/",
                       .relay_connected = true,
                       .relay_error = {},
                       .relay_rtt = std::chrono::milliseconds(23)}};
}

Check check_of(const NetworkFacts& facts, std::string_view name) {
    const auto checks = judge_network(facts);
    const auto found = std::ranges::find(checks, name, &Check::name);
    return found == checks.end() ? Check{} : *found;
}

Health worst(const NetworkFacts& facts) {
    const auto checks = judge_network(facts);
    return std::ranges::max(checks, {}, &Check::health).health;
}

TEST(NetworkCheck, TellsTheAddressTheRelayAndTheDirectPath) {
    EXPECT_EQ(worst(well()), Health::ok);
    EXPECT_EQ(check_of(well(), "udp").found, "goes out and comes back, seen as 203.0.113.7:4711");
    EXPECT_EQ(check_of(well(), "relay").found, "https://relay.example.org/, 23 ms");
    EXPECT_EQ(check_of(well(), "nat").found, "one address for all: a direct path is likely");
}

TEST(NetworkCheck, BehindASymmetricNatTheRelayCarriesIt) {
    auto facts = well();
    facts.report.mapping = Mapping::varies;
    EXPECT_EQ(worst(facts), Health::warning);
    EXPECT_NE(check_of(facts, "nat").cause.find("a direct path is unlikely"), std::string::npos);
}

TEST(NetworkCheck, BlockedUdpIsAWarningWhileTheRelayIsThere) {
    auto facts = well();
    facts.report.udp = false;
    facts.report.mapping = Mapping::unknown;
    EXPECT_EQ(check_of(facts, "udp").health, Health::warning);
    EXPECT_EQ(check_of(facts, "udp").found, "UDP is blocked by the network");
    facts.exit = UdpExit::forbidden;
    EXPECT_EQ(check_of(facts, "udp").health, Health::warning);
    EXPECT_EQ(check_of(facts, "udp").found, "UDP is blocked on this machine");
    EXPECT_EQ(worst(facts), Health::warning);
}

TEST(NetworkCheck, WhatCameBackByUdpWasNotBlocked) {
    auto facts = well();
    facts.report.relay_connected = false;
    for (const auto exit : {UdpExit::forbidden, UdpExit::no_route}) {
        facts.exit = exit;
        EXPECT_EQ(check_of(facts, "udp").health, Health::ok);
    }
}

TEST(NetworkCheck, WhatIsNotKnownInTimeIsNotBlocked) {
    auto facts = well();
    facts.report.udp = false;
    facts.report.known = false;
    EXPECT_EQ(check_of(facts, "udp").health, Health::ok);
    EXPECT_EQ(check_of(facts, "udp").found, "unknown: the look at the network took too long");
}

TEST(NetworkCheck, ARelayOfOnesOwnNeedNotAnswerByUdp) {
    auto facts = well();
    facts.report.udp = false;
    facts.own_relay = true;
    EXPECT_EQ(check_of(facts, "udp").health, Health::warning);
    EXPECT_EQ(check_of(facts, "udp").found, "the relay does not answer by UDP");
    facts.exit = UdpExit::forbidden;
    EXPECT_EQ(check_of(facts, "udp").found, "UDP is blocked on this machine");
}

TEST(NetworkCheck, WithoutUdpAndRelayNothingGetsOut) {
    for (const auto exit : {UdpExit::forbidden, UdpExit::no_route}) {
        const auto checks =
            judge_network({.exit = exit, .relay_wanted = true, .own_relay = false, .report = {}});
        EXPECT_EQ(checks.at(0).name, "udp");
        EXPECT_EQ(checks.at(0).health, Health::fail);
        EXPECT_EQ(checks.at(0).code, Code::unreachable);
    }
}

TEST(NetworkCheck, ARelayThatIsNotThereIsTheFault) {
    auto facts = well();
    facts.report = {};
    facts.report.relay_error = "connection refused";
    EXPECT_EQ(check_of(facts, "udp").health, Health::ok);
    const auto relay = check_of(facts, "relay");
    EXPECT_EQ(relay.health, Health::fail);
    EXPECT_EQ(relay.cause, "only friends on this network can watch (connection refused)");
    facts.report.captive_portal = true;
    EXPECT_EQ(check_of(facts, "relay").mend, "open any page in a browser");
}

TEST(NetworkCheck, WhoWantsNoRelayIsNotToldToHaveOne) {
    const auto checks =
        judge_network({.exit = UdpExit::open, .relay_wanted = false, .own_relay = false, .report = {}});
    ASSERT_EQ(checks.size(), 1U);
    EXPECT_EQ(checks.at(0).health, Health::ok);
}

} // namespace
} // namespace pixelpass
