// SPDX-License-Identifier: MIT OR Apache-2.0
#include "net/endpoint.h"
#include "support/run_until.h"

#include <gtest/gtest.h>

#include <cstring>
#include <string>
#include <utility>
#include <vector>

namespace pixelpass::net {
namespace {

using test::run_until;

std::string text_of(ByteView bytes) { return {reinterpret_cast<const char*>(bytes.data()), bytes.size()}; }

/// A host and a viewer on loopback, connected.
class TwoEndpoints : public testing::Test {
protected:
    static EndpointOptions options(std::vector<std::string> alpns) {
        return {.relay = RelayMode::none,
                .relay_url = {},
                .relay_ca_der = {},
                .bind = "127.0.0.1:0",
                .alpns = std::move(alpns)};
    }

    void SetUp() override {
        auto made =
            Endpoint::create(options({"test/2", "test/1"}),
                             {.on_ready = [this] { ready_ = true; },
                              .on_incoming = [this](auto connection) { accepted_ = std::move(connection); }});
        ASSERT_TRUE(made) << made.error().message;
        host_ = std::move(*made);
        auto dialling = Endpoint::create(options({}), {});
        ASSERT_TRUE(dialling);
        viewer_ = std::move(*dialling);
        ASSERT_TRUE(run_until([&] { return ready_; }));
    }

    Result<std::unique_ptr<Connection>> dial(const std::vector<std::string>& alpns) {
        std::optional<Result<std::unique_ptr<Connection>>> result;
        if (auto begun =
                viewer_->connect(host_->ticket(), alpns, [&](auto made) { result = std::move(made); });
            !begun)
            return fail(begun);
        run_until([&] { return result.has_value(); }, std::chrono::seconds(15));
        return std::move(*result);
    }

    void connect() {
        auto dialled = dial({"test/1"});
        ASSERT_TRUE(dialled) << dialled.error().message;
        dialled_ = std::move(*dialled);
        ASSERT_TRUE(run_until([&] { return accepted_ != nullptr; }));
    }

