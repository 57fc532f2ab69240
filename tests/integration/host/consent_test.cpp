// SPDX-License-Identifier: MIT OR Apache-2.0
#include "host/share.h"

#include "base/monotonic.h"
#include "capture/test_source.h"
#include "net/password_proof.h"
#include "support/run_until.h"
#include "support/temporary_folder.h"
#include "wire/alpn.h"
#include "wire/control_reader.h"
#include "wire/messages.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <deque>

namespace pixelpass {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using wire::CloseCode;

constexpr const char* loopback = "127.0.0.1:0";

/// Those who are let in always are kept there, which GLib has to be told before it is asked.
class StateHome {
public:
    StateHome() { setenv("XDG_STATE_HOME", folder_.path().c_str(), 1); }

private:
    test::TemporaryFolder folder_;
};
const StateHome state_home;

net::EndpointOptions endpoint_options() {
    net::EndpointOptions options;
    options.relay = net::RelayMode::none;
    options.bind = loopback;
    return options;
}

/// A share of the test picture to which not everybody is let in.
class GuardedShare {
public:
    explicit GuardedShare(Consent consent, std::size_t max_viewers = 10) {
        auto started = Share::start(
            {.studio = {.source = open_test_source({160, 96}),
                        .encoding = {.encoder = find_encoder("x264enc"),
                                     .video = {.frame_rate = 30, .size = {}, .bitrate_kbps = 500}},
                        .sound = Sound::none,
                        .sound_rule = {}},
             .endpoint = endpoint_options(),
             .max_viewers = max_viewers,
             .consent = std::move(consent)},
            {.on_ticket = [this](const std::string& text, bool) { ticket = text; },
             .on_joined = [this](const ViewerStatus& viewer) { joined.push_back(viewer.name); },
             .on_left = [this](const ViewerStatus&, const std::string& reason) { left.push_back(reason); },
             .on_request = [this](const ViewerRequest& request) { asked.push_back(request.name); },
             .on_request_gone =
                 [this](const ViewerRequest& request, const std::string& reason) {
                     gone.push_back(request.name + ": " + reason);
                 },
             .on_turned_away = [this](const std::string&,
                                      const std::string& reason) { turned_away.push_back(reason); },
             .on_source = [](const SourceState&) {},
             .on_heard = [](const Heard&) {},
             .on_encoding = [](const EncodingChoice&, const Error&) {},
             .on_rate = [](const RateChange&, const ViewerStatus*) {},
             .on_warning = [this](const Error& error) { warnings.push_back(error.message); },
             .on_ended = [](const Error& error) { ADD_FAILURE() << error.message; },
             .on_failed = [](const Error& error) { ADD_FAILURE() << error.message; }});
        EXPECT_TRUE(started) << started.error().message;
        share = std::move(*started);
        EXPECT_TRUE(test::run_until([&] { return !ticket.empty(); }));
    }
    ~GuardedShare() { share->end(std::chrono::milliseconds(200)); }
    GuardedShare(const GuardedShare&) = delete;
    GuardedShare& operator=(const GuardedShare&) = delete;

    /// Encoded so far, of all forms of the picture.
    [[nodiscard]] std::uint64_t pictures() const {
        std::uint64_t sum = 0;
        for (const auto& video : share->videos())
            sum += video.pictures;
        return sum;
    }
    [[nodiscard]] bool wait_for_requests(std::size_t count) const {
        return test::run_until([&] { return share->requests().size() == count; });
    }

    std::string ticket;
    std::vector<std::string> joined;
    std::vector<std::string> left;
    std::vector<std::string> asked;
    std::vector<std::string> gone;
    std::vector<std::string> warnings;
    std::vector<std::string> turned_away; ///< why
    std::unique_ptr<Share> share;
};

/// One who wants to watch; by default by pixelpass/1.
class Caller {
public:
    explicit Caller(std::string name, const char* alpn = wire::alpn_live)
        : name_(std::move(name))
        , alpn_(alpn)
        , endpoint_(std::move(*net::Endpoint::create(endpoint_options(), {}))) {}
    ~Caller() {
        if (connection_)
            connection_->close(0, "");
        endpoint_->close(std::chrono::milliseconds(200));
    }
    Caller(const Caller&) = delete;
    Caller& operator=(const Caller&) = delete;

