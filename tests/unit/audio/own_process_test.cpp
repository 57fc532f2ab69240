// SPDX-License-Identifier: MIT OR Apache-2.0
#include "audio/own_process.h"

#include <gtest/gtest.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>

namespace pixelpass {
namespace {

/// A process called `name` and its child, for as long as it lives.
class Family {
public:
    explicit Family(const char* name) {
        std::array<int, 2> ends{};
        EXPECT_EQ(pipe(ends.data()), 0);
        parent_ = fork();
        if (parent_ == 0) {
            prctl(PR_SET_NAME, name);
            const pid_t child = fork();
            if (child == 0) {
                prctl(PR_SET_NAME, "a (b) c");
                prctl(PR_SET_PDEATHSIG, SIGKILL);
            } else {
                std::ignore = write(ends[1], &child, sizeof child);
            }
            for (;;)
                pause();
        }
        EXPECT_EQ(read(ends[0], &child_, sizeof child_), static_cast<ssize_t>(sizeof child_));
        close(ends[0]);
        close(ends[1]);
    }
    ~Family() {
        kill(child_, SIGKILL);
        kill(parent_, SIGKILL);
        waitpid(parent_, nullptr, 0);
    }
    Family(const Family&) = delete;
    Family& operator=(const Family&) = delete;

    [[nodiscard]] std::uint32_t parent() const { return static_cast<std::uint32_t>(parent_); }
    [[nodiscard]] std::uint32_t child() const { return static_cast<std::uint32_t>(child_); }

private:
    pid_t parent_ = 0;
    pid_t child_ = 0;
};

TEST(OwnProcess, IsAPixelpassAndWhatItStarts) {
    const Family family("pixelpass");
    EXPECT_TRUE(descends_from_pixelpass(family.parent()));
    EXPECT_TRUE(descends_from_pixelpass(family.child()));
}

TEST(OwnProcess, IsNobodyElse) {
    const Family family("pixelpasser");
    EXPECT_FALSE(descends_from_pixelpass(family.parent()));
    EXPECT_FALSE(descends_from_pixelpass(family.child()));
    for (const std::uint32_t process : {0U, 1U, 4294967295U})
        EXPECT_FALSE(descends_from_pixelpass(process));
}

} // namespace
} // namespace pixelpass
