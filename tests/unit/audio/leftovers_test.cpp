// SPDX-License-Identifier: MIT OR Apache-2.0
#include "audio/leftovers.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

namespace pixelpass {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr pid_t living = 4000;

std::vector<Leftover> find(const std::vector<NodeTraits>& nodes) {
    return find_leftovers(nodes, [](pid_t pid) { return pid == living; });
}

NodeTraits sink(std::uint32_t id, const std::string& name) {
    return {.id = id,
            .client = id,
            .module = "536870913",
            .media_class = "Audio/Sink",
            .name = name,
            .media_name = {},
            .target = {}};
}

/// The two nodes of a loopback from `source` to `sink`.
std::vector<NodeTraits> loopback(std::uint32_t id, const std::string& source, const std::string& sink) {
    const auto side = [id](std::uint32_t number, const char* media_class, const char* name,
                           const std::string& target) {
        return NodeTraits{.id = number,
                          .client = id,
                          .module = "536870914",
                          .media_class = media_class,
                          .name = name,
                          .media_name = {},
                          .target = target};
    };
    return {side(id, "Stream/Input/Audio", "input.loopback-700-12", source),
            side(id + 1, "Stream/Output/Audio", "output.loopback-700-12", sink)};
}

TEST(Leftovers, AreSinksThatNameAMakerThatHasEnded) {
    const auto found = find({sink(40, "pixelpass_12345_sink")});
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].kind, Leftover::Kind::sink);
    EXPECT_EQ(found[0].name, "pixelpass_12345_sink");
    EXPECT_THAT(found[0].makers, ElementsAre(12345));
    EXPECT_THAT(found[0].nodes, ElementsAre(40U));
}

TEST(Leftovers, HaveThePidAnywhereInTheirName) {
    for (const auto* name : {"pixelpass_12345", "pixelpass_game_12345", "pixelpass_my-game-12345-sink",
                             "pixelpass_12345.monitor"})
        EXPECT_EQ(find({sink(40, name)}).size(), 1U) << name;
    // No number of its own, or none that a process can have.
    for (const auto* name : {"pixelpass_", "pixelpass_sink", "pixelpass_game2", "pixelpass_0",
                             "pixelpass_-1x", "pixelpass_20240131", "pixelpass_99999999999999999999"})
        EXPECT_THAT(find({sink(40, name)}), IsEmpty()) << name;
}

TEST(Leftovers, AreNeverOfALivingProcess) {
    EXPECT_THAT(find({sink(40, "pixelpass_4000_sink")}), IsEmpty());
    EXPECT_THAT(find({sink(40, "pixelpass_12345_4000")}), IsEmpty());
    EXPECT_THAT(find(loopback(40, "pixelpass_12345_sink", "pixelpass_4000_sink")), IsEmpty());
}

TEST(Leftovers, AreOnlyWhatIsOurs) {
    EXPECT_THAT(find({sink(40, "game_12345"), sink(41, "xpixelpass_12345")}), IsEmpty());
    EXPECT_THAT(find(loopback(40, "microphone", "speakers")), IsEmpty());
    // Not of the Pulse interface: it ends with its program.
    auto native = sink(40, "pixelpass_12345_sink");
    native.module.clear();
    EXPECT_THAT(find({native}), IsEmpty());
}

TEST(Leftovers, AreLoopbacksByWhatTheyAreLinkedWith) {
    for (const auto& nodes : {loopback(40, "pixelpass_12345_sink", "speakers"),
                              loopback(40, "microphone", "pixelpass_12345_sink")}) {
        const auto found = find(nodes);
        ASSERT_EQ(found.size(), 1U);
        EXPECT_EQ(found[0].kind, Leftover::Kind::loopback);
        EXPECT_EQ(found[0].name, "pixelpass_12345_sink");
        EXPECT_THAT(found[0].nodes, ElementsAre(40U, 41U));
    }
}

TEST(Leftovers, AreLoopbacksByTheirOwnName) {
    auto named = loopback(40, "", "speakers");
    named[1].name = "output.pixelpass_12345_loop";
    EXPECT_EQ(find(named).at(0).name, "pixelpass_12345_loop");
    auto described = loopback(40, "", "speakers");
    described[0].media_name = "pixelpass_12346_loop";
    EXPECT_EQ(find(described).at(0).name, "pixelpass_12346_loop");
}

TEST(Leftovers, GoLoopbacksFirst) {
    std::vector<NodeTraits> nodes{sink(40, "pixelpass_12345_sink"), sink(50, "pixelpass_12346_sink")};
    for (const auto& node : loopback(60, "pixelpass_12345_sink", "speakers"))
        nodes.push_back(node);
    std::vector<std::uint32_t> order;
    for (const auto& leftover : find(nodes))
        order.push_back(leftover.nodes[0]);
    EXPECT_THAT(order, ElementsAre(60U, 40U, 50U));
}

TEST(Leftovers, OfTwoProgramsWithOneModuleNumberAreTwo) {
    EXPECT_EQ(find({sink(40, "pixelpass_12345_sink"), sink(50, "pixelpass_12345_sink")}).size(), 2U);
}

TEST(RunsPixelpass, NotIfThereIsNoSuchProcessOrAnother) {
    EXPECT_FALSE(runs_pixelpass(getpid()));
    EXPECT_FALSE(runs_pixelpass(1 << 22));
    const pid_t other = fork();
    if (other == 0) {
        pause();
        _exit(0);
    }
    EXPECT_FALSE(runs_pixelpass(other));
    kill(other, SIGKILL);
    waitpid(other, nullptr, 0);
}

} // namespace
} // namespace pixelpass
