// SPDX-License-Identifier: MIT OR Apache-2.0
#include "media/half_size.h"
#include "support/fake_capturer.h"
#include "support/luma_decoder.h"
#include "support/recording.h"
#include "support/run_until.h"

#include <gtest/gtest.h>

#include <mutex>

namespace pixelpass {
namespace {

using test::FakeCapturer;

constexpr VideoSettings settings{.frame_rate = 30, .size = {}, .bitrate_kbps = 1000};

/// A source that gives what it is told to, encoded in full, and at half its size from start_half() on.
class HalfPicture : public testing::Test {
protected:
    HalfPicture()
        : recording_(FakeCapturer::source(capturer_), "x264enc", settings) {}

    void start_half() {
        const auto started = recording_.pipeline().start_half(
            *find_encoder("x264enc"), settings,
            {.on_unit =
                 [this](SharedUnit unit) {
                     const std::lock_guard lock(mutex_);
                     half_.push_back(std::move(unit));
                 },
             .on_failed = [](const EncoderFailure& failure) { ADD_FAILURE() << failure.error.message; }});
        ASSERT_TRUE(started) << started.error().message;
    }
    [[nodiscard]] std::vector<SharedUnit> half() const {
        const std::lock_guard lock(mutex_);
        return half_;
    }
    [[nodiscard]] bool half_comes(std::size_t count) const {
        return test::run_until([&] { return half().size() >= count; });
    }

    FakeCapturer* capturer_ = nullptr;
    mutable std::mutex mutex_;
    std::vector<SharedUnit> half_; ///< guarded by mutex_
    test::Recording recording_;
};

TEST_F(HalfPicture, ShowsWhatTheFullOneShowsAtHalfTheSize) {
    const auto picture = FakeCapturer::gray({322, 240}, 180);
    capturer_->push(picture);
    std::ignore = recording_.wait_for(1);
    start_half(); // the source is still: it begins with the newest picture
    ASSERT_TRUE(half_comes(3));
    const auto first = half().front();
    EXPECT_TRUE(first->keyframe);
    EXPECT_EQ(first->rendition, half_rendition.id);
    EXPECT_EQ(first->format->width, half_side(322));
    EXPECT_EQ(first->format->height, half_side(240));
    const auto full_picture = test::newest_picture(recording_.units());
    const auto half_picture = test::newest_picture(half());
    ASSERT_TRUE(full_picture && half_picture);
    EXPECT_EQ(half_picture->size.width, 160U);
    EXPECT_NEAR(half_picture->at(80, 60), full_picture->at(160, 120), 3);
}

TEST_F(HalfPicture, BearsTheTimesOfTheFullOne) {
    capturer_->push(FakeCapturer::gray({320, 240}, 100));
    start_half();
    ASSERT_TRUE(half_comes(1));
    for (int i = 0; i < 5; ++i) {
        const auto before = half().size();
        capturer_->push(FakeCapturer::gray({320, 240}, static_cast<std::uint8_t>(100 + 20 * i)));
        ASSERT_TRUE(half_comes(before + 1));
    }
    const auto is_full = [this](const SharedUnit& unit) {
        return std::ranges::any_of(recording_.units(),
                                   [&](const auto& full) { return full->pts == unit->pts; });
    };
    // The full one may be the later of the two.
    EXPECT_TRUE(test::run_until([&] { return std::ranges::count_if(half(), is_full) >= 4; }));
}

TEST_F(HalfPicture, FollowsAChangeOfSize) {
    capturer_->push(FakeCapturer::gray({320, 240}, 100));
    start_half();
    ASSERT_TRUE(half_comes(1));
    capturer_->push(FakeCapturer::gray({640, 400}, 100));
    ASSERT_TRUE(test::run_until([&] { return half().back()->format->width == 320; }));
    EXPECT_EQ(half().back()->format->height, 200U);
}

TEST_F(HalfPicture, GoesOnWhileTheFullOneRests) {
    capturer_->push(FakeCapturer::gray({320, 240}, 100));
    std::ignore = recording_.wait_for(1);
    start_half();
    ASSERT_TRUE(half_comes(1));
    recording_.pipeline().set_full_idle(true);
    // What the encoder had already been given still comes.
    std::size_t full = 0;
    for (int i = 0; i < 10; ++i) {
        const auto before = half().size();
        capturer_->push(FakeCapturer::gray({320, 240}, static_cast<std::uint8_t>(50 + 10 * i)));
        ASSERT_TRUE(half_comes(before + 1));
        if (i == 4)
            full = recording_.units().size();
    }
    EXPECT_EQ(recording_.units().size(), full);
    recording_.pipeline().set_full_idle(false);
    EXPECT_TRUE(recording_.wait_for(full + 2)[full]->keyframe);
}

TEST_F(HalfPicture, EndsAloneAndBeginsAgain) {
    capturer_->push(FakeCapturer::gray({320, 240}, 100));
    start_half();
    ASSERT_TRUE(half_comes(1));
    recording_.pipeline().stop_half();
    const auto before = half().size();
    std::ignore = recording_.wait_for(recording_.units().size() + 2);
    EXPECT_EQ(half().size(), before);
    start_half();
    ASSERT_TRUE(half_comes(before + 1));
    EXPECT_TRUE(half()[before]->keyframe);
}

} // namespace
} // namespace pixelpass
