// SPDX-License-Identifier: MIT OR Apache-2.0
#include "audio/channel_map.h"

#include <gmock/gmock.h>

#include <string>

namespace pixelpass {
namespace {

using testing::IsEmpty;

constexpr std::uint32_t application = 10;
constexpr std::uint32_t capture = 20;

/// An application with those channels, at the ports 100, 101, …, and our stream.
GraphModel with_channels(const std::vector<std::string>& channels) {
    GraphModel model;
    std::uint32_t id = 100;
    for (const auto& channel : channels)
        model.ports.push_back(
            {.id = id++, .node = application, .output = true, .monitor = false, .channel = channel});
    model.ports.push_back({.id = 1, .node = capture, .output = false, .monitor = false, .channel = "FL"});
    model.ports.push_back({.id = 2, .node = capture, .output = false, .monitor = false, .channel = "FR"});
    return model;
}

/// Where each channel goes: l, r, b(oth) or -.
std::string sides(const std::vector<std::string>& channels) {
    std::string found(channels.size(), '-');
    for (const auto& link : plan_links(with_channels(channels), {application}, capture)) {
        EXPECT_EQ(link.output_node, application);
        EXPECT_EQ(link.input_node, capture);
        char& side = found[link.output_port - 100];
        side = side != '-' ? 'b' : link.input_port == 1 ? 'l' : 'r';
    }
    return found;
}

TEST(ChannelMap, KeepsStereo) { EXPECT_EQ(sides({"FL", "FR"}), "lr"); }

TEST(ChannelMap, BringsMonoToBothSides) {
    EXPECT_EQ(sides({"MONO"}), "b");
    EXPECT_EQ(sides({""}), "b");
    EXPECT_EQ(sides({"AUX0"}), "b");
}

TEST(ChannelMap, MixesSurroundDown) {
    EXPECT_EQ(sides({"FL", "FR", "FC", "LFE", "RL", "RR"}), "lrb-lr");
    EXPECT_EQ(sides({"FL", "FR", "FC", "LFE", "RL", "RR", "SL", "SR"}), "lrb-lrlr");
    EXPECT_EQ(sides({"FLC", "FRC", "RC", "TC", "TFL", "TFC", "TFR", "TRR", "LFE2"}), "lrbblbrr-");
}

TEST(ChannelMap, TakesUnknownChannelsInTurn) {
    EXPECT_EQ(sides({"AUX0", "AUX1", "AUX2"}), "lrl");
    EXPECT_EQ(sides({"", "T", "F", "FX"}), "lrlr");
}

TEST(ChannelMap, TakesNoMonitorNoInputAndNobodyElse) {
    auto model = with_channels({"FL"});
    model.ports[0].monitor = true;
    EXPECT_THAT(plan_links(model, {application}, capture), IsEmpty());
    EXPECT_THAT(plan_links(with_channels({"FL"}), {application + 1}, capture), IsEmpty());
    EXPECT_THAT(plan_links(with_channels({"FL"}), {}, capture), IsEmpty());
}

TEST(ChannelMap, WaitsForThePortsOfTheStream) {
    auto model = with_channels({"FL", "FR"});
    model.ports.pop_back();
    EXPECT_THAT(plan_links(model, {application}, capture), IsEmpty());
}

} // namespace
} // namespace pixelpass
