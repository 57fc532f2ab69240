// SPDX-License-Identifier: MIT OR Apache-2.0
#include "cli/password.h"

#include "base/read_file.h"
#include "cli/print.h"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <utility>

namespace pixelpass {
namespace {

void warn_of_readers(const std::string& path, const Output& output) {
    struct stat status {};
    if (stat(path.c_str(), &status) == 0 && S_ISREG(status.st_mode) &&
        (status.st_mode & (S_IRGRP | S_IROTH)) != 0)
        output.warning({Code::usage, fmt::format("others on this machine can read {}", path),
                        fmt::format("chmod 600 {}", path)});
}

} // namespace

Result<std::optional<std::string>> read_password(const std::string& path, const Output& output) {
    if (path.empty())
        return std::optional<std::string>();
    auto text = read_file(path, longest_password);
    if (!text)
        return fail(
            Code::usage,
            fmt::format("{} cannot be read, or is empty or longer than {} bytes", path, longest_password),
            "--password-file names a file with the password as its one line");
    if (text->ends_with('\n'))
        text->pop_back();
    if (text->ends_with('\r'))
        text->pop_back();
    if (text->empty() || text->find('\n') != std::string::npos)
        return fail(Code::usage, fmt::format("{} does not have just one line", path),
                    "--password-file names a file with the password as its one line");
    warn_of_readers(path, output);
    return text;
}

Result<std::unique_ptr<PasswordPrompt>> PasswordPrompt::ask(const std::string& question,
                                                            std::function<void(std::string)> on_given) {
    termios terminal{};
    if (tcgetattr(STDIN_FILENO, &terminal) != 0)
        return fail(Code::refused, "the host asks for a password", "give it with --password-file FILE");
    return std::unique_ptr<PasswordPrompt>(new PasswordPrompt(terminal, question, std::move(on_given)));
}

PasswordPrompt::PasswordPrompt(const termios& terminal, const std::string& question,
                               std::function<void(std::string)> on_given)
    : terminal_(terminal)
    , on_given_(std::move(on_given))
    , input_(on_readable(STDIN_FILENO, [this] { read(); })) {
    auto silent = terminal;
    silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    silent.c_lflag |= ICANON;
    tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent);
    print(stderr, fmt::format("pixelpass: {}: ", question));
}

PasswordPrompt::~PasswordPrompt() {
    tcsetattr(STDIN_FILENO, TCSANOW, &terminal_);
    print(stderr, "\n");
}

void PasswordPrompt::read() {
    // The terminal gives a line at a time.
    std::array<char, longest_password + 1> line{};
    const auto length = ::read(STDIN_FILENO, line.data(), line.size());
    if (length < 0 && (errno == EINTR || errno == EAGAIN))
        return;
    std::string password(line.data(), static_cast<std::size_t>(std::max<ssize_t>(0, length)));
    if (password.ends_with('\n'))
        password.pop_back();
    input_.reset();
    // It may destroy this object: nothing may follow it.
    const auto on_given = std::move(on_given_);
    on_given(std::move(password));
}

} // namespace pixelpass
