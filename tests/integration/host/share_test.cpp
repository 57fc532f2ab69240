// SPDX-License-Identifier: MIT OR Apache-2.0
#include "host/share.h"

#include "capture/test_source.h"
#include "media/sound_format.h"
#include "support/run_until.h"
#include "support/sound.h"
#include "wire/alpn.h"
#include "wire/control_reader.h"
#include "wire/messages.h"
#include "wire/unit_header.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>

namespace pixelpass {
namespace {

constexpr const char* local = "127.0.0.1:0";

/// A share of the test picture and its tone.
class TestShare {
public:
    explicit TestShare(Sound sound = Sound::tone) {
        auto started = Share::start(
            {.studio = {.source = open_test_source({160, 96}),
                        .encoding = {.encoder = find_encoder("x264enc"),
                                     .video = {.frame_rate = 30, .size = {}, .bitrate_kbps = 500}},
                        .sound = sound,
                        .sound_rule = {}},
             .endpoint = {.relay = net::RelayMode::none,
                          .relay_url = {},
                          .relay_ca_der = {},
                          .bind = local,
                          .alpns = {}}},
            {.on_ticket = [this](const std::string& ticket, bool) { ticket_ = ticket; },
             .on_joined = [](const ViewerStatus&) {},
             .on_left = [](const ViewerStatus&, const std::string&) {},
             .on_source = [](const SourceState&) {},
             .on_heard = [](const Heard&) {},
             .on_encoding = [](const EncodingChoice&, const Error& cause) { ADD_FAILURE() << cause.message; },
             .on_rate = [](const RateChange&, const ViewerStatus*) {},
             .on_warning = [](const Error& error) { ADD_FAILURE() << error.message; },
             .on_ended = [](const Error& error) { ADD_FAILURE() << error.message; },
             .on_failed = [](const Error& error) { ADD_FAILURE() << error.message; }});
        EXPECT_TRUE(started) << started.error().message;
        share_ = std::move(*started);
        EXPECT_TRUE(test::run_until([&] { return !ticket_.empty(); }));
    }
    ~TestShare() { share_->end(std::chrono::milliseconds(200)); }
    TestShare(const TestShare&) = delete;
    TestShare& operator=(const TestShare&) = delete;

    [[nodiscard]] const std::string& ticket() const { return ticket_; }
    [[nodiscard]] Share& share() const { return *share_; }

private:
    std::string ticket_;
    std::unique_ptr<Share> share_;
};

/// One who speaks pixelpass/1 by an endpoint of its own, and keeps what comes.
class Watcher {
public:
    Watcher(const std::string& ticket, std::vector<wire::Subscription> subscriptions)
        : subscriptions_(std::move(subscriptions)) {
        net::EndpointOptions options;
        options.relay = net::RelayMode::none;
        options.bind = local;
        endpoint_ = std::move(*net::Endpoint::create(options, {}));
        EXPECT_TRUE(endpoint_->connect(ticket, {wire::alpn_live}, [this](auto made) {
            ASSERT_TRUE(made) << made.error().message;
            connection_ = std::move(*made);
            begin();
        }));
    }
    ~Watcher() {
        if (connection_)
            connection_->close(0, "");
        endpoint_->close(std::chrono::milliseconds(200));
    }
    Watcher(const Watcher&) = delete;
    Watcher& operator=(const Watcher&) = delete;

    void subscribe(std::vector<wire::Subscription> subscriptions) {
        control_->write(wire::encode(wire::Subscribe{std::move(subscriptions)}));
    }
    /// Waits till so many units of a rendition have come.
    [[nodiscard]] const std::vector<SharedUnit>& wait_for(Rendition rendition, std::size_t count) {
        auto& units = units_[{rendition.kind, rendition.id}];
        EXPECT_TRUE(test::run_until([&] { return units.size() >= count; })) << units.size() << " units";
        return units;
    }
    [[nodiscard]] std::size_t count(Rendition rendition) {
        return units_[{rendition.kind, rendition.id}].size();
    }
    /// Of the last unit of sound.
    [[nodiscard]] std::uint64_t last_sequence() const { return last_sequence_; }
    [[nodiscard]] const std::vector<wire::Rendition>& offered() const { return catalog_.renditions; }

private:
    void begin() {
        connection_->listen({.on_message = [this](const SharedBytes& message) { take(message); },
                             .on_stream = {},
                             .on_path_changed = {},
                             .on_closed = [](const net::CloseInfo&) {}});
        control_ = connection_->open_stream();
        control_->listen({.on_data = [this](ByteView data) { read(data); }, .on_ended = {}});
        control_->write(wire::encode(wire::Hello{}));
        subscribe(subscriptions_);
    }
    void read(ByteView data) {
        EXPECT_TRUE(reader_.feed(data, [this](const wire::Message& message) {
            if (const auto* catalog = std::get_if<wire::Catalog>(&message))
                catalog_ = *catalog;
        }));
    }
    void take(const SharedBytes& message) {
        const auto decoded = wire::decode_unit(message.view).value().value();
        const auto& header = decoded.header;
        const Rendition rendition{header.kind, header.rendition};
        const bool sound = header.kind == MediaKind::audio;
        last_sequence_ = sound ? std::max(last_sequence_, header.sequence) : last_sequence_;
        units_[{header.kind, header.rendition}].push_back(std::make_shared<const AccessUnit>(AccessUnit{
            .kind = header.kind,
            .rendition = header.rendition,
            .pts = header.pts,
            .payload = {.owner = message.owner, .view = message.view.subspan(decoded.payload_offset)},
            .format = sound ? std::make_shared<const TrackFormat>(sound_format(rendition)) : nullptr}));
    }

