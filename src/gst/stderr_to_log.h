// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <string_view>

namespace pixelpass {

/// Writes each line of `text` to the debug log, after `who`.
void log_lines(std::string_view who, std::string_view text);

/// While it lives, what this process and its children write to stderr goes to the debug log, at the end.
/// For libraries that can't be told to be quiet; only while there is one thread.
class StderrToLog {
public:
    /// `who` names the writer in the log and must outlive the object.
    explicit StderrToLog(std::string_view who);
    ~StderrToLog();
    StderrToLog(const StderrToLog&) = delete;
    StderrToLog& operator=(const StderrToLog&) = delete;

private:
    std::string_view who_;
    int capture_ = -1;
    int saved_ = -1;
};

} // namespace pixelpass
