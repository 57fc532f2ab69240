// SPDX-License-Identifier: MIT OR Apache-2.0
#include "host/allowed_viewers.h"

#include "base/bytes.h"
#include "base/printable.h"
#include "net/endpoint.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <ctime>
#include <filesystem>
#include <sstream>

namespace pixelpass {
namespace {

/// Of more than StateFile reads there would be nothing left.
constexpr std::size_t longest_text = 15U << 10;

std::string line_of(const std::string& id, const std::string& name) {
    return fmt::format("{}\t{}\t{:%Y-%m-%d}\n", id, printable(bytes_of(name)),
                       fmt::localtime(std::time(nullptr)));
}

} // namespace

std::vector<std::string> AllowedViewers::read() const {
    std::vector<std::string> ids;
    std::istringstream text(file_.read().value_or(""));
    for (std::string line; std::getline(text, line);) {
        std::string word;
        if (std::istringstream(line) >> word && net::is_endpoint_id(word))
            ids.push_back(word);
    }
    return ids;
}

Result<void> AllowedViewers::add(const std::string& id, const std::string& name) const {
    if (std::ranges::count(read(), id) > 0)
        return {};
    auto text = file_.read();
    std::error_code error;
    const bool unread = !text && std::filesystem::file_size(file_.path(), error) > 0 && !error;
    if (unread || text.value_or("").size() > longest_text)
        return fail(Code::internal, fmt::format("there is no room for another viewer in {}", file_.path()),
                    "remove lines from it");
    if (text && !text->ends_with('\n'))
        text->push_back('\n');
    return file_.write(text.value_or("") + line_of(id, name));
}

} // namespace pixelpass