    void dial(const std::string& ticket) {
        end.reset();
        EXPECT_TRUE(endpoint_->connect(ticket, {alpn_}, [this](auto made) {
            ASSERT_TRUE(made) << made.error().message;
            connection_ = std::move(*made);
            begin();
        }));
    }
    void send(const wire::Message& message) { control_->write(wire::encode(message)); }
    void hang_up() { connection_->close(0, ""); }
    [[nodiscard]] std::string id() const { return endpoint_->id(); }
    [[nodiscard]] bool wait_for_picture() {
        return test::run_until([this, before = units] { return units > before; });
    }
    [[nodiscard]] bool wait_for_pending() {
        return test::run_until([this] { return pending; });
    }
    /// The code that it is sent away with.
    [[nodiscard]] std::optional<CloseCode> wait_for_end() {
        EXPECT_TRUE(test::run_until([this] { return end.has_value(); }));
        return end ? std::optional(static_cast<CloseCode>(end->code)) : std::nullopt;
    }

    /// Set before it dials.
    std::string password;
    std::uint64_t capabilities = wire::knows_challenges;
    bool convinced = false; ///< that the host knows the password, too
    bool pending = false;
    std::size_t units = 0; ///< streams of media, or pieces of an HTTP answer
    std::optional<net::CloseInfo> end;

private:
    void begin() {
        connection_->listen({.on_message = [this](const SharedBytes&) { ++units; },
                             .on_stream = {},
                             .on_path_changed = {},
                             .on_closed = [this](const net::CloseInfo& info) { end = info; }});
        control_ = connection_->open_stream();
        const bool live = std::string_view(alpn_) == wire::alpn_live;
        control_->listen({.on_data =
                              [this, live](ByteView data) {
                                  if (live)
                                      read(data);
                                  else
                                      ++units;
                              },
                          .on_ended = {}});
        if (!live) {
            control_->write(bytes_of("GET / HTTP/1.1\r\nHost: x\r\n\r\n"));
            return;
        }
        control_->write(wire::encode(wire::Hello{.capabilities = capabilities, .name = name_}));
        control_->write(wire::encode(wire::Subscribe{{{.kind = MediaKind::video}}}));
    }
    void read(ByteView data) {
        EXPECT_TRUE(reader_.feed(data, [this](const wire::Message& message) {
            pending = pending || std::holds_alternative<wire::Pending>(message);
            if (const auto* challenge = std::get_if<wire::Challenge>(&message))
                prove(*challenge);
            if (const auto* counterproof = std::get_if<wire::Counterproof>(&message))
                convinced = proof_->is_confirmed_by(counterproof->confirmation);
        }));
    }
    void prove(const wire::Challenge& challenge) {
        proof_.emplace(net::PasswordProof::Side::viewer, password,
                       net::PasswordProof::Ids{.host = connection_->remote_id(), .viewer = id()});
        EXPECT_TRUE(proof_->meet(challenge.element));
        control_->write(
            wire::encode(wire::Proof{.element = proof_->element(), .confirmation = proof_->confirmation()}));
    }

