// SPDX-License-Identifier: MIT OR Apache-2.0
#include "wire/control_reader.h"
#include "wire/unit_header.h"

#include "media/sound_format.h"

#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <sstream>

namespace pixelpass::wire {
namespace {

Bytes from_hex(const std::string& text) {
    Bytes bytes;
    for (std::size_t i = 0; i + 1 < text.size(); i += 2)
        bytes.push_back(static_cast<std::byte>(std::stoul(text.substr(i, 2), nullptr, 16)));
    return bytes;
}

/// The vectors of tests/vectors/pixelpass-1.txt by name.
std::map<std::string, Bytes> read_vectors() {
    std::map<std::string, Bytes> vectors;
    std::ifstream file(PIXELPASS_TEST_VECTORS "/pixelpass-1.txt");
    for (std::string line; std::getline(file, line);) {
        std::istringstream words(line);
        std::string name;
        std::string hex;
        if (words >> name >> hex && name != "#")
            vectors[name] = from_hex(hex);
    }
    return vectors;
}

/// A first byte and 32 more, each by its place.
template <typename Byte>
Bytes bytes_by(unsigned char first, Byte byte) {
    Bytes bytes{static_cast<std::byte>(first)};
    for (unsigned i = 0; i < 32; ++i)
        bytes.push_back(static_cast<std::byte>(byte(i)));
    return bytes;
}

Bytes confirmation() {
    auto bytes = bytes_by(0, [](unsigned i) { return 3 * i; });
    bytes.erase(bytes.begin());
    return bytes;
}

const std::map<std::string, Message>& messages() {
    using namespace std::chrono_literals;
    static const std::map<std::string, Message> known{
        {"hello", Hello{.name = "alice"}},
        {"hello-unnamed", Hello{}},
        {"catalog",
         Catalog{
             {{.kind = MediaKind::video,
               .id = 1,
               .format = {.width = 1280, .height = 720, .frame_rate_milli = 30'000, .bitrate = 4'000'000}},
              {.kind = MediaKind::audio, .id = 1, .format = aac_format()}}}},
        {"catalog-opus",
         Catalog{
             {{.kind = MediaKind::video,
               .id = 1,
               .format = {.width = 1280, .height = 720, .frame_rate_milli = 30'000, .bitrate = 4'000'000}},
              {.kind = MediaKind::audio, .id = 1, .format = aac_format()},
              {.kind = MediaKind::audio, .id = 2, .format = opus_format()}}}},
        {"subscribe-opus",
         Subscribe{{{.kind = MediaKind::video}, {.kind = MediaKind::audio, .rendition = 2}}}},
        {"subscribe-both", Subscribe{{{.kind = MediaKind::video}, {.kind = MediaKind::audio}}}},
        {"subscribe-none", Subscribe{}},
        {"keyframe-request", KeyframeRequest{}},
        {"report", Report{.interval = 1s,
                          .units_received = 77,
                          .units_skipped = 2,
                          .bytes_received = 500'000,
                          .delay = 10ms,
                          .delay_max = 45ms}},
        {"clock-request", ClockRequest{.viewer_time = 123'456'789us}},
        {"clock-reply", ClockReply{.viewer_time = 123'456'789us, .host_time = 1'000'000s}},
        {"skip", Skip{.kind = MediaKind::video, .first_sequence = 300, .count = 17}},
        {"pending", Pending{}},
        {"challenge", Challenge{.element = bytes_by(0x41, [](unsigned i) { return i; })}},
        {"proof", Proof{.element = bytes_by(0x42, [](unsigned i) { return 255 - i; }),
                        .confirmation = confirmation()}},
        {"paused", Paused{Seen::pause_card}},
        {"source-lost", Paused{Seen::loss_card}},
        {"shown-again", Paused{}},
        {"counterproof", Counterproof{.confirmation = confirmation()}},
        {"muted", Muted{true}},
        {"heard-again", Muted{}},
    };
    return known;
}

const std::map<std::string, UnitHeader>& unit_headers() {
    using namespace std::chrono_literals;
    static const std::map<std::string, UnitHeader> known{
        {"unit-key",
         {.kind = MediaKind::video, .rendition = 1, .sequence = 0, .keyframe = true, .pts = 1'000'000s}},
        {"unit-delta",
         {.kind = MediaKind::video,
          .rendition = 1,
          .sequence = 70'000,
          .keyframe = false,
          .pts = 1'000'000s + 33'333us}},
        {"unit-opus",
         {.kind = MediaKind::audio, .rendition = 2, .sequence = 6, .keyframe = true, .pts = 31'333us}},
        {"unit-audio",
         {.kind = MediaKind::audio, .rendition = 1, .sequence = 5, .keyframe = true, .pts = 21'333us}},
    };
    return known;
}

/// Those that are read, but that nobody needs to write.
const std::map<std::string, Message>& readable() {
    static const std::map<std::string, Message> known{
        {"read-long-varints", KeyframeRequest{}},
        {"read-appended", Hello{.name = "alice"}},
        {"read-controls", Hello{.name = "a[31mb"}},
        {"read-no-utf8", Hello{}},
        {"read-unknown-card", Paused{Seen::pause_card}},
        {"read-unknown-kind",
         Catalog{{{.kind = MediaKind::video, .id = 2, .format = {.codec = Codec::av1}}}}},
        {"read-unknown-codec",
         Catalog{{{.kind = MediaKind::video, .id = 2, .format = {.codec = Codec::av1}}}}},
    };
    return known;
}

/// All messages of a control stream, or nothing if it is refused.
std::optional<std::vector<Message>> read_control(ByteView stream) {
    std::vector<Message> read;
    ControlReader reader;
    if (!reader.feed(stream, [&](const Message& one) { read.push_back(one); }))
        return std::nullopt;
    return read;
}

TEST(Vectors, CoverEveryMessage) {
    std::size_t others = 0;
    for (const auto& [name, bytes] : read_vectors())
        others += name.starts_with("ignore-") || name.starts_with("bad-") ? 1U : 0U;
    EXPECT_GT(others, 0U);
    EXPECT_EQ(read_vectors().size(), messages().size() + unit_headers().size() + readable().size() + others);
}

TEST(Vectors, AreWhatMessagesEncodeTo) {
    const auto vectors = read_vectors();
    for (const auto& [name, message] : messages())
        EXPECT_EQ(encode(message), vectors.at(name)) << name;
    for (const auto& [name, header] : unit_headers())
        EXPECT_EQ(encode(header), vectors.at(name)) << name;
}

TEST(Vectors, DecodeToTheirMessages) {
    const auto vectors = read_vectors();
    for (const auto& known : {messages(), readable()}) {
        for (const auto& [name, message] : known)
            EXPECT_EQ(read_control(vectors.at(name)), std::vector{message}) << name;
    }
}

TEST(Vectors, DecodeToTheirUnitHeaders) {
    const auto vectors = read_vectors();
    for (const auto& [name, header] : unit_headers()) {
        Bytes stream = vectors.at(name);
        const auto head = stream.size();
        stream.resize(head + 3);
        const auto decoded = decode_unit(stream);
        ASSERT_TRUE(decoded && *decoded) << name;
        EXPECT_EQ((*decoded)->header, header) << name;
        EXPECT_EQ((*decoded)->payload_offset, head) << name;
    }
}

TEST(Vectors, AreIgnoredIfUnknown) {
    for (const auto& [name, bytes] : read_vectors()) {
        if (name.starts_with("ignore-unit")) {
            const auto decoded = decode_unit(bytes);
            EXPECT_TRUE(decoded && !*decoded) << name;
        } else if (name.starts_with("ignore-")) {
            EXPECT_EQ(read_control(bytes), std::vector<Message>{}) << name;
        }
    }
}

TEST(Vectors, HavePaddingThatIsIgnored) {
    Bytes padding = padding_header();
    padding.resize(padding.size() + 4);
    EXPECT_EQ(padding, read_vectors().at("ignore-unit-padding"));
}

TEST(Vectors, AreRefusedIfBad) {
    for (const auto& [name, bytes] : read_vectors()) {
        if (name.starts_with("bad-unit")) {
            EXPECT_FALSE(decode_unit(bytes)) << name;
        } else if (name.starts_with("bad-")) {
            EXPECT_FALSE(read_control(bytes)) << name;
        }
    }
}

} // namespace
} // namespace pixelpass::wire
