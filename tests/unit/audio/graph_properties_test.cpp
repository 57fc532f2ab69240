// SPDX-License-Identifier: MIT OR Apache-2.0
#include "audio/graph_properties.h"

#include <gmock/gmock.h>

#include <utility>

namespace pixelpass {
namespace {

using testing::ElementsAre;

GraphProperties properties(const std::vector<std::pair<const char*, const char*>>& pairs) {
    std::vector<spa_dict_item> items;
    items.reserve(pairs.size());
    for (const auto& [key, value] : pairs)
        items.push_back({key, value});
    spa_dict dict{};
    dict.items = items.data();
    dict.n_items = static_cast<std::uint32_t>(items.size());
    return GraphProperties(&dict);
}

TEST(GraphProperties, AskTheClientForWhatTheNodeDoesNotTell) {
    const auto client = properties({{"application.name", "a player"},
                                    {"application.process.binary", "player"},
                                    {"application.process.id", "12"},
                                    {"pipewire.sec.pid", "34"},
                                    {"pipewire.access.portal.app_id", "org.example.Player"}});
    const auto bare =
        node_of(7, properties({{"node.name", "n"}, {"media.class", "Stream/Output/Audio"}}), client);
    EXPECT_EQ(bare.id, 7U);
    EXPECT_EQ(bare.name, "n");
    EXPECT_EQ(bare.application, "a player");
    EXPECT_EQ(bare.binary, "player");
    EXPECT_EQ(bare.process, "12");
    EXPECT_EQ(bare.flatpak, "org.example.Player");
    const auto own = properties({{"application.name", "a tab"}, {"application.process.id", "56"}});
    EXPECT_EQ(node_of(7, own, client).application, "a tab");
    EXPECT_THAT(processes_of(own, client), ElementsAre(56U, 12U, 34U));
}

TEST(GraphProperties, KnowTheViewersPlayer) {
    const auto tag = properties({{"pixelpass.player", "1"}});
    EXPECT_TRUE(is_tagged(tag, {}));
    EXPECT_TRUE(is_tagged({}, tag));
    EXPECT_FALSE(is_tagged({}, {}));
}

TEST(GraphProperties, LeaveOutWhatIsHostile) {
    const std::string longest(GraphProperties::longest, 'x');
    const std::string longer = longest + 'x';
    EXPECT_EQ(properties({{"node.name", longest.c_str()}}).get("node.name"), longest);
    EXPECT_EQ(properties({{"node.name", longer.c_str()}}).get("node.name"), "");
    EXPECT_EQ(properties({{"node.name", "a\x1b[31mb\n"}}).get("node.name"), "a[31mb");
    EXPECT_EQ(properties({{"node.name", "\xff\xfe"}}).get("node.name"), "");
    EXPECT_EQ(properties({{"node.name", nullptr}}).get("node.name"), "");
    EXPECT_EQ(properties({{"something.else", "x"}}).get("something.else"), "");
    EXPECT_EQ(GraphProperties(nullptr).get("node.name"), "");
    for (const char* number : {"", "-1", "1x", " 1", "4294967296", "0x10"})
        EXPECT_FALSE(properties({{"node.id", number}}).number("node.id")) << number;
    EXPECT_EQ(properties({{"node.id", "4294967295"}}).number("node.id"), 4294967295U);
}

TEST(GraphProperties, DescribePorts) {
    const auto port = port_of(5, properties({{"node.id", "3"},
                                             {"port.direction", "out"},
                                             {"port.monitor", "true"},
                                             {"audio.channel", "FL"},
                                             {"format.dsp", "32 bit float mono audio"}}));
    ASSERT_TRUE(port);
    EXPECT_EQ(port->id, 5U);
    EXPECT_EQ(port->node, 3U);
    EXPECT_TRUE(port->output);
    EXPECT_TRUE(port->monitor);
    EXPECT_EQ(port->channel, "FL");
    EXPECT_FALSE(port_of(5, properties({{"port.direction", "out"}})));
    EXPECT_FALSE(port_of(5, properties({{"node.id", "3"}, {"format.dsp", "8 bit raw midi"}})));
}

TEST(GraphProperties, DescribeLinks) {
    const auto link = link_of(properties({{"link.output.port", "3"}, {"link.input.port", "4"}}));
    ASSERT_TRUE(link);
    EXPECT_EQ(link->output_port, 3U);
    EXPECT_EQ(link->input_port, 4U);
    EXPECT_FALSE(link_of(properties({{"link.output.port", "3"}})));
}

TEST(SinkName, IsReadFromJson) {
    EXPECT_EQ(sink_name(R"({"name":"speakers"})"), "speakers");
    EXPECT_EQ(sink_name(R"({ "other": 3, "list": [1, {"name": "no"}], "name": "a\"b" })"), "a\"b");
}

TEST(SinkName, IsEmptyForWhatIsNone) {
    const std::string long_name = R"({"name":")" + std::string(300, 'x') + "\"}";
    const std::string long_value = R"({"x":")" + std::string(5000, 'x') + R"(","name":"s"})";
    for (const char* json :
         {"", "null", "3", "speakers", "[\"name\", \"speakers\"]", "{", "{\"name\"",
          "{\"name\":", "{\"name\":3}", "{\"name\":{\"name\":\"x\"}}", "{\"nam\":\"speakers\"}",
          "{\"name\":\"spea", "{{{{{{", "\xff{\xff", long_name.c_str(), long_value.c_str()})
        EXPECT_EQ(sink_name(json), "") << json;
    EXPECT_EQ(sink_name(nullptr), "");
}

} // namespace
} // namespace pixelpass