    const std::vector<wire::Subscription> subscriptions_;
    std::map<std::pair<MediaKind, std::uint64_t>, std::vector<SharedUnit>> units_;
    std::uint64_t last_sequence_ = 0;
    wire::Catalog catalog_;
    wire::ControlReader reader_;
    std::unique_ptr<net::Endpoint> endpoint_;
    std::unique_ptr<net::Connection> connection_;
    std::unique_ptr<net::Stream> control_;
};

constexpr wire::Subscription picture{.kind = MediaKind::video};

wire::Subscription sound(std::uint64_t rendition) {
    return {.kind = MediaKind::audio, .rendition = rendition};
}

/// What it sounds like when it has come into its stride.
void expect_tone(std::vector<SharedUnit> units) {
    // Streams may overtake each other.
    std::ranges::sort(units, {}, [](const SharedUnit& unit) { return unit->pts; });
    const auto decoded = test::decode_sound(units);
    const auto steady = std::span(decoded).last(48'000);
    EXPECT_NEAR(test::level_at(steady, 440), -20, 0.5);
}

TEST(Share, OffersSoundAsAacAndAsOpus) {
    const TestShare share;
    Watcher watcher(share.ticket(), {picture});
    std::ignore = watcher.wait_for(video_rendition, 1);
    ASSERT_TRUE(test::run_until([&] { return !watcher.offered().empty(); }));
    const auto& offered = watcher.offered();
    ASSERT_EQ(offered.size(), 4U);
    EXPECT_EQ(offered[0].kind, MediaKind::video);
    EXPECT_EQ(offered[1].kind, MediaKind::video);
    EXPECT_EQ(offered[2], (wire::Rendition{.kind = MediaKind::audio, .id = 1, .format = aac_format()}));
    EXPECT_EQ(offered[3], (wire::Rendition{.kind = MediaKind::audio, .id = 2, .format = opus_format()}));
    // Picture alone: nobody asked for sound.
    EXPECT_EQ(watcher.count(aac_rendition) + watcher.count(opus_rendition), 0U);
}

TEST(Share, OffersTheHalfPictureAndGivesItToWhoAsksForIt) {
    const TestShare share;
    Watcher watcher(share.ticket(), {picture});
    std::ignore = watcher.wait_for(video_rendition, 1);
    ASSERT_TRUE(test::run_until([&] { return !watcher.offered().empty(); }));
    auto offered = watcher.offered();
    EXPECT_EQ(offered[0].id, video_rendition.id);
    EXPECT_EQ(offered[1].id, half_rendition.id);
    EXPECT_EQ(offered[1].format.width, 80U);
    EXPECT_EQ(offered[1].format.height, 48U);
    EXPECT_EQ(watcher.count(half_rendition), 0U);
    watcher.subscribe({{.kind = MediaKind::video, .rendition = half_rendition.id}});
    std::ignore = watcher.wait_for(half_rendition, 20);
    const auto full = watcher.count(video_rendition);
    std::ignore = watcher.wait_for(half_rendition, watcher.count(half_rendition) + 20);
    EXPECT_LE(watcher.count(video_rendition), full + 1); // a stream may be overtaken
    offered = watcher.offered();
    EXPECT_EQ(offered[0].id, half_rendition.id); // what this viewer gets comes first
    EXPECT_EQ(offered[0].format.width, 80U);
    EXPECT_EQ(offered[1].id, video_rendition.id);
    EXPECT_EQ(offered[1].format.width, 160U);
    watcher.subscribe({picture});
    std::ignore = watcher.wait_for(video_rendition, full + 20);
}

TEST(Share, GivesEachTheirOwnPicture) {
    const TestShare share;
    Watcher full(share.ticket(), {picture});
    std::ignore = full.wait_for(video_rendition, 5);
    ASSERT_TRUE(test::run_until([&] { return !full.offered().empty(); }));
    Watcher half(share.ticket(), {{.kind = MediaKind::video, .rendition = half_rendition.id}});
    std::ignore = half.wait_for(half_rendition, 10);
    std::ignore = full.wait_for(video_rendition, full.count(video_rendition) + 10);
    EXPECT_EQ(half.count(video_rendition), 0U);
    EXPECT_EQ(full.count(half_rendition), 0U);
}

TEST(Share, GivesOpusToWhoAsksForIt) {
    const TestShare share;
    Watcher watcher(share.ticket(), {picture, sound(opus_rendition.id)});
    expect_tone(watcher.wait_for(opus_rendition, 220));
    EXPECT_EQ(watcher.count(aac_rendition), 0U);
}

TEST(Share, GivesAacToWhoLeavesTheChoiceToTheHost) {
    const TestShare share;
    Watcher watcher(share.ticket(), {picture, sound(0)});
    Watcher other(share.ticket(), {picture, sound(aac_rendition.id)});
    expect_tone(watcher.wait_for(aac_rendition, 100));
    expect_tone(other.wait_for(aac_rendition, 100));
    EXPECT_EQ(watcher.count(opus_rendition), 0U);
}

TEST(Share, GivesEachViewerItsOwnSoundAtOnce) {
    const TestShare share;
    Watcher one(share.ticket(), {picture, sound(aac_rendition.id)});
    Watcher two(share.ticket(), {picture, sound(opus_rendition.id)});
    expect_tone(one.wait_for(aac_rendition, 100));
    expect_tone(two.wait_for(opus_rendition, 220));
    EXPECT_EQ(one.count(opus_rendition), 0U);
    EXPECT_EQ(two.count(aac_rendition), 0U);
}

TEST(Share, GivesTheFirstOfSeveralSoundsAndNoneThatItDoesNotHave) {
    const TestShare share;
    Watcher watcher(share.ticket(), {picture, sound(7), sound(opus_rendition.id), sound(aac_rendition.id)});
    std::ignore = watcher.wait_for(opus_rendition, 20);
    EXPECT_EQ(watcher.count(aac_rendition), 0U);
    Watcher deaf(share.ticket(), {picture, sound(7)});
    std::ignore = deaf.wait_for(video_rendition, 20);
    EXPECT_EQ(deaf.count(opus_rendition) + deaf.count(aac_rendition), 0U);
}

TEST(Share, CountsOnWhenAViewerTakesAnotherSound) {
    const TestShare share;
    Watcher watcher(share.ticket(), {picture, sound(0)});
    const auto before = watcher.wait_for(aac_rendition, 20).size();
    watcher.subscribe({picture, sound(opus_rendition.id)});
    const auto& opus = watcher.wait_for(opus_rendition, 20);
    const auto all = [&] { return watcher.count(aac_rendition) + watcher.count(opus_rendition); };
    EXPECT_GE(watcher.count(aac_rendition), before);
    EXPECT_TRUE(test::run_until([&] { return watcher.last_sequence() + 1 == all(); }));
    EXPECT_GE(opus.size(), 20U);
}

TEST(Share, TakesAnotherBitrateAtOnceAndReturnsToTheFirst) {
    const TestShare test;
    Watcher watcher(test.ticket(), {picture});
    std::ignore = watcher.wait_for(video_rendition, 1);
    const auto aim = [&] { return test.share().videos().front().bitrate_kbps; };
    EXPECT_EQ(test.share().set_bitrate(200), 200U);
    EXPECT_EQ(aim(), 200U);
    std::ignore = watcher.wait_for(video_rendition, watcher.count(video_rendition) + 20);
    EXPECT_EQ(test.share().set_bitrate({}), 500U);
    EXPECT_TRUE(test::run_until([&] { return aim() == 500U; }));
}

TEST(Share, OffersNoSoundWithoutAny) {
    const TestShare share(Sound::none);
    Watcher watcher(share.ticket(), {picture, sound(0), sound(opus_rendition.id)});
    std::ignore = watcher.wait_for(video_rendition, 20);
    ASSERT_TRUE(test::run_until([&] { return !watcher.offered().empty(); }));
    EXPECT_EQ(watcher.offered().size(), 2U);
    EXPECT_EQ(watcher.count(opus_rendition) + watcher.count(aac_rendition), 0U);
}

} // namespace
} // namespace pixelpass
