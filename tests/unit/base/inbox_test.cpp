// SPDX-License-Identifier: MIT OR Apache-2.0
#include "base/inbox.h"

#include <gtest/gtest.h>

#include <thread>
#include <vector>

namespace pixelpass {
namespace {

TEST(Inbox, DeliversWhatAnotherThreadPostedInOrder) {
    MainLoop loop;
    std::vector<int> received;
    Inbox<int> inbox(100, [&](int item) {
        received.push_back(item);
        if (received.size() == 50)
            loop.quit();
    });
    std::thread sender([&] {
        for (int i = 0; i < 50; ++i)
            EXPECT_TRUE(inbox.push(i));
    });
    loop.run();
    sender.join();
    for (int i = 0; i < 50; ++i)
        EXPECT_EQ(received[static_cast<std::size_t>(i)], i);
}

TEST(Inbox, RefusesWhenFull) {
    Inbox<int> inbox(2, [](int) {});
    EXPECT_TRUE(inbox.push(1));
    EXPECT_TRUE(inbox.push(2));
    EXPECT_FALSE(inbox.push(3));
}

TEST(Timer, EndsWithItsSource) {
    MainLoop loop;
    int runs = 0;
    Source dropped = every(std::chrono::milliseconds(1), [&] { ++runs; });
    dropped.reset();
    const Source end = after(std::chrono::milliseconds(20), [&] { loop.quit(); });
    loop.run();
    EXPECT_EQ(runs, 0);
}

} // namespace
} // namespace pixelpass
