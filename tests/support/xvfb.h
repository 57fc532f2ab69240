// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <string>
#include <vector>

namespace pixelpass::test {

/// An X server without a screen that anybody sees, killed when destroyed.
class Xvfb {
public:
    /// `geometry` is like 800x600; without a name, like :7, it has the first that is free.
    explicit Xvfb(const std::string& geometry, const std::vector<std::string>& options = {},
                  const std::string& name = {}) {
        std::array<int, 2> ends{};
        EXPECT_EQ(pipe(ends.data()), 0);
        const auto fd = std::to_string(ends[1]);
        pid_ = fork();
        if (pid_ == 0) {
            close(ends[0]);
            std::vector<std::string> words{"Xvfb",           "-displayfd", fd,    "-screen", "0",
                                           geometry + "x24", "-nolisten",  "tcp", "-noreset"};
            words.insert(words.end(), options.begin(), options.end());
            if (!name.empty())
                words.push_back(name);
            std::vector<char*> argv;
            argv.reserve(words.size() + 1);
            for (auto& word : words)
                argv.push_back(word.data());
            argv.push_back(nullptr);
            execvp("Xvfb", argv.data());
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
    void signal(int number) const { kill(pid_, number); }
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
