// SPDX-License-Identifier: MIT OR Apache-2.0
#include "view/host_contact.h"

#include "net/password_proof.h"
#include "support/run_until.h"
#include "wire/alpn.h"
#include "wire/close_code.h"
#include "wire/control_reader.h"
#include "wire/unit_header.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace pixelpass {
namespace {

net::EndpointOptions local(std::vector<std::string> alpns) {
    net::EndpointOptions options;
    options.relay = net::RelayMode::none;
    options.bind = "127.0.0.1:0";
    options.alpns = std::move(alpns);
    return options;
}

const wire::Catalog pictures{{{.kind = MediaKind::video, .id = 1, .format = {}}}};

/// A host that asks for a password, unless a test says what else it does first, and does with the proof what
/// a test wants.
class Challenger {
public:
    using Answer = std::function<void(Challenger&, const wire::Proof&)>;
    using Greeting = std::function<void(Challenger&)>;

    Challenger(std::string password, Answer answer, Greeting greeting = {},
               const std::string& alpn = wire::alpn_live)
        : password_(std::move(password))
        , answer_(std::move(answer))
        , greeting_(greeting ? std::move(greeting) : [](Challenger& self) { self.challenge(); })
        , endpoint_(std::move(*net::Endpoint::create(
              local({alpn}), {.on_ready = [this] { ready_ = true; },
                              .on_incoming = [this](auto connection) { take(std::move(connection)); }}))) {
        EXPECT_TRUE(test::run_until([this] { return ready_; }));
    }
    [[nodiscard]] std::string ticket() const { return endpoint_->ticket(); }
    void send(const wire::Message& message) { control_->write(wire::encode(message)); }
    void challenge() { send(wire::Challenge{secret_->element()}); }
    /// Sends a uni-stream that means nothing, of at least so many bytes.
    void send_padding(std::size_t size = 0) {
        padding_.push_back(connection_->send(wire::padding_header(), SharedBytes::of(Bytes(size)), 0));
    }
    [[nodiscard]] bool padding_arrived() const {
        return !padding_.empty() && std::ranges::all_of(padding_, &net::SentUnit::settled);
    }
    void close(wire::CloseCode code) { connection_->close(static_cast<std::uint32_t>(code), ""); }
    /// Whether the proof is right; what confirms that then.
    [[nodiscard]] std::optional<Bytes> check(const wire::Proof& proof) {
        if (!secret_->meet(proof.element) || !secret_->is_confirmed_by(proof.confirmation))
            return std::nullopt;
        return secret_->confirmation();
    }

    /// The viewer asks for the clock again and again, as nobody answers.
    std::function<void()> on_clock_request = [] {};
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
                                      if (std::holds_alternative<wire::ClockRequest>(message))
                                          on_clock_request();
                                  }));
                              },
                          .on_ended = {}});
        send(wire::Hello{});
        greeting_(*this);
    }

    std::string password_;
    Answer answer_;
    Greeting greeting_;
    bool ready_ = false;
    wire::ControlReader reader_;
    std::unique_ptr<net::PasswordProof> secret_;
    std::unique_ptr<net::Endpoint> endpoint_;
    std::unique_ptr<net::Connection> connection_;
    std::unique_ptr<net::Stream> control_;
    std::vector<std::unique_ptr<net::SentUnit>> padding_;
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
                 ++questions;
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
    unsigned questions = 0; ///< for the password
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

TEST(HostContact, AsksAgainIfThePasswordIsWrongAndDialsOnlyWithAnother) {
    bool right = false;
    Challenger host("correct horse", [&](Challenger& self, const wire::Proof& proof) {
        right = self.check(proof).has_value();
        if (!right)
            self.close(wire::CloseCode::password);
    });
    Contact contact(host.ticket(), std::nullopt);
    ASSERT_TRUE(test::run_until([&] { return contact.questions == 1; }));
    (*contact).give_password("correct horsf");
    ASSERT_TRUE(test::run_until([&] { return contact.questions == 2; }));
    EXPECT_EQ(host.connections, 1U);
    EXPECT_FALSE((*contact).lost());
    (*contact).give_password("correct horse");
    EXPECT_TRUE(test::run_until([&] { return right; }));
    EXPECT_EQ(host.connections, 2U);
    EXPECT_FALSE(contact.over);
}

TEST(HostContact, AsksThreeTimesAtMostAndNotForThePasswordOfAFile) {
    const Challenger::Answer refuse = [](Challenger& self, const wire::Proof&) {
        self.close(wire::CloseCode::password);
    };
    Challenger host("correct horse", refuse);
    Contact contact(host.ticket(), std::nullopt);
    for (unsigned guess = 1; guess <= HostContact::most_guesses; ++guess) {
        ASSERT_TRUE(test::run_until([&] { return contact.questions == guess; }));
        (*contact).give_password("a guess");
    }
    EXPECT_EQ(contact.wait_for_failure(), Code::refused);
    EXPECT_EQ(contact.questions, HostContact::most_guesses);
    Challenger other("correct horse", refuse);
    Contact told(other.ticket(), "a guess");
    EXPECT_EQ(told.wait_for_failure(), Code::refused);
    EXPECT_FALSE(told.wanted);
}

