// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "base/file_descriptor.h"

#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>
#include <memory>
#include <string>

namespace pixelpass::terminal {

/// A stream for curses, which would wait for its terminal: that of `fd` till keep(), as curses asks it for
/// its modes, and then memory. Main thread.
class KeptStream {
public:
    explicit KeptStream(int fd)
        : stream_(fdopen(dup(fd), "w"))
        , memory_(memfd_create("page", MFD_CLOEXEC)) {}

    /// Null if there is none.
    [[nodiscard]] std::FILE* get() const { return stream_.get(); }
    /// From now on what is written is kept. False if it can't.
    [[nodiscard]] bool keep() { return dup2(memory_.get(), fileno(stream_.get())) >= 0; }
    /// What was written since the last time.
    [[nodiscard]] std::string take() {
        std::fflush(stream_.get());
        struct stat status {};
        fstat(memory_.get(), &status);
        std::string text(static_cast<std::size_t>(status.st_size), '\0');
        const auto length = pread(memory_.get(), text.data(), text.size(), 0);
        text.resize(length > 0 ? static_cast<std::size_t>(length) : 0);
        if (ftruncate(memory_.get(), 0) == 0)
            lseek(memory_.get(), 0, SEEK_SET);
        return text;
    }

private:
    struct Close {
        void operator()(std::FILE* stream) const { std::fclose(stream); }
    };
    std::unique_ptr<std::FILE, Close> stream_;
    FileDescriptor memory_;
};

} // namespace pixelpass::terminal