    bool ready_ = false;
    std::unique_ptr<Endpoint> host_;
    std::unique_ptr<Endpoint> viewer_;
    std::unique_ptr<Connection> accepted_;
    std::unique_ptr<Connection> dialled_;
};

TEST_F(TwoEndpoints, KnowEachOtherBeforeAnyDecision) {
    connect();
    EXPECT_EQ(accepted_->remote_id(), viewer_->id());
    EXPECT_EQ(dialled_->remote_id(), host_->id());
    EXPECT_EQ(accepted_->alpn(), "test/1");
    ASSERT_TRUE(run_until([&] { return accepted_->path().known && dialled_->path().known; }));
    EXPECT_FALSE(accepted_->path().relayed);
    EXPECT_GT(dialled_->path().sent_bytes, 0U);
}

TEST_F(TwoEndpoints, AgreeOnTheHostsPreferredAlpn) {
    auto dialled = dial({"test/1", "test/2"});
    ASSERT_TRUE(dialled);
    EXPECT_EQ((*dialled)->alpn(), "test/2");
}

TEST_F(TwoEndpoints, SayThatThereIsNoCommonAlpn) {
    auto dialled = dial({"other/1"});
    ASSERT_FALSE(dialled);
    EXPECT_EQ(dialled.error().code, Code::unreachable);
    EXPECT_NE(dialled.error().message.find("does not speak pixelpass"), std::string::npos);
}

TEST_F(TwoEndpoints, CarryAMessageWholeAndSettleIt) {
    connect();
    SharedBytes received;
    dialled_->listen({.on_message = [&](SharedBytes message) { received = std::move(message); },
                      .on_stream = {},
                      .on_path_changed = {},
                      .on_closed = {}});
    const Bytes payload(300'000, std::byte{7});
    const auto sent = accepted_->send(bytes_of("head"), SharedBytes::of(payload), 1);
    ASSERT_TRUE(run_until([&] { return !received.view.empty() && sent->settled(); }));
    ASSERT_EQ(received.view.size(), 4 + payload.size());
    EXPECT_EQ(text_of(received.view.first(4)), "head");
    EXPECT_EQ(received.view.back(), std::byte{7});
}

TEST_F(TwoEndpoints, TalkOnAStreamBothWays) {
    connect();
    std::string at_host;
    std::string at_viewer;
    bool ended = false;
    std::unique_ptr<Stream> host_stream;
    accepted_->listen({.on_message = {},
                       .on_stream =
                           [&](std::unique_ptr<Stream> stream) {
                               host_stream = std::move(stream);
                               host_stream->listen(
                                   {.on_data = [&](ByteView data) { at_host += text_of(data); },
                                    .on_ended = [&] { ended = true; }});
                               host_stream->write(bytes_of("welcome"));
                           },
                       .on_path_changed = {},
                       .on_closed = {}});
    const auto stream = dialled_->open_stream();
    stream->listen({.on_data = [&](ByteView data) { at_viewer += text_of(data); }, .on_ended = {}});
    stream->write(bytes_of("hello"));
    stream->finish();
    ASSERT_TRUE(run_until([&] { return ended && at_viewer.size() == 7; }));
    EXPECT_EQ(at_host, "hello");
    EXPECT_EQ(at_viewer, "welcome");
    EXPECT_EQ(stream->backlog(), 0U);
}

TEST_F(TwoEndpoints, TellWhyTheyClose) {
    connect();
    std::optional<CloseInfo> closed;
    dialled_->listen(
        {.on_message = {}, .on_stream = {}, .on_path_changed = {}, .on_closed = [&](const CloseInfo& info) {
             closed = info;
         }});
    accepted_->close(4, "kicked");
    ASSERT_TRUE(run_until([&] { return closed.has_value(); }));
    EXPECT_TRUE(closed->by_peer);
    EXPECT_EQ(closed->code, 4U);
    EXPECT_EQ(closed->reason, "kicked");
}

TEST_F(TwoEndpoints, RefuseAViewersMessages) {
    connect();
    bool heard = false;
    const auto sent = dialled_->send(bytes_of("x"), SharedBytes::of(Bytes(10)), 0);
    const auto stream = dialled_->open_stream();
    bool talked = false;
    std::unique_ptr<Stream> host_stream;
    accepted_->listen({.on_message = [&](const SharedBytes&) { heard = true; },
                       .on_stream = [&](auto opened) { host_stream = std::move(opened), talked = true; },
                       .on_path_changed = {},
                       .on_closed = {}});
    stream->write(bytes_of("later"));
    ASSERT_TRUE(run_until([&] { return talked; }));
    EXPECT_FALSE(heard);
    EXPECT_FALSE(sent->settled());
}

TEST_F(TwoEndpoints, NoticeAPeerWhoIsGone) {
    connect();
    std::optional<CloseInfo> closed;
    accepted_->listen(
        {.on_message = {}, .on_stream = {}, .on_path_changed = {}, .on_closed = [&](const CloseInfo& info) {
             closed = info;
         }});
    dialled_.reset();
    ASSERT_TRUE(run_until([&] { return closed.has_value(); }));
}

TEST(Endpoint, RefusesABadAddress) {
    auto made = Endpoint::create(
        {.relay = RelayMode::none, .relay_url = {}, .relay_ca_der = {}, .bind = "nonsense", .alpns = {}}, {});
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().code, Code::usage);
}

TEST(Ticket, LeavesAddressesOutWhenTold) {
    for (const bool hidden : {false, true}) {
        auto made = Endpoint::create({.relay = RelayMode::none,
                                      .relay_url = {},
                                      .relay_ca_der = {},
                                      .bind = "127.0.0.1:0",
                                      .alpns = {"test/1"},
                                      .hide_addresses = hidden},
                                     {});
        ASSERT_TRUE(made);
        const auto parsed = parse_ticket((*made)->ticket());
        ASSERT_TRUE(parsed);
        EXPECT_EQ(parsed->endpoint_id, (*made)->id());
        EXPECT_EQ(parsed->addresses, hidden ? 0U : 1U);
    }
}

TEST(Ticket, IsRefusedWhenMangled) {
    for (const auto& [text, message] : std::vector<std::pair<std::string, std::string>>{
             {"", "this is not a ticket"},
             {"nodeaaaa", "this is not a ticket"},
             {"endpoint\xff", "this is not a ticket: it has characters that no ticket has"},
             {"endpoint abc", "this is not a ticket: it has characters that no ticket has"},
             {"endpoint1", "this is not a ticket: it has characters that no ticket has"},
             {"endpoint", "this ticket is damaged, or not whole"},
             {"endpointaaaa", "this ticket is damaged, or not whole"}}) {
        auto parsed = parse_ticket(text);
        ASSERT_FALSE(parsed) << text;
        EXPECT_EQ(parsed.error().code, Code::usage);
        EXPECT_EQ(parsed.error().message, message) << text;
    }
}

TEST(Ticket, ThatIsCutAnywhereIsSaidToBeSo) {
    auto made = Endpoint::create(
        {.relay = RelayMode::none, .relay_url = {}, .relay_ca_der = {}, .bind = "127.0.0.1:0", .alpns = {}},
        {});
    ASSERT_TRUE(made);
    const auto ticket = (*made)->ticket();
    ASSERT_TRUE(parse_ticket(ticket));
    for (auto length = std::strlen("endpoint"); length < ticket.size(); ++length) {
        const auto parsed = parse_ticket(ticket.substr(0, length));
        ASSERT_FALSE(parsed) << length << " of " << ticket.size();
        EXPECT_EQ(parsed.error().message, "this ticket is damaged, or not whole");
        EXPECT_EQ(parsed.error().hint, "paste all of it, or ask for a new one");
    }
}

} // namespace
} // namespace pixelpass::net
