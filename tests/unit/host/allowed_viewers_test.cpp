// SPDX-License-Identifier: MIT OR Apache-2.0
#include "host/allowed_viewers.h"

#include "support/temporary_folder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>
#include <sys/stat.h>

namespace pixelpass {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::MatchesRegex;

const std::string alice(64, 'a');
const std::string bob(64, 'b');

class AllowedViewersTest : public testing::Test {
protected:
    [[nodiscard]] AllowedViewers list() const { return AllowedViewers(StateFile::at(path_)); }
    void write(const std::string& text) const { std::ofstream(path_) << text; }
    [[nodiscard]] std::string text() const {
        std::ostringstream text;
        text << std::ifstream(path_).rdbuf();
        return text.str();
    }

    test::TemporaryFolder folder_;
    const std::string path_ = folder_ / "allowed-viewers";
};

TEST_F(AllowedViewersTest, AreNobodyAtFirst) { EXPECT_THAT(list().read(), IsEmpty()); }

TEST_F(AllowedViewersTest, AreALineEachForThisUserAlone) {
    ASSERT_TRUE(list().add(alice, "Alice A."));
    ASSERT_TRUE(list().add(bob, ""));
    ASSERT_TRUE(list().add(alice, "once more"));
    EXPECT_THAT(text(), MatchesRegex(alice + "\tAlice A.\t2[0-9]+-[0-9]+-[0-9]+\n" + bob + "\t\t2[-0-9]+\n"));
    EXPECT_THAT(list().read(), ElementsAre(alice, bob));
    struct stat status {};
    ASSERT_EQ(stat(path_.c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777U, 0600U);
}

TEST_F(AllowedViewersTest, CanBeEditedByHand) {
    write("# friends\n\n  " + alice + " Alice\nno id\n" + bob.substr(1) + "\n" + bob);
    EXPECT_THAT(list().read(), ElementsAre(alice, bob));
    const std::string carol(64, 'c');
    ASSERT_TRUE(list().add(carol, "Carol"));
    EXPECT_THAT(list().read(), ElementsAre(alice, bob, carol));
    EXPECT_THAT(text(), testing::StartsWith("# friends\n\n"));
}

TEST_F(AllowedViewersTest, KeepANameThatIsHostileWithinItsLine) {
    ASSERT_TRUE(list().add(alice, "mallory\t\x1b[31m\n" + bob));
    EXPECT_THAT(list().read(), ElementsAre(alice));
}

TEST_F(AllowedViewersTest, AreNotLostWhenThereIsNoRoom) {
    for (const std::size_t lines : {250U, 4000U}) {
        const std::string before = [&] {
            std::string many;
            for (std::size_t i = 0; i < lines; ++i)
                many += bob + "\n";
            return many;
        }();
        write(before);
        const auto added = list().add(alice, "Alice");
        ASSERT_FALSE(added);
        EXPECT_THAT(added.error().message, testing::HasSubstr(path_));
        EXPECT_EQ(text(), before);
    }
}

} // namespace
} // namespace pixelpass