TEST(HostContact, IsNotAskedAgainByAHostThatHasConfirmedThePassword) {
    Challenger host("correct horse", [](Challenger& self, const wire::Proof& proof) {
        const auto confirmation = self.check(proof);
        ASSERT_TRUE(confirmation);
        self.send(wire::Counterproof{*confirmation});
        self.send(wire::Pending{});
    });
    Contact contact(host.ticket(), std::nullopt);
    ASSERT_TRUE(test::run_until([&] { return contact.wanted; }));
    (*contact).give_password("correct horse");
    ASSERT_TRUE(test::run_until([&] { return contact.pending; }));
    host.close(wire::CloseCode::password);
    EXPECT_EQ(contact.wait_for_failure(), Code::refused);
    EXPECT_EQ(contact.questions, 1U);
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

TEST(HostContact, DoesNotProveAgainToAHostThatFallsSilent) {
    // Silence counts from a uni-stream on, as from a picture.
    Challenger host(
        "a guess", [](Challenger& self, const wire::Proof&) { self.on_clock_request = [] {}; },
        [](Challenger& self) { self.send_padding(); });
    unsigned requests_since = 0;
    host.on_clock_request = [&] {
        if (host.padding_arrived() && ++requests_since == 2)
            host.challenge();
    };
    Contact contact(host.ticket());
    EXPECT_EQ(contact.wait_for_failure(), Code::unreachable);
    EXPECT_FALSE(contact.lost);
    EXPECT_EQ(host.connections, 1U);
}

TEST(HostContact, GivesAHostTimeToCheckTheProofWhateverElseItSends) {
    unsigned requests = 0;
    Challenger host("correct horse", [&](Challenger& self, const wire::Proof& proof) {
        const auto confirmation = self.check(proof);
        ASSERT_TRUE(confirmation);
        self.send_padding();
        self.on_clock_request = [&self, &requests, confirmation] {
            if (++requests != 14) // more than HostLink::longest_silence, with nothing said
                return;
            self.send(wire::Counterproof{*confirmation});
            self.send(wire::Pending{});
        };
    });
    Contact contact(host.ticket());
    EXPECT_TRUE(test::run_until([&] { return contact.pending || contact.lost || contact.over; }));
    EXPECT_TRUE(contact.pending);
    EXPECT_EQ(host.connections, 1U);
}

const Challenger::Answer no_answer = [](Challenger&, const wire::Proof&) {};

TEST(HostContact, ShowsNoHostThatDoesNotAskForThePasswordGiven) {
    Challenger host("", no_answer, [](Challenger& self) { self.send(pictures); });
    {
        Contact contact(host.ticket());
        EXPECT_EQ(contact.wait_for_failure(), Code::refused);
        EXPECT_FALSE((*contact).link()->tracks().video);
    }
    Contact trusting(host.ticket(), std::nullopt);
    EXPECT_TRUE(test::run_until([&] { return (*trusting).link() && (*trusting).link()->tracks().video; }));
    EXPECT_FALSE(trusting.over);
}

TEST(HostContact, ShowsNoHostOfPixelpass0WhereAPasswordIsGiven) {
    Challenger host("", no_answer, {}, wire::alpn_http);
    Contact contact(host.ticket());
    EXPECT_EQ(contact.wait_for_failure(), Code::refused);
    EXPECT_EQ((*contact).connection(), nullptr);
}

TEST(HostContact, ShowsNoHostThatAsksForAPasswordOnceAndThenNoMore) {
    Challenger host("", no_answer, [](Challenger& self) {
        if (self.connections == 1)
            self.challenge();
        else
            self.send(pictures);
    });
    Contact contact(host.ticket(), std::nullopt);
    ASSERT_TRUE(test::run_until([&] { return contact.wanted; }));
    host.close(wire::CloseCode::none);
    ASSERT_TRUE(test::run_until([&] { return contact.lost; }));
    EXPECT_EQ(contact.wait_for_failure(), Code::refused);
}

TEST(HostContact, TakesNoChallengeAfterACatalog) {
    // None that a viewer knows anything of is one, too.
    for (const auto& catalog : {pictures, wire::Catalog{}}) {
        Challenger host("correct horse", no_answer, [&](Challenger& self) {
            self.send(catalog);
            self.challenge();
        });
        Contact contact(host.ticket(), std::nullopt);
        EXPECT_EQ(contact.wait_for_failure(), Code::unreachable);
        EXPECT_FALSE(contact.wanted);
    }
}

TEST(HostContact, KeepsNoMoreThanAFewUnitsForAHostThatSendsNoCatalog) {
    constexpr std::size_t large = 4U << 20;
    constexpr std::size_t enough = HostLink::max_bytes_before_catalog / large;
    static_assert(enough < HostLink::max_before_catalog);
    Challenger host("", no_answer, [](Challenger& self) {
        for (std::size_t i = 0; i < enough; ++i)
            self.send_padding(large);
    });
    Contact contact(host.ticket(), std::nullopt);
    EXPECT_EQ(contact.wait_for_failure(), Code::unreachable);
}

TEST(HostContact, KeepsWhatOvertakesTheCatalog) {
    Challenger host("", no_answer,
                    [](Challenger& self) { self.send_padding(HostLink::max_bytes_before_catalog / 8); });
    host.on_clock_request = [&] {
        if (host.padding_arrived())
            host.send(pictures);
    };
    Contact contact(host.ticket(), std::nullopt);
    EXPECT_TRUE(test::run_until([&] { return (*contact).link() && (*contact).link()->tracks().video; }));
    EXPECT_FALSE(contact.over);
}

} // namespace
} // namespace pixelpass
