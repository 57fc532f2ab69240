// SPDX-License-Identifier: MIT OR Apache-2.0
#include "log.h"

#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <string_view>
#include <unistd.h>

namespace rigsw {

void log(const char* format, ...) {
    const char* path = std::getenv("RIGSW_LOG");
    if (!path || !*path)
        return;
    char message[400];
    va_list arguments;
    va_start(arguments, format);
    std::vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    const bool to_stderr = std::string_view(path) == "-";
    const int file =
        to_stderr ? STDERR_FILENO : open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (file < 0)
        return;
    dprintf(file, "rigsw[%d] %s\n", getpid(), message);
    if (!to_stderr)
        close(file);
}

} // namespace rigsw
