// SPDX-License-Identifier: MIT OR Apache-2.0
#include "base/state_file.h"
#include "support/temporary_folder.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace pixelpass {
namespace {

/// GLib reads $XDG_STATE_HOME once, so all tests share the folder.
class StateFileTest : public testing::Test {
protected:
    static void SetUpTestSuite() {
        setenv("XDG_STATE_HOME", home_.path().c_str(), 1);
        setenv("XDG_CACHE_HOME", (home_ / "cache").c_str(), 1);
    }

    static inline const test::TemporaryFolder home_;
    const StateFile file{"choice"};
    const std::string path = home_ / "pixelpass/choice";
};

TEST_F(StateFileTest, KeepsATextForItsUserAlone) {
    EXPECT_FALSE(file.read());
    ASSERT_TRUE(file.write("one"));
    ASSERT_TRUE(file.write("two"));
    EXPECT_EQ(file.read(), "two");
    struct stat status {};
    ASSERT_EQ(stat(path.c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777U, 0600U);
    file.remove();
    EXPECT_FALSE(file.read());
    file.remove();
}

TEST_F(StateFileTest, TakesNoTextThatIsTooLong) {
    constexpr std::size_t longest = 16 * 1024;
    ASSERT_TRUE(file.write(std::string(longest, 'a')));
    EXPECT_EQ(file.read()->size(), longest);
    std::ofstream(path) << std::string(longest + 1, 'a');
    EXPECT_FALSE(file.read());
    file.remove();
}

TEST_F(StateFileTest, KeepsWhatCanBeFoundOutAgainElsewhere) {
    ASSERT_TRUE(StateFile::in_cache("choice").write("cached"));
    EXPECT_FALSE(file.read());
    EXPECT_TRUE(std::filesystem::exists(home_ / "cache/pixelpass/choice"));
}

TEST_F(StateFileTest, NamesTheFileThatCanNotBeWritten) {
    std::filesystem::remove_all(home_ / "pixelpass");
    std::ofstream(home_ / "pixelpass") << "no folder";
    const auto written = file.write("text");
    ASSERT_FALSE(written);
    EXPECT_NE(written.error().message.find(path), std::string::npos);
    std::filesystem::remove(home_ / "pixelpass");
}

} // namespace
} // namespace pixelpass
