// SPDX-License-Identifier: MIT OR Apache-2.0
#include "host/door.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace pixelpass {
namespace {

using namespace std::chrono_literals;
using Kind = Door::Verdict::Kind;
using wire::CloseCode;

constexpr Microseconds start = 1h;

ViewerRequest request(const std::string& id, Microseconds since) {
    return {.id = id, .name = "name of " + id, .protocol = "pixelpass/1", .path = {}, .since = since};
}

CloseCode refusal_of(const Door& door, const std::string& id, Microseconds now) {
    const auto verdict = door.judge(id, true, now);
    EXPECT_EQ(verdict.kind, Kind::refuse);
    EXPECT_FALSE(verdict.refusal.reason.empty());
    return verdict.refusal.code;
}

TEST(Door, IsOpenToAllWithoutConsent) {
    const Door door({}, start);
    EXPECT_EQ(door.judge("a", true, start + 1000h).kind, Kind::enter);
    EXPECT_FALSE(door.has_expired(start + 1000h));
}

TEST(Door, AsksAboutStrangersAlone) {
    Door door({.approve = true, .allowed = {"friend"}}, start);
    EXPECT_EQ(door.judge("stranger", true, start).kind, Kind::ask);
    EXPECT_EQ(door.judge("friend", true, start).kind, Kind::enter);
    door.allow("remembered");
    EXPECT_EQ(door.judge("remembered", true, start).kind, Kind::enter);
    door.allow("friend"); // who is named in two places
    EXPECT_EQ(door.allowed(), 2U);
    door.note_entered("stranger");
    EXPECT_EQ(door.judge("stranger", true, start + 24h).kind, Kind::enter);
}

TEST(Door, LetsOnlyTheAllowedInIfNobodyIsToBeAsked) {
    const Door door({.allowed = {"friend"}}, start);
    EXPECT_EQ(door.judge("friend", true, start).kind, Kind::enter);
    EXPECT_EQ(refusal_of(door, "stranger", start), CloseCode::refused);
}

TEST(Door, ClosesToNewOnesWhenTheTicketExpires) {
    Door door({.approve = true, .allowed = {"friend"}, .expiry = 90s}, start);
    door.note_entered("watching");
    EXPECT_EQ(door.judge("friend", true, start + 89s).kind, Kind::enter);
    EXPECT_FALSE(door.has_expired(start + 89s));
    EXPECT_TRUE(door.has_expired(start + 90s));
    EXPECT_EQ(refusal_of(door, "friend", start + 90s), CloseCode::expired);
    EXPECT_EQ(refusal_of(door, "stranger", start + 90s), CloseCode::expired);
    EXPECT_EQ(door.judge("watching", true, start + 24h).kind, Kind::enter);
}

TEST(Door, KeepsTheKickedOutForGood) {
    Door door({.allowed = {"a"}}, start);
    door.note_entered("a");
    door.bar("a");
    EXPECT_EQ(refusal_of(door, "a", start + 1000h), CloseCode::kicked);
}

TEST(Door, WantsThePasswordOfAllBeforeAnybodyIsAsked) {
    Door door({.approve = true, .allowed = {"friend"}, .password = "secret"}, start);
    door.note_entered("watching");
    for (const char* id : {"friend", "stranger", "watching"})
        EXPECT_EQ(door.judge(id, false, start).kind, Kind::prove);
    EXPECT_EQ(door.judge("friend", true, start).kind, Kind::enter);
    EXPECT_EQ(door.judge("watching", true, start).kind, Kind::enter);
    EXPECT_EQ(door.judge("stranger", true, start).kind, Kind::ask);
    const Door listed({.allowed = {"friend"}, .password = "secret"}, start);
    EXPECT_EQ(refusal_of(listed, "stranger", start), CloseCode::refused);
}

TEST(Door, AsksAgainAboutOneThatWasRefusedSomeTimeAgo) {
    Door door({.approve = true}, start);
    door.turn_away("a", start);
    EXPECT_EQ(refusal_of(door, "a", start + Door::refusal_span - 1us), CloseCode::refused);
    EXPECT_EQ(door.judge("a", true, start + Door::refusal_span).kind, Kind::ask);
}

TEST(Door, HasOneRequestForEachId) {
    Door door({.approve = true}, start);
    EXPECT_FALSE(door.ask(request("a", start)));
    EXPECT_FALSE(door.ask(request("a", start + 1s)));
    ASSERT_EQ(door.requests().size(), 1U);
    EXPECT_EQ(door.requests().front().since, start);
    EXPECT_TRUE(door.is_asked_about("a"));
    EXPECT_EQ(door.take("a")->name, "name of a");
    EXPECT_FALSE(door.is_asked_about("a"));
    EXPECT_FALSE(door.take("a"));
}

TEST(Door, HasRoomForSoManyRequestsAtATime) {
    Door door({.approve = true}, start);
    for (std::size_t i = 0; i < Door::max_requests; ++i)
        EXPECT_FALSE(door.ask(request(fmt::format("{}", i), start + i * 1min)));
    const Microseconds later = start + 1h;
    EXPECT_EQ(door.ask(request("one more", later))->code, CloseCode::full);
    EXPECT_EQ(door.requests().size(), Door::max_requests);
    EXPECT_FALSE(door.ask(request("3", later))); // which is asked about already
    EXPECT_TRUE(door.take("3"));
    EXPECT_FALSE(door.ask(request("one more", later)));
}

TEST(Door, DoesNotAskFasterThanAPersonCanFollow) {
    Door door({.approve = true}, start);
    for (std::size_t i = 0; i < Door::max_requests; ++i) {
        const auto id = fmt::format("{}", i);
        EXPECT_FALSE(door.ask(request(id, start)));
        EXPECT_TRUE(door.take(id)); // it left
    }
    EXPECT_EQ(door.ask(request("a", start + 1s))->code, CloseCode::full);
    EXPECT_FALSE(door.ask(request("a", start + Door::request_span)));
}

TEST(Door, TakesSilenceForANo) {
    Door door({.approve = true}, start);
    EXPECT_FALSE(door.take_overdue(start));
    EXPECT_FALSE(door.ask(request("a", start)));
    EXPECT_FALSE(door.ask(request("b", start + 1s)));
    EXPECT_FALSE(door.take_overdue(start + Door::answer_limit - 1us));
    EXPECT_EQ(door.take_overdue(start + Door::answer_limit)->id, "a");
    EXPECT_FALSE(door.take_overdue(start + Door::answer_limit));
    EXPECT_EQ(door.take_overdue(start + Door::answer_limit + 1s)->id, "b");
}

TEST(Door, RemembersSoManyIdsAndNoMore) {
    Door door({.approve = true}, start);
    for (std::size_t i = 0; i <= Door::max_remembered; ++i)
        door.note_entered(fmt::format("{}", i));
    EXPECT_EQ(door.judge("0", true, start).kind, Kind::ask);
    EXPECT_EQ(door.judge("1", true, start).kind, Kind::enter);
    EXPECT_EQ(door.judge(fmt::format("{}", Door::max_remembered), true, start).kind, Kind::enter);
}

} // namespace
} // namespace pixelpass
