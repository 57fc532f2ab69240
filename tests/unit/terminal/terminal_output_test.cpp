// SPDX-License-Identifier: MIT OR Apache-2.0
#include "terminal/terminal_output.h"

#include "support/run_until.h"
#include "terminal/write_at_once.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <termios.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdlib>
#include <thread>

namespace pixelpass::terminal {
namespace {

/// A terminal that reads when it is told to.
class HangingTerminal : public testing::Test {
protected:
    HangingTerminal()
        : screen_(posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC)) {
        grantpt(screen_.get());
        unlockpt(screen_.get());
        std::array<char, 64> name{};
        ptsname_r(screen_.get(), name.data(), name.size());
        program = FileDescriptor(open(name.data(), O_RDWR | O_NOCTTY | O_CLOEXEC));
        termios modes{};
        tcgetattr(program.get(), &modes);
        cfmakeraw(&modes);
        tcsetattr(program.get(), TCSANOW, &modes);
    }
    /// All that has come, once nothing more does for so long.
    std::string read(int calm_ms = 100) {
        std::string text;
        for (pollfd input{.fd = screen_.get(), .events = POLLIN, .revents = 0};
             poll(&input, 1, calm_ms) > 0;) {
            const auto some = read_some();
            if (some.empty())
                break;
            text += some;
        }
        return text;
    }
    /// A piece of it.
    std::string read_some() {
        std::array<char, 4096> some{};
        const auto length = ::read(screen_.get(), some.data(), some.size());
        return {some.data(), static_cast<std::size_t>(std::max<ssize_t>(length, 0))};
    }
    void hang_up() { screen_ = FileDescriptor(); }

    FileDescriptor program;

private:
    FileDescriptor screen_;
};

const std::string page(200'000, 'x');

TEST_F(HangingTerminal, IsNotWaitedForAndGetsAllOfItLater) {
    bool taken = false;
    TerminalOutput output(program.get(), [&] { taken = true; });
    output.write(page);
    EXPECT_TRUE(output.waits());
    output.write("end");
    std::string shown;
    const auto reading = every(std::chrono::milliseconds(1), [&] { shown += read(); });
    ASSERT_TRUE(test::run_until([&] { return taken; }));
    EXPECT_FALSE(output.waits());
    EXPECT_EQ(shown + read(), page + "end");
}

TEST_F(HangingTerminal, IsGivenBackInPlaceOfWhatItHasNotRead) {
    TerminalOutput output(program.get(), [] {});
    output.write(page);
    output.finish("given back");
    EXPECT_FALSE(output.waits());
    // What is said afterwards, by those who would wait, has room.
    pollfd later{.fd = program.get(), .events = POLLOUT, .revents = 0};
    EXPECT_EQ(poll(&later, 1, 0), 1);
    EXPECT_TRUE(read().ends_with("given back"));
}

TEST_F(HangingTerminal, GetsTheLastBehindAllElseIfItReadsAgain) {
    TerminalOutput output(program.get(), [] {});
    output.write(page);
    ASSERT_TRUE(output.waits());
    std::string shown;
    std::jthread terminal([&](const std::stop_token& stop) {
        while (!stop.stop_requested())
            shown += read(10);
    });
    output.finish("given back");
    terminal = {};
    EXPECT_EQ(shown + read(), page + "given back");
}

TEST_F(HangingTerminal, IsNotWaitedForForeverBecauseItReadsABit) {
    TerminalOutput output(program.get(), [] {});
    output.write(page);
    std::string shown;
    std::jthread terminal([&](const std::stop_token& stop) {
        for (; !stop.stop_requested(); std::this_thread::sleep_for(std::chrono::milliseconds(200)))
            shown += read_some();
    });
    output.finish("given back");
    terminal = {};
    shown += read();
    EXPECT_LT(shown.size(), page.size());
    EXPECT_TRUE(shown.ends_with("given back"));
}

TEST_F(HangingTerminal, IsNotWaitedForWhereWritingBlocks) {
    ASSERT_EQ(fcntl(program.get(), F_GETFL) & O_NONBLOCK, 0);
    const auto taken = write_at_once(program.get(), page);
    ASSERT_TRUE(taken);
    EXPECT_GT(*taken, 0U);
    EXPECT_LT(*taken, page.size());
    EXPECT_EQ(write_at_once(program.get(), page), 0U);
    EXPECT_EQ(read().size(), *taken);
    EXPECT_GT(write_at_once(program.get(), page).value_or(0), 0U);
}

TEST_F(HangingTerminal, MayBeGone) {
    hang_up();
    EXPECT_EQ(write_at_once(program.get(), page), std::nullopt);
}

TEST_F(HangingTerminal, LeavesOthersTheirWayOfWriting) {
    const TerminalOutput output(program.get(), [] {});
    EXPECT_EQ(fcntl(program.get(), F_GETFL) & O_NONBLOCK, 0);
}

} // namespace
} // namespace pixelpass::terminal
