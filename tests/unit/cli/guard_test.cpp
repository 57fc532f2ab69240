// SPDX-License-Identifier: MIT OR Apache-2.0
#include "cli/guard.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <ctime>

namespace pixelpass {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

class Guarded : public testing::Test {
protected:
    Guarded() {
        setenv("TZ", "UTC", 1);
        tzset();
    }
    [[nodiscard]] std::string tell(const Consent& consent, std::size_t watching = 0) const {
        return describe_guard(guard_of(consent, 10, begun), watching);
    }

    const Guard::Time begun{hours(24 * 20'000) + hours(17)}; ///< 4 October 2024, 17:00
};

TEST_F(Guarded, TellsWhoMayWatch) {
    EXPECT_EQ(tell({}), "who has the ticket · full at 10");
    EXPECT_EQ(tell({.approve = true}), "asks you for each viewer · full at 10");
    EXPECT_EQ(tell({.allowed = {"a", "b"}}), "only 2 known · full at 10");
    EXPECT_EQ(tell({.approve = true, .allowed = {"a"}}), "asks you (1 known) · full at 10");
    EXPECT_EQ(tell({.password = "secret"}), "who has the ticket · password · full at 10");
}

TEST_F(Guarded, TellsUntilWhen) {
    EXPECT_EQ(tell({.expiry = minutes(90)}), "who has the ticket · till 18:30 · full at 10");
    EXPECT_EQ(tell({.expiry = hours(24)}), "who has the ticket · till 05 Oct 17:00 · full at 10");
    auto late = guard_of({.expiry = minutes(90)}, 10, begun);
    late.expired = true;
    EXPECT_EQ(describe_guard(late, 0), "who has the ticket · expired 18:30");
}

TEST_F(Guarded, IsClosedToNewOnesWhenItIsFullOrLate) {
    auto guard = guard_of({.expiry = minutes(90)}, 10, begun);
    EXPECT_FALSE(is_closed(guard, 9));
    EXPECT_TRUE(is_closed(guard, 10));
    guard.expired = true;
    EXPECT_TRUE(is_closed(guard, 0));
    EXPECT_EQ(tell({}, 10), "who has the ticket · full: 10");
}

} // namespace
} // namespace pixelpass
