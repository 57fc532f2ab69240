// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <functional>
#include <string>
#include <string_view>

namespace pixelpass {

/// Cuts what comes from a socket into lines. A line that is longer than `limit` bytes is left out.
class LineReader {
public:
    static constexpr std::size_t limit = 16U << 10;

    /// Gives each line that is whole now to `take`, without its end.
    void feed(std::string_view text, const std::function<void(std::string_view line)>& take) {
        for (std::size_t end = text.find('\n'); end != std::string_view::npos; end = text.find('\n')) {
            append(text.substr(0, end));
            text.remove_prefix(end + 1);
            if (!too_long_)
                take(line_);
            line_.clear();
            too_long_ = false;
        }
        append(text);
    }

private:
    void append(std::string_view text) {
        too_long_ = too_long_ || line_.size() + text.size() > limit;
        if (!too_long_)
            line_ += text;
    }

    std::string line_;
    bool too_long_ = false;
};

} // namespace pixelpass
