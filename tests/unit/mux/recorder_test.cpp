// SPDX-License-Identifier: MIT OR Apache-2.0
#include "mux/recorder.h"

#include "demux.h"
#include "media/sound_format.h"
#include "support/run_until.h"
#include "support/temporary_folder.h"
#include "support/tiny_video.h"

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <csignal>
#include <fstream>

namespace pixelpass {
namespace {

using namespace std::chrono_literals;

class Recording : public testing::TestWithParam<const char*> {
protected:
    Recording()
        : file(folder / (std::string("a recording") + GetParam())) {}

    void begin() {
        auto started = Recorder::start(file, {.on_failed = [this](const Error& error) { failure = error; },
                                              .on_finished = [this] { finished = true; }});
        ASSERT_TRUE(started) << started.error().message;
        recorder = std::move(*started);
    }

    /// The same pictures again and again, with sound, for so long.
    void offer(Microseconds length) {
        const auto end = next + length;
        while (next < end) {
            for (const auto& picture : test::tiny_video(tracks.video, next, 33'333)) {
                recorder->offer(picture, tracks);
                recorder->offer(sound(picture->pts), tracks);
                ++pictures;
            }
            next += 33'333us * test::tiny_video(tracks.video, next, 33'333).size();
        }
    }

    SharedUnit sound(Microseconds pts) const {
        return std::make_shared<const AccessUnit>(AccessUnit{.kind = MediaKind::audio,
                                                             .keyframe = true,
                                                             .pts = pts,
                                                             .payload = SharedBytes::of(Bytes(60)),
                                                             .format = tracks.audio});
    }

    test::TemporaryFolder folder;
    std::filesystem::path file;
    MuxTracks tracks{.video = std::make_shared<const TrackFormat>(TrackFormat{.width = 64, .height = 48}),
                     .audio = std::make_shared<const TrackFormat>(aac_format())};
    Microseconds next = 5'000s;
    std::ptrdiff_t pictures = 0;
    std::optional<Error> failure;
    bool finished = false;
    std::unique_ptr<Recorder> recorder;
};

INSTANTIATE_TEST_SUITE_P(Files, Recording, testing::Values(".mkv", ".mp4"),
                         [](const auto& each) { return std::string(each.param + 1); });

TEST_P(Recording, HoldsAllThatCame) {
    begin();
    offer(3s);
    recorder.reset();
    EXPECT_GE(pictures, 90);
    EXPECT_EQ(test::pictures_in(file), pictures);
}

TEST_P(Recording, CanBePlayedHoweverItEnds) {
    begin();
    offer(3s);
    // What is in the file now is what a crash would leave.
    EXPECT_TRUE(test::run_until([this] { return test::pictures_in(file) >= pictures - 45; }));
}

TEST_P(Recording, TellsWhenAllIsWritten) {
    begin();
    offer(3s);
    recorder->finish();
    const auto taken = pictures;
    offer(1s); // to nowhere
    ASSERT_TRUE(test::run_until([this] { return finished; }));
    EXPECT_EQ(test::pictures_in(file), taken);
    EXPECT_FALSE(failure);
}

TEST_P(Recording, BeginsAtAKeyframe) {
    begin();
    const auto video = test::tiny_video(tracks.video, next, 33'333);
    recorder->offer(sound(next), tracks);
    recorder->offer(video[1], tracks);
    offer(1s);
    recorder.reset();
    EXPECT_EQ(test::pictures_in(file), pictures);
}

TEST_P(Recording, LeavesNothingIfNothingCame) {
    begin();
    EXPECT_TRUE(std::filesystem::exists(file));
    recorder->offer(sound(next), tracks);
    recorder.reset();
    EXPECT_FALSE(std::filesystem::exists(file));
}

TEST_P(Recording, NeverOverwrites) {
    std::ofstream(file) << "dear to somebody";
    const auto refused = Recorder::start(file, {});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().message, file.string() + " can not be recorded to: File exists");
    EXPECT_EQ(refused.error().hint, "choose another name");
    EXPECT_EQ(std::filesystem::file_size(file), 16U);
}

TEST_P(Recording, EndsWithWhatItHasWhenTheDiskIsFull) {
    rlimit before{};
    getrlimit(RLIMIT_FSIZE, &before);
    const auto handler = std::signal(SIGXFSZ, SIG_IGN);
    rlimit full = before;
    full.rlim_cur = 30'000;
    setrlimit(RLIMIT_FSIZE, &full);
    begin();
    offer(60s);
    EXPECT_TRUE(test::run_until([this] { return failure.has_value(); }));
    offer(1s); // to nowhere
    recorder.reset();
    setrlimit(RLIMIT_FSIZE, &before);
    std::signal(SIGXFSZ, handler);
    ASSERT_TRUE(failure);
    EXPECT_EQ(failure->message,
              "the recording " + file.string() + " has ended: a unit cannot be written: File too large");
    EXPECT_GT(test::pictures_in(file), 30);
}

TEST(Recorder, KnowsMatroskaAndMp4) {
    const auto refused = Recorder::start("/tmp/a.avi", {});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Code::usage);
    EXPECT_EQ(refused.error().hint, "let it end in .mkv or .mp4");
}

} // namespace
} // namespace pixelpass
