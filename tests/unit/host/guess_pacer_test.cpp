// SPDX-License-Identifier: MIT OR Apache-2.0
#include "host/guess_pacer.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace pixelpass {
namespace {

using namespace std::chrono_literals;

constexpr Microseconds begun = 1h;

TEST(GuessPacer, LooksAtTheFirstProofAtOnce) { EXPECT_LE(GuessPacer().ready_at("a"), begun); }

TEST(GuessPacer, HasAnEndpointWaitLongerAfterEachWrongProof) {
    GuessPacer pacer;
    Microseconds now = begun;
    for (const auto pause : {1s, 2s, 4s, 8s, 16s, 32s, 60s, 60s}) {
        pacer.note_wrong("a", now);
        EXPECT_EQ(pacer.ready_at("a"), now + pause);
        now = pacer.ready_at("a");
    }
}

TEST(GuessPacer, HasAllWaitHoweverManyIdsOneTakes) {
    GuessPacer pacer;
    Microseconds now = begun;
    unsigned guesses = 0;
    for (; now < begun + 1h; ++guesses) {
        const auto id = fmt::format("{}", guesses);
        pacer.note_wrong(id, now);
        EXPECT_LE(pacer.ready_at("one who is right"), now + GuessPacer::longest_pause_of_all);
        now = pacer.ready_at("the next one");
    }
    EXPECT_LE(guesses, 1h / GuessPacer::longest_pause_of_all + 5);
}

TEST(GuessPacer, HasWhoKnowsThePasswordNotWaitForOthers) {
    GuessPacer pacer;
    pacer.note_right("friend");
    pacer.note_wrong("stranger", begun);
    EXPECT_LE(pacer.ready_at("friend"), begun);
    pacer.note_wrong("friend", begun);
    EXPECT_GT(pacer.ready_at("friend"), begun);
}

TEST(GuessPacer, ForgivesWithTime) {
    GuessPacer pacer;
    for (int i = 0; i < 20; ++i)
        pacer.note_wrong("a", begun);
    const auto later = begun + GuessPacer::longest_pause + GuessPacer::calm + 1s;
    pacer.note_wrong("a", later);
    EXPECT_EQ(pacer.ready_at("a"), later + GuessPacer::first_pause);
    EXPECT_EQ(pacer.ready_at("b"), later + GuessPacer::first_pause_of_all);
}

} // namespace
} // namespace pixelpass
