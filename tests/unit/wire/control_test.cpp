// SPDX-License-Identifier: MIT OR Apache-2.0
#include "wire/control_reader.h"
#include "wire/unit_header.h"
#include "wire/varint.h"

#include <gtest/gtest.h>

namespace pixelpass::wire {
namespace {

Bytes frame(std::uint64_t type, ByteView payload) {
    Writer writer;
    writer.varint(type);
    writer.bytes(payload);
    return writer.take();
}

Bytes join(std::initializer_list<Bytes> parts) {
    Bytes all;
    for (const Bytes& part : parts)
        all.insert(all.end(), part.begin(), part.end());
    return all;
}

class Control : public testing::Test {
protected:
    ControlReader reader;
    std::vector<Message> read;

    bool feed(ByteView data) {
        return reader.feed(data, [this](const Message& message) { read.push_back(message); }).has_value();
    }
};

TEST_F(Control, ReadsMessagesThatComeByteByByte) {
    for (const std::byte byte :
         join({encode(Hello{.name = "a"}), encode(Skip{.first_sequence = 9, .count = 1})}))
        ASSERT_TRUE(feed(ByteView(&byte, 1)));
    ASSERT_EQ(read.size(), 2U);
    EXPECT_EQ(std::get<Hello>(read[0]).name, "a");
    EXPECT_EQ(std::get<Skip>(read[1]).first_sequence, 9U);
}

TEST_F(Control, SkipsUnknownMessages) {
    EXPECT_TRUE(feed(join({frame(4711, Bytes(300)), encode(KeyframeRequest{})})));
    ASSERT_EQ(read.size(), 1U);
    EXPECT_TRUE(std::holds_alternative<KeyframeRequest>(read[0]));
}

TEST_F(Control, IgnoresFieldsThatWereAppended) {
    Writer longer;
    longer.varint(42);
    longer.varint(4711);
    EXPECT_TRUE(feed(frame(6, longer.take())));
    ASSERT_EQ(read.size(), 1U);
    EXPECT_EQ(std::get<ClockRequest>(read[0]).viewer_time, Microseconds(42));
}

TEST_F(Control, RefusesAMessageThatIsTooLong) {
    Writer head;
    head.varint(1);
    head.varint(max_control_payload + 1);
    EXPECT_FALSE(feed(head.take()));
}

TEST_F(Control, IsOfNoMoreUseOnceBroken) {
    EXPECT_FALSE(feed(join({encode(KeyframeRequest{}), frame(3, Bytes{})})));
    EXPECT_FALSE(feed(encode(KeyframeRequest{})));
    EXPECT_EQ(read.size(), 1U); // what came before the fault, once
}

TEST_F(Control, RefusesMangledMessages) {
    for (const std::uint64_t type : {1U, 2U, 3U, 5U, 6U, 7U, 8U}) {
        ControlReader fresh;
        EXPECT_FALSE(fresh.feed(frame(type, Bytes{}), [](const Message&) {})) << type;
    }
    EXPECT_FALSE(feed(frame(8, Bytes{std::byte{2}, std::byte{0}, std::byte{0}}))); // no such MediaKind
}

TEST_F(Control, RefusesCountsAndConfigurationsBeyondTheirBounds) {
    const auto accepts = [](const Message& message) {
        ControlReader fresh;
        return fresh.feed(encode(message), [](const Message&) {}).has_value();
    };
    EXPECT_TRUE(accepts(Subscribe{std::vector<Subscription>(8)}));
    EXPECT_FALSE(accepts(Subscribe{std::vector<Subscription>(9)}));
    EXPECT_TRUE(accepts(Catalog{std::vector<Rendition>(32)}));
    EXPECT_FALSE(accepts(Catalog{std::vector<Rendition>(33)}));
    EXPECT_TRUE(accepts(Catalog{{{.format = {.config = Bytes(1024)}}}}));
    EXPECT_FALSE(accepts(Catalog{{{.format = {.config = Bytes(1025)}}}}));
}

TEST_F(Control, ShowsNoControlCharactersOfAName) {
    EXPECT_TRUE(feed(encode(Hello{.name = "a\x1b[31m\nb"})));
    EXPECT_EQ(std::get<Hello>(read[0]).name, "a[31mb");
    EXPECT_TRUE(feed(encode(Hello{.name = "\xff\xfe"})));
    EXPECT_EQ(std::get<Hello>(read[1]).name, "");
}

TEST_F(Control, CutsALongNameWhenWriting) {
    EXPECT_TRUE(feed(encode(Hello{.name = std::string(100, 'x')})));
    EXPECT_EQ(std::get<Hello>(read[0]).name.size(), 64U);
}

TEST_F(Control, CutsALongNameBetweenCharacters) {
    std::string name = "x";
    for (int i = 0; i < 40; ++i)
        name += "\u20ac"; // three bytes
    EXPECT_TRUE(feed(encode(Hello{.name = name})));
    EXPECT_EQ(std::get<Hello>(read[0]).name, name.substr(0, 64)); // 1 + 21 * 3
    EXPECT_TRUE(feed(encode(Hello{.name = "x" + name})));
    EXPECT_EQ(std::get<Hello>(read[1]).name, ("x" + name).substr(0, 62));
}

TEST_F(Control, IgnoresRenditionsOfUnknownKindsAndCodecs) {
    Catalog catalog{{{.kind = MediaKind::video, .id = 1, .format = {.codec = static_cast<Codec>(9)}},
                     {.kind = static_cast<MediaKind>(2), .id = 1, .format = {.codec = Codec::av1}},
                     {.kind = MediaKind::video, .id = 2, .format = {.codec = Codec::av1}}}};
    ASSERT_TRUE(feed(encode(catalog)));
    ASSERT_EQ(std::get<Catalog>(read[0]).renditions.size(), 1U);
    EXPECT_EQ(std::get<Catalog>(read[0]).renditions[0].id, 2U);
}

TEST(Varint, KeepsEveryLength) {
    for (const std::uint64_t value :
         {std::uint64_t{0}, std::uint64_t{63}, std::uint64_t{64}, std::uint64_t{16'383},
          std::uint64_t{16'384}, std::uint64_t{1} << 30, max_varint}) {
        Writer writer;
        writer.varint(value);
        const Bytes bytes = writer.take();
        EXPECT_EQ(Reader(bytes).varint(), value);
        EXPECT_FALSE(Reader(ByteView(bytes).first(bytes.size() - 1)).varint());
    }
}

TEST(UnitHead, IsIgnoredIfItsTypeIsUnknown) {
    const auto decoded = decode_unit(Bytes{std::byte{7}, std::byte{0}});
    ASSERT_TRUE(decoded);
    EXPECT_FALSE(*decoded);
}

TEST(UnitHead, IsAKeyframesByItsLowestFlagAlone) {
    for (const unsigned flags : {0U, 1U, 2U, 3U}) {
        Bytes head = encode(UnitHeader{});
        head[4] = static_cast<std::byte>(flags);
        const auto decoded = decode_unit(head);
        ASSERT_TRUE(decoded && *decoded);
        EXPECT_EQ((*decoded)->header.keyframe, (flags & 1U) != 0) << flags;
    }
}

TEST(UnitHead, HasNoTimeBeforeTheClocksStart) {
    const auto decoded = decode_unit(encode(UnitHeader{.pts = Microseconds(-5)}));
    ASSERT_TRUE(decoded && *decoded);
    EXPECT_EQ((*decoded)->header.pts, Microseconds(0));
}

TEST(UnitHead, IsRefusedIfTruncated) {
    const Bytes whole =
        encode(UnitHeader{.rendition = 1, .sequence = 70'000, .pts = Microseconds(1LL << 40)});
    for (std::size_t size = 0; size < whole.size(); ++size)
        EXPECT_FALSE(decode_unit(ByteView(whole).first(size))) << size;
}

} // namespace
} // namespace pixelpass::wire
