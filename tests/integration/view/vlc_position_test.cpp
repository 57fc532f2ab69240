// SPDX-License-Identifier: MIT OR Apache-2.0
#include "view/vlc_position.h"

#include "support/bus_peer.h"
#include "support/run_until.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <optional>
#include <string>

namespace pixelpass {
namespace {

using namespace std::chrono_literals;
using test::run_until;

const std::string program = "org.mpris.MediaPlayer2.vlc";

/// A player on the bus. Its process is ours.
class FakeVlc {
public:
    explicit FakeVlc(const std::string& name) {
        peer_.serve("/org/mpris/MediaPlayer2",
                    {.interface_xml = "<interface name='org.mpris.MediaPlayer2.Player'>"
                                      "<property name='Position' type='x' access='read'/></interface>",
                     .on_call = nullptr,
                     .get = [this](const std::string&) {
                         ++asked;
                         return g_variant_new_int64(position.count());
                     }});
        peer_.own(name.c_str());
    }

    Microseconds position{5s};
    int asked = 0;

private:
    test::BusPeer peer_{G_BUS_TYPE_SESSION};
};

struct VlcPositionTest : testing::Test {
    /// Asks till it has been told something.
    [[nodiscard]] bool told() {
        return run_until([this] {
            positions.ask();
            return position.has_value();
        });
    }

    std::optional<Microseconds> position;
    VlcPosition positions{getpid(), [this](Microseconds told) { position = told; }};
};

TEST_F(VlcPositionTest, IsToldByTheOnlyVlc) {
    FakeVlc vlc(program);
    ASSERT_TRUE(told());
    EXPECT_EQ(position, 5s);
    vlc.position = 7s;
    EXPECT_TRUE(run_until([&] {
        positions.ask();
        return position == 7s;
    }));
}

TEST_F(VlcPositionTest, IsToldByOneOfSeveral) {
    FakeVlc vlc(program + ".instance" + std::to_string(getpid()));
    EXPECT_TRUE(told());
}

TEST_F(VlcPositionTest, IsAskedOnceAtATime) {
    FakeVlc vlc(program);
    ASSERT_TRUE(told());
    const int before = vlc.asked;
    position.reset();
    for (int turn = 0; turn < 10; ++turn)
        positions.ask();
    ASSERT_TRUE(run_until([&] { return position.has_value(); }));
    EXPECT_EQ(vlc.asked, before + 1);
}

TEST_F(VlcPositionTest, IsFoundAgainByTheSameNameAfterAnEnd) {
    {
        FakeVlc vlc(program);
        ASSERT_TRUE(told());
    }
    position.reset();
    FakeVlc vlc(program);
    EXPECT_TRUE(told());
}

TEST(VlcPosition, IsNotToldByTheVlcOfAnotherProcess) {
    constexpr pid_t init = 1;
    FakeVlc one(program);
    FakeVlc other(program + ".instance" + std::to_string(init));
    VlcPosition positions(init, [](Microseconds) { ADD_FAILURE() << "that is not its process"; });
    bool told = false;
    VlcPosition witness(getpid(), [&](Microseconds) { told = true; });
    EXPECT_TRUE(run_until([&] {
        positions.ask();
        witness.ask();
        return told;
    }));
    EXPECT_EQ(other.asked, 0);
}

} // namespace
} // namespace pixelpass
