// SPDX-License-Identifier: MIT OR Apache-2.0
#include "cli/password.h"

#include "support/temporary_folder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace pixelpass {
namespace {

class PasswordFile : public testing::Test {
protected:
    /// What is read of a file with this text, and what is said of it.
    Result<std::optional<std::string>> read(const std::string& text, std::filesystem::perms mode) {
        const std::string path = folder_ / "password";
        std::ofstream(path, std::ios::trunc) << text;
        std::filesystem::permissions(path, mode);
        testing::internal::CaptureStderr();
        auto password = read_password(path, Output(false, Verbosity::normal));
        said_ = testing::internal::GetCapturedStderr();
        return password;
    }

    static constexpr auto ours = std::filesystem::perms::owner_read | std::filesystem::perms::owner_write;
    test::TemporaryFolder folder_;
    std::string said_;
};

TEST_F(PasswordFile, HoldsOneLine) {
    for (const char* text : {"correct horse", "correct horse\n", "correct horse\r\n"}) {
        EXPECT_EQ(read(text, ours).value(), "correct horse");
        EXPECT_EQ(said_, "");
    }
}

TEST_F(PasswordFile, NeedNotBe) {
    EXPECT_EQ(read_password("", Output(false, Verbosity::normal)).value(), std::nullopt);
}

TEST_F(PasswordFile, IsRefusedWithoutAPassword) {
    for (const std::string& text : {std::string(), std::string("\n"), std::string("\r\n"),
                                    std::string("one\ntwo\n"), std::string(1025, 'x')}) {
        const auto password = read(text, ours);
        ASSERT_FALSE(password) << text;
        EXPECT_EQ(password.error().code, Code::usage);
        EXPECT_FALSE(password.error().hint.empty());
    }
    EXPECT_FALSE(read_password(folder_ / "none", Output(false, Verbosity::normal)));
}

TEST_F(PasswordFile, ShouldNotBeReadableByOthers) {
    for (const auto others : {std::filesystem::perms::group_read, std::filesystem::perms::others_read}) {
        EXPECT_EQ(read("secret\n", ours | others).value(), "secret");
        EXPECT_THAT(said_, testing::HasSubstr("others on this machine can read"));
        EXPECT_THAT(said_, testing::HasSubstr("chmod 600"));
    }
}

} // namespace
} // namespace pixelpass
