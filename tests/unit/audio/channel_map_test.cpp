// SPDX-License-Identifier: MIT OR Apache-2.0
#include "audio/channel_map.h"

#include "audio/downmix.h"

#include <gmock/gmock.h>

#include <string>

namespace pixelpass {
namespace {

using testing::IsEmpty;

constexpr std::uint32_t application = 10;
constexpr std::uint32_t capture = 20;

/// An application with ports for those channels, 100, 101, …, that gives `own` itself; and our stream.
GraphModel with_channels(const std::vector<std::string>& channels, const std::vector<std::string>& own = {}) {
    GraphModel model;
    model.nodes.push_back({.id = application, .channels = own});
    std::uint32_t id = 100;
    for (const auto& channel : channels)
        model.ports.push_back(
            {.id = id++, .node = application, .output = true, .monitor = false, .channel = channel});
    id = 0;
    for (const auto channel : captured_channels)
        model.ports.push_back({.id = id++,
                               .node = capture,
                               .output = false,
                               .monitor = false,
                               .channel = std::string(channel)});
    return model;
}

/// Where each channel goes, by the inputs' names, such as "FL+FR"; "-" if nowhere.
std::string inputs(const std::vector<std::string>& channels, const std::vector<std::string>& own = {}) {
    std::vector<std::string> found(channels.size());
    for (const auto& link : plan_links(with_channels(channels, own), {application}, capture)) {
        EXPECT_EQ(link.output_node, application);
        EXPECT_EQ(link.input_node, capture);
        auto& names = found[link.output_port - 100];
        names += (names.empty() ? "" : "+") + std::string(captured_channels[link.input_port]);
    }
    std::string all;
    for (const auto& names : found)
        all += (all.empty() ? "" : " ") + (names.empty() ? "-" : names);
    return all;
}

TEST(ChannelMap, KeepsStereo) { EXPECT_EQ(inputs({"FL", "FR"}), "FL FR"); }

TEST(ChannelMap, BringsMonoToBothSides) {
    EXPECT_EQ(inputs({"MONO"}), "FL+FR");
    EXPECT_EQ(inputs({""}), "FL+FR");
    EXPECT_EQ(inputs({"AUX0"}), "FL+FR");
}

TEST(ChannelMap, BringsSurroundToInputsOfItsOwn) {
    EXPECT_EQ(inputs({"FL", "FR", "FC", "LFE", "RL", "RR"}), "FL FR FC - SL SR");
    EXPECT_EQ(inputs({"FL", "FR", "FC", "LFE", "RL", "RR", "SL", "SR"}), "FL FR FC - SL SR SL SR");
    EXPECT_EQ(inputs({"FLC", "FRC", "RC", "TC", "TFL", "TFC", "TFR", "TRR", "LFE2"}),
              "FL FR FC FC SL FC SR SR -");
}

TEST(ChannelMap, LeavesOutWhatWasAddedForASurroundSink) {
    const std::vector<std::string> ports{"FL", "FR", "FC", "LFE", "RL", "RR"};
    EXPECT_EQ(inputs(ports, {"FL", "FR"}), "FL FR - - - -");
    EXPECT_EQ(inputs(ports, {"MONO"}), "- - FL+FR - - -");
    EXPECT_EQ(inputs(ports, {"AUX0", "AUX1"}), "FL FR FC - SL SR");
    EXPECT_EQ(inputs({"FL", "FR"}, {"FL", "FR", "FC", "LFE", "RL", "RR"}), "FL FR") << "mixed by PipeWire";
    EXPECT_EQ(inputs({"FL", "FR"}, {"MONO"}), "FL FR");
}

TEST(ChannelMap, TakesUnknownChannelsInTurn) {
    EXPECT_EQ(inputs({"AUX0", "AUX1", "AUX2"}), "FL FR FL");
    EXPECT_EQ(inputs({"", "T", "F", "FX"}), "FL FR FL FR");
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

TEST(Downmix, TakesCentreAndSurroundThreeDecibelsDown) {
    const std::vector<float> captured{0.1F, 0.2F, 0, 0, 0, /**/ 0, 0, 0.5F, 0, 0, /**/ 0, 0, 0, 0.4F, 0.8F};
    std::vector<float> stereo{9, 9, 9};
    mix_down(captured, stereo);
    const std::vector<float> expected{0.1F, 0.2F, 0.35355F, 0.35355F, 0.28284F, 0.56569F};
    ASSERT_EQ(stereo.size(), expected.size());
    for (std::size_t i = 0; i < expected.size(); ++i)
        EXPECT_NEAR(stereo[i], expected[i], 1e-5);
}

} // namespace
} // namespace pixelpass
