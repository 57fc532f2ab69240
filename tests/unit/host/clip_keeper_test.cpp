// SPDX-License-Identifier: MIT OR Apache-2.0
#include "host/clip_keeper.h"

#include "base/monotonic.h"
#include "media/sound_format.h"
#include "support/run_until.h"
#include "support/temporary_folder.h"
#include "support/tiny_video.h"
#include "unit/mux/demux.h"

#include <gtest/gtest.h>

namespace pixelpass {
namespace {

using namespace std::chrono_literals;

class Clip : public testing::Test {
protected:
    /// Some pictures of a rendition, the first a keyframe; gives how many.
    std::ptrdiff_t show(Rendition rendition) {
        const auto video = test::tiny_video(format, next, 33'333);
        for (const auto& picture : video) {
            AccessUnit unit = *picture;
            unit.rendition = rendition.id;
            clips.keep(unit);
        }
        next += 33'333us * video.size();
        return std::ssize(video);
    }

    Result<void> save() {
        return clips.save(file, {.on_saved = [this](Microseconds length) { saved = length; },
                                 .on_failed = [](const Error& error) { ADD_FAILURE() << error.message; }});
    }

    test::TemporaryFolder folder;
    std::filesystem::path file = folder / "clip.mkv";
    std::shared_ptr<const TrackFormat> format =
        std::make_shared<const TrackFormat>(TrackFormat{.width = 64, .height = 48});
    Microseconds next = monotonic_now() - 10s;
    ClipKeeper clips;
    std::optional<Microseconds> saved;
};

TEST_F(Clip, HoldsTheFullPictureAsLongAsThereIsOne) {
    clips.note_demand(video_rendition, true);
    clips.note_demand(half_rendition, true);
    auto kept = show(video_rendition);
    show(half_rendition);
    clips.note_demand(video_rendition, false);
    kept += show(half_rendition);
    ASSERT_TRUE(save());
    ASSERT_TRUE(test::run_until([this] { return saved.has_value(); }));
    EXPECT_EQ(test::pictures_in(file), kept);
    EXPECT_GT(*saved, Microseconds{});
}

TEST_F(Clip, OfAStillScreenIsNoLongerThanItSays) {
    next = monotonic_now() - 300s;
    clips.note_demand(video_rendition, true);
    const auto video = test::tiny_video(format, next, 150'000'000); // a keyframe, and what follows
    const auto sound = std::make_shared<const TrackFormat>(aac_format());
    for (const auto& picture : {video[0], video[1]}) {
        clips.keep(*picture);
        clips.keep({.kind = MediaKind::audio,
                    .keyframe = true,
                    .pts = picture->pts,
                    .payload = SharedBytes::of(Bytes(60)),
                    .format = sound});
    }
    ASSERT_TRUE(save());
    ASSERT_TRUE(test::run_until([this] { return saved.has_value(); }));
    EXPECT_EQ(test::pictures_in(file), 2);
    EXPECT_LE(*saved, UnitHistory::span);
}

TEST_F(Clip, IsWrittenOneAtATimeAndOnlyOfSomething) {
    auto refused = save();
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().message, "there is no clip: nobody has watched in the last half minute");
    EXPECT_FALSE(std::filesystem::exists(file));
    clips.note_demand(video_rendition, true);
    show(video_rendition);
    ASSERT_TRUE(save());
    refused = save();
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().message, "there is no clip: the last one is still being written");
    ASSERT_TRUE(test::run_until([this] { return saved.has_value(); }));
    refused = save();
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().hint, "choose another name");
}

} // namespace
} // namespace pixelpass
