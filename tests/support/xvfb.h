// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <string>

namespace pixelpass::test {

/// An X server without a screen that anybody sees, killed when destroyed.
class Xvfb {
public:
    /// `geometry` is like 800x600.
    explicit Xvfb(const std::string& geometry) {
        std::array<int, 2> ends{};
        EXPECT_EQ(pipe(ends.data()), 0);
        const auto screen = geometry + "x24";
        const auto fd = std::to_string(ends[1]);
        pid_ = fork();
        if (pid_ == 0) {
            close(ends[0]);
            execlp("Xvfb", "Xvfb", "-displayfd", fd.c_str(), "-screen", "0", screen.c_str(), "-nolisten",
                   "tcp", "-noreset", static_cast<char*>(nullptr));
            _exit(127);
        }
        close(ends[1]);
        std::string number;
        for (char letter = 0; read(ends[0], &letter, 1) == 1 && letter != '\n';)
            number += letter;
        close(ends[0]);
        EXPECT_FALSE(number.empty()) << "Xvfb did not start";
        name_ = ":" + number;
    }
    ~Xvfb() { end(); }
    Xvfb(const Xvfb&) = delete;
    Xvfb& operator=(const Xvfb&) = delete;

    [[nodiscard]] const std::string& name() const { return name_; }
    void end() {
        if (pid_ <= 0)
            return;
        kill(pid_, SIGKILL);
        waitpid(pid_, nullptr, 0);
        pid_ = 0;
    }

private:
    pid_t pid_ = 0;
    std::string name_;
};

} // namespace pixelpass::test
