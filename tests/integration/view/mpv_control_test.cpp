// SPDX-License-Identifier: MIT OR Apache-2.0
#include "view/mpv_control.h"

#include "support/run_until.h"

#include <gtest/gtest.h>
#include <sys/socket.h>

#include <array>
#include <stdexcept>
#include <string>
#include <utility>

namespace pixelpass {
namespace {

using namespace std::chrono_literals;

/// The other end of the socket: it has come to `received` and shows `shown`, both in seconds as JSON says
/// them.
class FakeMpv {
public:
    FakeMpv() {
        std::array<int, 2> ends{};
        if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0, ends.data()) != 0)
            throw std::runtime_error("no sockets");
        ours_ = FileDescriptor(ends[0]);
        theirs_ = FileDescriptor(ends[1]);
        readable_ = on_readable(ours_.get(), [this] { read(); });
    }

    FileDescriptor theirs() { return std::move(theirs_); }
    void say(const std::string& line) const {
        EXPECT_GT(::send(ours_.get(), line.data(), line.size(), 0), 0);
    }
    void close() {
        readable_.reset();
        ours_ = FileDescriptor();
    }

    std::string received = "20";
    std::string shown = "19.9";
    std::string paused = "false";
    std::string greeting; ///< what it says before each answer
    int rounds = 0;
    int drops = 0;
    std::string commands; ///< all but questions

private:
    void read() {
        std::array<char, 4096> buffer{};
        const auto size = recv(ours_.get(), buffer.data(), buffer.size(), 0);
        if (size <= 0)
            return readable_.reset();
        lines_.feed({buffer.data(), static_cast<std::size_t>(size)},
                    [this](std::string_view line) { answer(line); });
    }

    void answer(std::string_view line) {
        const auto request = line.substr(line.rfind(':') + 1, 1);
        const auto has = [&](const char* word) { return line.find(word) != std::string_view::npos; };
        std::string data = "null";
        if (has("demuxer-cache-time"))
            data = received;
        else if (has("time-pos"))
            data = shown;
        else if (has("pause"))
            data = paused;
        else
            commands += line;
        rounds += has("pause");
        drops += has("drop-buffers");
        say(greeting + R"({"data":)" + data + R"(,"request_id":)" + std::string(request) +
            ",\"error\":\"success\"}\n");
    }

    FileDescriptor ours_;
    FileDescriptor theirs_;
    LineReader lines_;
    Source readable_;
};

struct MpvControlTest : testing::Test {
    [[nodiscard]] bool after_rounds(int more) {
        const int until = mpv.rounds + more;
        return test::run_until([&] { return mpv.rounds >= until; });
    }

    FakeMpv mpv;
    int keyframes = 0;
    MpvControl control{mpv.theirs(),
                       200ms,
                       {.on_dropped = [this] { ++keyframes; }, .picture_interval = [] { return 40ms; }}};
};

TEST_F(MpvControlTest, LeavesOneAloneThatIsInTime) {
    ASSERT_TRUE(after_rounds(8));
    EXPECT_EQ(mpv.commands, "");
}

TEST_F(MpvControlTest, TellsHowFarOneIsBehind) {
    EXPECT_FALSE(control.delay());
    ASSERT_TRUE(after_rounds(2));
    EXPECT_EQ(control.delay(), 140ms);
    mpv.shown = "19.7";
    EXPECT_TRUE(test::run_until([&] { return control.delay() > 250ms; }));
    mpv.paused = "true";
    EXPECT_TRUE(test::run_until([&] { return !control.delay(); }));
}

TEST_F(MpvControlTest, HasOneDropThatIsFarBehindAndAsksForAKeyframe) {
    mpv.shown = "10";
    ASSERT_TRUE(test::run_until([&] { return keyframes > 0; }));
    EXPECT_EQ(mpv.drops, 1);
}

TEST_F(MpvControlTest, HasOnePlayFasterThatIsALittleBehindAndThenAsBefore) {
    mpv.shown = "19.6";
    ASSERT_TRUE(test::run_until([&] { return mpv.commands.find("\"speed\",1.1]") != std::string::npos; }));
    mpv.shown = "19.95";
    ASSERT_TRUE(test::run_until([&] { return mpv.commands.find("\"speed\",1.0]") != std::string::npos; }));
    EXPECT_EQ(mpv.drops, 0);
}

TEST_F(MpvControlTest, LeavesAPauseAlone) {
    mpv.shown = "10";
    mpv.paused = "true";
    ASSERT_TRUE(after_rounds(8));
    EXPECT_EQ(mpv.commands, "");
}

TEST_F(MpvControlTest, HeedsNoNonsense) {
    mpv.greeting = "{\"data\":[[[\n" + std::string(2 * LineReader::limit, 'x') +
                   "\n\xff\n{\"request_id\":4,\"error\":\"success\"}\n";
    for (const auto* nonsense : {"\"late\"", "null", "true", "-1e300"}) {
        mpv.shown = nonsense;
        mpv.received = mpv.shown == "-1e300" ? "-1e300" : "20";
        ASSERT_TRUE(after_rounds(6)) << nonsense;
    }
    EXPECT_EQ(mpv.commands, "");
    EXPECT_EQ(keyframes, 0);
}

TEST_F(MpvControlTest, OutlivesMpv) {
    ASSERT_TRUE(after_rounds(1));
    mpv.close();
    bool later = false;
    const Source timer = after(300ms, [&] { later = true; });
    ASSERT_TRUE(test::run_until([&] { return later; }));
}

} // namespace
} // namespace pixelpass
