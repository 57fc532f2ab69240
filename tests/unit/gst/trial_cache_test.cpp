// SPDX-License-Identifier: MIT OR Apache-2.0
#include "gst/trial_cache.h"
#include "support/temporary_folder.h"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

namespace pixelpass {
namespace {

using namespace std::chrono_literals;

const std::string key(64, 'a');
const std::string other_key(64, 'b');
constexpr std::chrono::sys_seconds now{1'800'000'000s};

/// GLib reads $XDG_STATE_HOME once, so all tests share the folder; and GStreamer $XDG_CACHE_HOME before us.
class TrialCacheTest : public testing::Test {
protected:
    static void SetUpTestSuite() { setenv("XDG_STATE_HOME", home_.path().c_str(), 1); }
    void TearDown() override { std::filesystem::remove_all(home_ / "pixelpass"); }

    static void write(const std::string& text) {
        std::filesystem::create_directories(home_ / "pixelpass");
        std::ofstream(path()) << text;
    }
    static StateFile file() { return StateFile("trials"); }
    static std::string path() { return home_ / "pixelpass/trials"; }

    static inline const test::TemporaryFolder home_;
};

TEST_F(TrialCacheTest, KnowsInAnotherRunWhatWasFoundOut) {
    TrialCache cache(file());
    EXPECT_FALSE(cache.find("vah264enc", key, now));
    cache.keep("vah264enc", {.key = key, .tried = now, .reason = ""});
    cache.keep("vaav1enc", {.key = key, .tried = now, .reason = "it makes a green picture"});
    const TrialCache another(file());
    EXPECT_EQ(another.find("vah264enc", key, now + 1000h), "");
    EXPECT_EQ(another.find("vaav1enc", key, now + 59min), "it makes a green picture");
    struct stat status {};
    ASSERT_EQ(stat(path().c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777U, 0600U);
}

TEST_F(TrialCacheTest, KnowsNothingOfAnotherDriver) {
    TrialCache cache(file());
    cache.keep("vah264enc", {.key = key, .tried = now, .reason = ""});
    EXPECT_FALSE(cache.find("vah264enc", other_key, now));
    cache.keep("vah264enc", {.key = other_key, .tried = now, .reason = "it crashed"});
    EXPECT_EQ(cache.find("vah264enc", other_key, now), "it crashed");
    EXPECT_FALSE(cache.find("vah264enc", key, now));
}

TEST_F(TrialCacheTest, ForgetsAFailureAfterAnHour) {
    TrialCache cache(file());
    cache.keep("vah264enc", {.key = key, .tried = now, .reason = "it hung"});
    EXPECT_TRUE(cache.find("vah264enc", key, now + TrialCache::failure_lasts - 1s));
    EXPECT_FALSE(cache.find("vah264enc", key, now + TrialCache::failure_lasts));
}

TEST_F(TrialCacheTest, BelievesNothingOfTheFuture) {
    TrialCache cache(file());
    cache.keep("vah264enc", {.key = key, .tried = now, .reason = ""});
    EXPECT_FALSE(cache.find("vah264enc", key, now - 1s));
}

TEST_F(TrialCacheTest, KeepsReasonsShortAndPrintable) {
    TrialCache cache(file());
    cache.keep("one", {.key = key, .tried = now, .reason = std::string(5000, 'x')});
    cache.keep("two", {.key = key, .tried = now, .reason = "\x1b[31mred\nand more"});
    const TrialCache another(file());
    EXPECT_EQ(another.find("one", key, now), "it fails");
    EXPECT_EQ(another.find("two", key, now), "it fails");
}

TEST_F(TrialCacheTest, DoesWithoutAFileThatCanNotBeWritten) {
    std::ofstream(home_ / "pixelpass") << "no folder";
    TrialCache cache(file());
    cache.keep("vah264enc", {.key = key, .tried = now, .reason = ""});
    EXPECT_EQ(cache.find("vah264enc", key, now), "");
    std::filesystem::remove(home_ / "pixelpass");
}

TEST_F(TrialCacheTest, ReadsNoMoreThanAFileOfItsOwnCanBe) {
    const auto line = "vah264enc\t" + key + "\t1\t\n";
    write("pixelpass encoder trials 1\n" + line);
    EXPECT_TRUE(TrialCache(file()).find("vah264enc", key, now));
    std::string much = "pixelpass encoder trials 1\n" + line;
    for (int i = 0; i < 1000; ++i)
        much += "name" + std::to_string(i) + "\t" + key + "\t1\t\n";
    write(much);
    EXPECT_FALSE(TrialCache(file()).find("vah264enc", key, now));
}

TEST(TrialRecords, ComeBackAsTheyWere) {
    const TrialRecords records{
        {"x265enc", {.key = key, .tried = now, .reason = ""}},
        {"av1enc", {.key = other_key, .tried = now, .reason = "it crashed (Aborted)"}}};
    EXPECT_EQ(read_trial_records(write_trial_records(records)), records);
}

TEST(TrialRecords, AreNoneOfATextThatIsNotOurs) {
    const auto line = [](std::string_view name, std::string_view its_key, std::string_view time,
                         std::string_view reason) {
        return fmt::format("{}\t{}\t{}\t{}\n", name, its_key, time, reason);
    };
    const auto with = [&](std::string_view more) {
        return fmt::format("pixelpass encoder trials 1\n{}{}", line("x265enc", key, "5", ""), more);
    };
    ASSERT_EQ(read_trial_records(with("")).size(), 1U);
    ASSERT_EQ(read_trial_records(with(line("x264enc", key, "5", "it hung"))).size(), 2U);
    EXPECT_TRUE(read_trial_records("").empty());
    EXPECT_TRUE(read_trial_records(line("x265enc", key, "5", "")).empty());
    EXPECT_TRUE(
        read_trial_records(fmt::format("pixelpass encoder trials 2\n{}", line("x265enc", key, "5", "")))
            .empty());
    for (const auto& bad :
         {std::string("\n"), std::string("x264enc\n"), line("x264enc", key, "5x", ""),
          line("x264enc", key, "-5", ""), line("x264enc", key, "99999999999999999999", ""),
          line("", key, "5", ""), line(std::string(65, 'x'), key, "5", ""), line("x264enc", "abc", "5", ""),
          line("x264enc", std::string(64, 'X'), "5", ""), line("x264enc", key, "5", "\x1b[2J"),
          line("x264enc", key, "5", "\xff"), line("x264enc", key, "5", std::string(201, 'x'))})
        EXPECT_TRUE(read_trial_records(with(bad)).empty()) << bad;
}

} // namespace
} // namespace pixelpass
