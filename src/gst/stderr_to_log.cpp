// SPDX-License-Identifier: MIT OR Apache-2.0
#include "gst/stderr_to_log.h"

#include "base/log.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <string>

namespace pixelpass {
namespace {

constexpr off_t longest_log = 64 * 1024;

std::string read_text(int fd) {
    std::string text;
    std::array<char, 4096> part{};
    for (off_t at = 0; at < longest_log;) {
        const ssize_t got = pread(fd, part.data(), part.size(), at);
        if (got <= 0)
            break;
        text.append(part.data(), static_cast<std::size_t>(got));
        at += got;
    }
    return text;
}

} // namespace

void log_lines(std::string_view who, std::string_view text) {
    while (!text.empty()) {
        const auto end = text.find('\n');
        const auto line = text.substr(0, end);
        if (!line.empty())
            spdlog::debug("{}: {}", who, line);
        text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
    }
}

StderrToLog::StderrToLog(std::string_view who)
    : who_(who)
    , capture_(memfd_create("pixelpass-stderr", MFD_CLOEXEC))
    , saved_(fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3)) {
    std::fflush(stderr);
    if (capture_ >= 0 && saved_ >= 0)
        dup2(capture_, STDERR_FILENO);
}

StderrToLog::~StderrToLog() {
    std::fflush(stderr);
    if (capture_ >= 0 && saved_ >= 0) {
        dup2(saved_, STDERR_FILENO);
        log_lines(who_, read_text(capture_));
    }
    if (capture_ >= 0)
        close(capture_);
    if (saved_ >= 0)
        close(saved_);
}

} // namespace pixelpass
