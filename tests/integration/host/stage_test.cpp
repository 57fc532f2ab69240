// SPDX-License-Identifier: MIT OR Apache-2.0
#include "host/stage.h"

#include "support/fake_capturer.h"
#include "support/luma_decoder.h"
#include "support/run_until.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <mutex>

namespace pixelpass {
namespace {

using test::FakeCapturer;
using Kind = SourceState::Kind;

constexpr Size size{320, 240};
constexpr std::uint8_t bright = 220;

/// A stage before a source that gives what it is told to.
class StageTest : public testing::Test {
protected:
    void SetUp() override { begin(std::nullopt); }

    void begin(const std::optional<std::string>& pause) {
        stage_.reset();
        auto started = Stage::start(
            source_, *find_encoder("x264enc"), {.frame_rate = 30, .size = {}, .bitrate_kbps = 2000}, pause,
            {.on_unit =
                 [this](SharedUnit unit) {
                     const std::lock_guard lock(mutex_);
                     units_.push_back(std::move(unit));
                 },
             .on_state = [this](const SourceState& state) { states_.push_back(state); },
             .on_ended = [this](const Error& error) { ended_ = error; },
             .on_failed = [](const EncoderFailure& failure) { FAIL() << failure.error.message; }});
        ASSERT_TRUE(started) << started.error().message;
        stage_ = std::move(*started);
    }
    void show_bright() { capturer_->push(FakeCapturer::gray(size, bright)); }
    void lose(bool for_good = false) {
        capturer_->lose({.error = {Code::source, "it is gone", "wait"}, .final = for_good});
    }
    /// The newest picture that viewers have.
    [[nodiscard]] std::optional<test::Luma> seen() const {
        const std::lock_guard lock(mutex_);
        return test::newest_picture(units_);
    }
    /// A card is dark, and has bright letters.
    [[nodiscard]] bool comes_to_show_a_card() const {
        return test::run_until([&] {
            const auto picture = seen();
            return picture && picture->at(5, 5) < 60 && std::ranges::max(picture->pixels) > 180;
        });
    }
    [[nodiscard]] bool comes_to_show_the_source() const {
        return test::run_until([&] {
            const auto picture = seen();
            return picture && std::ranges::min(picture->pixels) > 150;
        });
    }
    [[nodiscard]] bool comes_to_be(Kind kind) const {
        return test::run_until([&] { return !states_.empty() && states_.back().kind == kind; });
    }

    FakeCapturer* capturer_ = nullptr;
    VideoSource source_ = FakeCapturer::source(capturer_);
    std::vector<SourceState> states_;
    std::optional<Error> ended_;
    mutable std::mutex mutex_;
    std::vector<SharedUnit> units_; ///< guarded by mutex_
    std::unique_ptr<Stage> stage_;
};

TEST_F(StageTest, ShowsTheSource) {
    show_bright();
    EXPECT_TRUE(comes_to_show_the_source());
    EXPECT_TRUE(comes_to_be(Kind::live));
    EXPECT_EQ(states_.back().size, size);
}

TEST_F(StageTest, ShowsACardTillTheFirstPictureComes) {
    EXPECT_TRUE(comes_to_show_a_card());
    EXPECT_TRUE(states_.empty());
    show_bright();
    EXPECT_TRUE(comes_to_show_the_source());
}

TEST_F(StageTest, ShowsACardWhileTheSourceIsLostAndFindsItAgain) {
    show_bright();
    EXPECT_TRUE(comes_to_show_the_source());
    lose();
    EXPECT_TRUE(comes_to_be(Kind::lost));
    EXPECT_EQ(states_.back().cause.message, "it is gone");
    EXPECT_TRUE(comes_to_show_a_card());
    ASSERT_TRUE(test::run_until([&] { return capturer_->starts() == 2; }));
    lose();
    ASSERT_TRUE(test::run_until([&] { return capturer_->starts() == 3; }));
    EXPECT_EQ(std::ranges::count(states_, Kind::lost, &SourceState::kind), 1); // it is said once
    show_bright();
    EXPECT_TRUE(comes_to_show_the_source());
    EXPECT_TRUE(comes_to_be(Kind::live));
}

TEST_F(StageTest, EndsWithASourceThatIsLostForGood) {
    show_bright();
    EXPECT_TRUE(comes_to_show_the_source());
    lose(true);
    ASSERT_TRUE(ended_);
    EXPECT_EQ(ended_->message, "it is gone");
}

TEST_F(StageTest, ShowsNothingOfTheSourceWhilePaused) {
    show_bright();
    EXPECT_TRUE(comes_to_show_the_source());
    stage_->set_pause("paused");
    EXPECT_TRUE(comes_to_be(Kind::paused));
    show_bright(); // by a capture that has ended
    EXPECT_TRUE(comes_to_show_a_card());
    stage_->set_pause(std::nullopt);
    EXPECT_EQ(capturer_->starts(), 2U);
    show_bright();
    EXPECT_TRUE(comes_to_show_the_source());
}

TEST_F(StageTest, BeginsPausedIfTheShareIs) {
    begin("paused");
    EXPECT_TRUE(comes_to_show_a_card());
    EXPECT_EQ(capturer_->starts(), 1U); // by SetUp()
}

} // namespace
} // namespace pixelpass