    std::string name_;
    const char* alpn_;
    wire::ControlReader reader_;
    std::optional<net::PasswordProof> proof_;
    std::unique_ptr<net::Endpoint> endpoint_;
    std::unique_ptr<net::Connection> connection_;
    std::unique_ptr<net::Stream> control_;
};

Consent ask() { return {.approve = true}; }

TEST(Consent, HoldsAViewerUntilThePersonAnswers) {
    GuardedShare host(ask());
    Caller alice("alice");
    alice.dial(host.ticket);
    ASSERT_TRUE(host.wait_for_requests(1));
    ASSERT_TRUE(alice.wait_for_pending());
    const auto request = host.share->requests().front();
    EXPECT_EQ(request.id, alice.id());
    EXPECT_EQ(request.name, "alice");
    EXPECT_EQ(request.protocol, wire::alpn_live);
    EXPECT_THAT(host.asked, ElementsAre("alice"));
    EXPECT_THAT(host.joined, IsEmpty());
    EXPECT_THAT(host.share->viewers(), IsEmpty());
    EXPECT_EQ(host.pictures(), 0U);
    EXPECT_EQ(alice.units, 0U);
    ASSERT_TRUE(host.share->answer(alice.id(), Answer::once));
    EXPECT_TRUE(alice.wait_for_picture());
    EXPECT_THAT(host.joined, ElementsAre("alice"));
    EXPECT_THAT(host.gone, ElementsAre("alice: let in once"));
    EXPECT_THAT(host.share->requests(), IsEmpty());
    EXPECT_EQ(host.share->viewers().size(), 1U);
}

TEST(Consent, SendsAwayWhomThePersonRefuses) {
    GuardedShare host(ask());
    Caller mallory("mallory");
    mallory.dial(host.ticket);
    ASSERT_TRUE(host.wait_for_requests(1));
    ASSERT_TRUE(host.share->answer(mallory.id(), Answer::no));
    EXPECT_EQ(mallory.wait_for_end(), CloseCode::refused);
    EXPECT_THAT(host.gone, ElementsAre("mallory: refused"));
    EXPECT_EQ(host.pictures(), 0U);
    // It is not asked about again at once, however often it comes.
    mallory.dial(host.ticket);
    EXPECT_EQ(mallory.wait_for_end(), CloseCode::refused);
    EXPECT_THAT(host.asked, ElementsAre("mallory"));
}

TEST(Consent, ForgetsWhoGoesWhileThePersonIsAsked) {
    GuardedShare host(ask());
    Caller bob("bob");
    bob.dial(host.ticket);
    ASSERT_TRUE(host.wait_for_requests(1));
    bob.hang_up();
    EXPECT_TRUE(host.wait_for_requests(0));
    EXPECT_THAT(host.gone, ElementsAre("bob: left"));
    EXPECT_EQ(host.share->answer(bob.id(), Answer::once).error().code, Code::usage);
}

TEST(Consent, DoesNotAskAgainWhenALostViewerComesBack) {
    GuardedShare host(ask());
    Caller alice("alice");
    alice.dial(host.ticket);
    ASSERT_TRUE(host.wait_for_requests(1));
    ASSERT_TRUE(host.share->answer(alice.id(), Answer::once));
    ASSERT_TRUE(alice.wait_for_picture());
    alice.dial(host.ticket);
    EXPECT_TRUE(test::run_until([&] { return host.joined.size() == 2; }));
    EXPECT_TRUE(alice.wait_for_picture());
    EXPECT_THAT(host.asked, ElementsAre("alice"));
}

TEST(Consent, RemembersWhoIsLetInAlways) {
    Caller alice("alice");
    {
        GuardedShare host(ask());
        alice.dial(host.ticket);
        ASSERT_TRUE(host.wait_for_requests(1));
        ASSERT_TRUE(host.share->answer(alice.id(), Answer::always));
        EXPECT_TRUE(alice.wait_for_picture());
        EXPECT_THAT(host.warnings, IsEmpty());
    }
    GuardedShare other(ask());
    alice.dial(other.ticket);
    EXPECT_TRUE(alice.wait_for_picture());
    EXPECT_THAT(other.asked, IsEmpty());
}

TEST(Consent, LetsOnlyThoseInThatAreNamed) {
    Caller alice("alice");
    Caller mallory("mallory");
    Caller foreign("", wire::alpn_http);
    GuardedShare host({.allowed = {alice.id()}});
    alice.dial(host.ticket);
    mallory.dial(host.ticket);
    foreign.dial(host.ticket);
    EXPECT_TRUE(alice.wait_for_picture());
    EXPECT_EQ(mallory.wait_for_end(), CloseCode::refused);
    EXPECT_EQ(foreign.wait_for_end(), CloseCode::refused);
    EXPECT_THAT(host.joined, ElementsAre("alice"));
    EXPECT_EQ(foreign.units, 0U);
}

TEST(Consent, AsksAboutOthersThanThoseThatAreNamed) {
    Caller alice("alice");
    Caller bob("bob");
    GuardedShare host({.approve = true, .allowed = {alice.id()}});
    alice.dial(host.ticket);
    bob.dial(host.ticket);
    EXPECT_TRUE(alice.wait_for_picture());
    ASSERT_TRUE(host.wait_for_requests(1));
    EXPECT_THAT(host.asked, ElementsAre("bob"));
}

TEST(Consent, HoldsAViewerOfTheOldProtocol) {
    Caller alice("alice");
    GuardedShare host({.approve = true, .allowed = {alice.id()}});
    Caller foreign("", wire::alpn_http);
    foreign.dial(host.ticket);
    ASSERT_TRUE(host.wait_for_requests(1));
    alice.dial(host.ticket);
    ASSERT_TRUE(alice.wait_for_picture()); // long after the request has come
    EXPECT_EQ(host.share->requests().front().protocol, wire::alpn_http);
    EXPECT_EQ(foreign.units, 0U);
    ASSERT_TRUE(host.share->answer(foreign.id(), Answer::once));
    EXPECT_TRUE(foreign.wait_for_picture());
}

TEST(Consent, TakesAtMostSixteenRequestsAtATime) {
    GuardedShare host(ask());
    std::vector<std::unique_ptr<Caller>> crowd;
    for (std::size_t i = 0; i < Door::max_requests + 4; ++i) {
        crowd.push_back(std::make_unique<Caller>("stranger"));
        crowd.back()->dial(host.ticket);
    }
    const auto sent_away = [&] {
        return std::ranges::count_if(crowd, [](const auto& one) { return one->end.has_value(); });
    };
    EXPECT_TRUE(test::run_until([&] { return sent_away() == 4; }));
    EXPECT_EQ(host.share->requests().size(), Door::max_requests);
    for (const auto& one : crowd) {
        if (one->end) {
            EXPECT_EQ(static_cast<CloseCode>(one->end->code), CloseCode::full);
            EXPECT_EQ(one->end->reason, "too many ask to be let in, try again later");
        }
    }
}

TEST(Consent, StrangersWhoWaitTakeNobodysPlace) {
    Caller alice("alice");
    GuardedShare host({.approve = true, .allowed = {alice.id()}}, 1);
    Caller bob("bob");
    bob.dial(host.ticket);
    ASSERT_TRUE(host.wait_for_requests(1));
    alice.dial(host.ticket);
    ASSERT_TRUE(alice.wait_for_picture());
    EXPECT_EQ(host.share->answer(bob.id(), Answer::once).error().message, "all places are taken");
    EXPECT_EQ(host.share->requests().size(), 1U); // till there is one
    ASSERT_TRUE(host.share->kick(alice.id()));
    ASSERT_TRUE(host.share->answer(bob.id(), Answer::once));
    EXPECT_TRUE(bob.wait_for_picture());
    EXPECT_THAT(host.joined, ElementsAre("alice", "bob"));
}

TEST(Consent, LetsNobodyNewInOnceTheTicketHasExpired) {
    Caller alice("alice");
    GuardedShare host({.expiry = std::chrono::seconds(2)});
    alice.dial(host.ticket);
    ASSERT_TRUE(alice.wait_for_picture());
    const auto expired_by = monotonic_now() + std::chrono::seconds(2);
    ASSERT_TRUE(test::run_until([&] { return monotonic_now() > expired_by; }));
    Caller late("late");
    late.dial(host.ticket);
    EXPECT_EQ(late.wait_for_end(), CloseCode::expired);
    EXPECT_TRUE(alice.wait_for_picture()); // who watches stays
    alice.dial(host.ticket);
    EXPECT_TRUE(test::run_until([&] { return host.joined.size() == 2; })); // and may be lost in between
}

TEST(Consent, StandsAFloodOfStrangers) {
    Caller alice("alice");
    GuardedShare host({.approve = true, .allowed = {alice.id()}});
    alice.dial(host.ticket);
    ASSERT_TRUE(alice.wait_for_picture());
    std::deque<std::unique_ptr<Caller>> crowd;
    std::size_t refused = 0;
    for (int i = 0; i < 200; ++i) {
        auto& stranger = *crowd.emplace_back(std::make_unique<Caller>("stranger"));
        stranger.dial(host.ticket);
        ASSERT_TRUE(test::run_until([&] { return stranger.pending || stranger.end; }));
        refused += stranger.end ? 1U : 0U;
        if (crowd.size() > 40) // the oldest hangs up
            crowd.pop_front();
        ASSERT_LE(host.share->requests().size(), Door::max_requests);
    }
    // No more questions than a person can follow, either.
    EXPECT_LE(host.asked.size(), 2 * Door::max_requests);
    EXPECT_GE(refused, 150U);
    EXPECT_TRUE(alice.wait_for_picture());
    EXPECT_EQ(host.share->viewers().size(), 1U);
    crowd.clear();
    EXPECT_TRUE(host.wait_for_requests(0));
}

TEST(Consent, LetsInWhoKnowsThePassword) {
    GuardedShare host({.password = "correct horse"});
    Caller alice("alice");
    alice.password = "correct horse";
    alice.dial(host.ticket);
    EXPECT_TRUE(alice.wait_for_picture());
    EXPECT_TRUE(alice.convinced);
    EXPECT_FALSE(alice.pending);
}

TEST(Consent, SendsAwayWhoDoesNotKnowThePassword) {
    GuardedShare host({.approve = true, .password = "correct horse"});
    Caller mallory("mallory");
    mallory.password = "correct horsf";
    const auto tried_after = monotonic_now();
    mallory.dial(host.ticket);
    EXPECT_EQ(mallory.wait_for_end(), CloseCode::password);
    EXPECT_FALSE(mallory.convinced);
    EXPECT_THAT(host.asked, IsEmpty()); // nobody is bothered
    EXPECT_EQ(host.pictures(), 0U);
    // The right one has to wait a little now, for a friend, too.
    Caller alice("alice");
    alice.password = "correct horse";
    alice.dial(host.ticket);
    ASSERT_TRUE(host.wait_for_requests(1));
    EXPECT_GE(host.share->requests().front().since, tried_after + GuessPacer::first_pause_of_all);
}

TEST(Consent, TellsOfOldViewersWhoCannotProveAnything) {
    GuardedShare host({.password = "correct horse"});
    Caller foreign("", wire::alpn_http);
    foreign.dial(host.ticket);
    EXPECT_EQ(foreign.wait_for_end(), CloseCode::password);
    Caller old("old");
    old.capabilities = 0;
    old.dial(host.ticket);
    EXPECT_EQ(old.wait_for_end(), CloseCode::password);
    EXPECT_EQ(old.end->reason, "this share has a password, which needs a newer pixelpass");
    EXPECT_THAT(host.turned_away, ElementsAre(old.end->reason, old.end->reason));
    EXPECT_EQ(foreign.units, 0U);
}

TEST(Consent, TakesNoProofThatItDidNotAskFor) {
    GuardedShare host({});
    Caller alice("alice");
    alice.dial(host.ticket);
    ASSERT_TRUE(alice.wait_for_picture());
    alice.send(wire::Proof{});
    EXPECT_EQ(alice.wait_for_end(), CloseCode::protocol);
}

TEST(Consent, KeepsOutWhoIsKicked) {
    for (const char* protocol : {wire::alpn_live, wire::alpn_http}) {
        GuardedShare host({});
        Caller mallory("mallory", protocol);
        EXPECT_EQ(host.share->kick(mallory.id()).error().code, Code::usage);
        mallory.dial(host.ticket);
        ASSERT_TRUE(mallory.wait_for_picture());
        ASSERT_TRUE(host.share->kick(mallory.id()));
        EXPECT_EQ(mallory.wait_for_end(), CloseCode::kicked);
        EXPECT_THAT(host.left, ElementsAre("was removed"));
        EXPECT_THAT(host.share->viewers(), IsEmpty());
        mallory.dial(host.ticket);
        EXPECT_EQ(mallory.wait_for_end(), CloseCode::kicked);
    }
}

} // namespace
} // namespace pixelpass
