// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "base/error.h"
#include "base/main_loop.h"
#include "cli/output.h"

#include <termios.h>

#include <functional>
#include <optional>
#include <string>

namespace pixelpass {

/// In bytes.
inline constexpr std::size_t longest_password = 1024;

/// The one line of a --password-file; nothing if none is named. Warns of a file that others can read.
/// Code::usage if there is none in it.
[[nodiscard]] Result<std::optional<std::string>> read_password(const std::string& path, const Output& output);

/// Asks the person at the terminal for a password, which is not shown, while the main loop goes on. Main
/// thread.
class PasswordPrompt {
public:
    /// `question` goes before what is typed. `on_given` is called once with what was typed, or with nothing
    /// at the end of the input. Code::refused if stdin is no terminal.
    [[nodiscard]] static Result<std::unique_ptr<PasswordPrompt>>
    ask(const std::string& question, std::function<void(std::string)> on_given);
    ~PasswordPrompt();
    PasswordPrompt(const PasswordPrompt&) = delete;
    PasswordPrompt& operator=(const PasswordPrompt&) = delete;

private:
    PasswordPrompt(const termios& terminal, const std::string& question,
                   std::function<void(std::string)> on_given);
    void read();

    const termios terminal_; ///< as it was before
    std::function<void(std::string)> on_given_;
    Source input_;
};

} // namespace pixelpass
