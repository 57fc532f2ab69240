// SPDX-License-Identifier: MIT OR Apache-2.0
#include "view/host_contact.h"

#include "net/password_proof.h"
#include "support/run_until.h"
#include "wire/alpn.h"
#include "wire/close_code.h"
#include "wire/control_reader.h"

#include <gtest/gtest.h>

#include <functional>
#include <optional>

namespace pixelpass {
namespace {

net::EndpointOptions local(std::vector<std::string> alpns) {
    net::EndpointOptions options;
    options.relay = net::RelayMode::none;
    options.bind = "127.0.0.1:0";
    options.alpns = std::move(alpns);
    return options;
}

/// A host that asks for a password, and does with the proof what a test wants.
class Challenger {
public:
    using Answer = std::function<void(Challenger&, const wire::Proof&)>;

    Challenger(std::string password, Answer answer)
        : password_(std::move(password))
        , answer_(std::move(answer))
        , endpoint_(std::move(*net::Endpoint::create(
              local({wire::alpn_live}),
              {.on_ready = [this] { ready_ = true; },
               .on_incoming = [this](auto connection) { take(std::move(connection)); }}))) {
        EXPECT_TRUE(test::run_until([this] { return ready_; }));
    }
    [[nodiscard]] std::string ticket() const { return endpoint_->ticket(); }
    void send(const wire::Message& message) { control_->write(wire::encode(message)); }
    void close(wire::CloseCode code) { connection_->close(static_cast<std::uint32_t>(code), ""); }
    /// Whether the proof is right; what confirms that then.
    [[nodiscard]] std::optional<Bytes> check(const wire::Proof& proof) {
        if (!secret_->meet(proof.element) || !secret_->is_confirmed_by(proof.confirmation))
            return std::nullopt;
        return secret_->confirmation();
    }

    unsigned connections = 0;

private:
    void take(std::unique_ptr<net::Connection> connection) {
        ++connections;
        connection_ = std::move(connection);
        reader_ = {};
        secret_ = std::make_unique<net::PasswordProof>(
            net::PasswordProof::Side::host, password_,
            net::PasswordProof::Ids{.host = endpoint_->id(), .viewer = connection_->remote_id()});
        connection_->listen({.on_message = {},
                             .on_stream = [this](auto stream) { open(std::move(stream)); },
                             .on_path_changed = {},
                             .on_closed = [](const net::CloseInfo&) {}});
    }
    void open(std::unique_ptr<net::Stream> stream) {
        control_ = std::move(stream);
        control_->listen({.on_data =
                              [this](ByteView data) {
                                  EXPECT_TRUE(reader_.feed(data, [this](const wire::Message& message) {
                                      if (const auto* proof = std::get_if<wire::Proof>(&message))
                                          answer_(*this, *proof);
                                  }));
                              },
                          .on_ended = {}});
        send(wire::Hello{});
        send(wire::Challenge{secret_->element()});
    }

    std::string password_;
    Answer answer_;
    bool ready_ = false;
    wire::ControlReader reader_;
    std::unique_ptr<net::PasswordProof> secret_;
    std::unique_ptr<net::Endpoint> endpoint_;
    std::unique_ptr<net::Connection> connection_;
    std::unique_ptr<net::Stream> control_;
};

/// A viewer who knows "correct horse".
class Contact {
public:
    explicit Contact(const std::string& ticket, std::optional<std::string> password = "correct horse") {
        auto dialled = HostContact::dial(
            {.ticket = ticket, .endpoint = local({}), .name = "alice", .password = std::move(password)},
            {.on_connected = [] {},
             .on_lost = [this] { lost = true; },
             .on_unit = [](const SharedUnit&) {},
             .on_over = [this](Result<void> result) { over = std::move(result); },
             .player_delay = {},
             .on_pending = [this] { pending = true; },
             .on_password_wanted = [this]() -> Result<void> {
                 wanted = true;
                 return {};
             }});
        EXPECT_TRUE(dialled);
        contact_ = std::move(*dialled);
    }
    ~Contact() { contact_->close(std::chrono::milliseconds(100)); }
    Contact(const Contact&) = delete;
    Contact& operator=(const Contact&) = delete;

    /// How it has ended.
    [[nodiscard]] Code wait_for_failure() {
        EXPECT_TRUE(test::run_until([this] { return over.has_value(); }));
        return over && !*over ? over->error().code : Code::internal;
    }
    HostContact& operator*() { return *contact_; }

    bool lost = false;
    bool pending = false;
    bool wanted = false;
    std::optional<Result<void>> over;

private:
    std::unique_ptr<HostContact> contact_;
};

TEST(HostContact, ProvesThePasswordAndIsContentWithAHostThatKnowsIt) {
    Challenger host("correct horse", [](Challenger& self, const wire::Proof& proof) {
        const auto confirmation = self.check(proof);
        ASSERT_TRUE(confirmation);
        self.send(wire::Counterproof{*confirmation});
        self.send(wire::Pending{});
    });
    Contact contact(host.ticket());
    EXPECT_TRUE(test::run_until([&] { return contact.pending; }));
    EXPECT_FALSE(contact.over);
    // Now that both are sure of each other, a loss is one as any other.
    host.close(wire::CloseCode::none);
    EXPECT_TRUE(test::run_until([&] { return host.connections == 2; }));
    EXPECT_TRUE(contact.lost);
}

TEST(HostContact, AsksForAPasswordThatItDoesNotKnow) {
    bool right = false;
    Challenger host("correct horse", [&](Challenger& self, const wire::Proof& proof) {
        right = self.check(proof).has_value();
    });
    Contact contact(host.ticket(), std::nullopt);
    ASSERT_TRUE(test::run_until([&] { return contact.wanted; }));
    (*contact).give_password("correct horse");
    EXPECT_TRUE(test::run_until([&] { return right; }));
}

TEST(HostContact, LeavesAHostThatDoesNotKnowThePasswordItself) {
    for (const auto& answer : std::vector<Challenger::Answer>{
             [](Challenger&self, const wire::Proof&) { self.send(wire::Counterproof{Bytes(32)}); },
             // What it has got itself.
             [](Challenger&self, const wire::Proof&proof) {
                 self.send(wire::Counterproof{proof.confirmation});
             }}) {
        Challenger host("a guess", answer);
        Contact contact(host.ticket());
        EXPECT_EQ(contact.wait_for_failure(), Code::refused);
    }
}

TEST(HostContact, TakesNothingFromAHostThatDoesNotProveItself) {
    Challenger host("a guess", [](Challenger& self, const wire::Proof&) { self.send(wire::Catalog{}); });
    Contact contact(host.ticket());
    EXPECT_EQ(contact.wait_for_failure(), Code::unreachable);
}

TEST(HostContact, LetsAHostTryOnePasswordAtATime) {
    Challenger host("a guess", [](Challenger& self, const wire::Proof&) {
        self.send(wire::Challenge{Bytes(33)}); // another guess, in the same session
    });
    Contact contact(host.ticket());
    EXPECT_EQ(contact.wait_for_failure(), Code::unreachable);
    Challenger other("a guess",
                     [](Challenger& self, const wire::Proof&) { self.close(wire::CloseCode::none); });
    Contact again(other.ticket());
    EXPECT_EQ(again.wait_for_failure(), Code::unreachable);
    EXPECT_EQ(other.connections, 1U);
}

} // namespace
} // namespace pixelpass
