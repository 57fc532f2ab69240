// SPDX-License-Identifier: MIT OR Apache-2.0
#include "terminal/terminal_output.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <termios.h>

#include <array>
#include <cstdlib>

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
    /// All that has come.
    std::string read() {
        std::string text;
        std::array<char, 4096> some{};
        for (pollfd input{.fd = screen_.get(), .events = POLLIN, .revents = 0}; poll(&input, 1, 100) > 0;) {
            const auto length = ::read(screen_.get(), some.data(), some.size());
            if (length <= 0)
                break;
            text.append(some.data(), static_cast<std::size_t>(length));
        }
        return text;
    }

    FileDescriptor program;

private:
    FileDescriptor screen_;
};

const std::string page(200'000, 'x');

TEST_F(HangingTerminal, IsNotWaitedForAndGetsAllOfItLater) {
    MainLoop loop;
    TerminalOutput output(program.get(), [&] { loop.quit(); });
    output.write(page);
    EXPECT_TRUE(output.waits());
    output.write("end");
    std::string shown;
    const auto reading = every(std::chrono::milliseconds(1), [&] { shown += read(); });
    loop.run();
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
    output.write("page");
    output.finish("given back");
    EXPECT_EQ(read(), "pagegiven back");
}

TEST_F(HangingTerminal, LeavesOthersTheirWayOfWriting) {
    const TerminalOutput output(program.get(), [] {});
    EXPECT_EQ(fcntl(program.get(), F_GETFL) & O_NONBLOCK, 0);
}

} // namespace
} // namespace pixelpass::terminal
