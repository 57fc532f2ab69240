// SPDX-License-Identifier: MIT OR Apache-2.0
#include "net/identity.h"

#include "base/state_file.h"

#include <fmt/format.h>
#include <pixelpass-bridge/src/lib.rs.h>

#include <charconv>
#include <filesystem>

namespace pixelpass::net {
namespace {

constexpr std::size_t key_size = 32;

Result<Bytes> make_identity(const StateFile& file) {
    Bytes key;
    std::string text;
    for (const std::uint8_t byte : bridge::new_secret_key()) {
        key.push_back(static_cast<std::byte>(byte));
        text += fmt::format("{:02x}", byte);
    }
    if (auto written = file.write(text + "\n"); !written)
        return fail(Code::usage, written.error().message, "give another file with --identity");
    return key;
}

/// The key in a text of hexadecimal digits and a line's end; empty if it is none.
Bytes parse_key(const std::string& text) {
    Bytes key;
    if (text.size() != 2 * key_size + 1 || text.back() != '\n')
        return {};
    for (const char *at = text.data(), *end = at + 2 * key_size; at != end; at += 2) {
        std::uint8_t byte = 0;
        if (std::from_chars(at, at + 2, byte, 16).ptr != at + 2)
            return {};
        key.push_back(static_cast<std::byte>(byte));
    }
    return key;
}

} // namespace

Result<Bytes> load_identity(const std::string& path) {
    using std::filesystem::perms;
    const auto file = StateFile::at(path);
    std::error_code error;
    const auto status = std::filesystem::status(path, error);
    if (status.type() == std::filesystem::file_type::not_found)
        return make_identity(file);
    if (error)
        return fail(Code::usage, fmt::format("the identity in {} can not be read: {}", path, error.message()),
                    "give another file with --identity");
    if ((status.permissions() & (perms::group_all | perms::others_all)) != perms::none)
        return fail(Code::usage, fmt::format("others may use the identity in {}", path),
                    fmt::format("chmod 600 {}, or give a file that does not exist yet", path));
    auto key = parse_key(file.read().value_or(""));
    if (key.empty())
        return fail(Code::usage, fmt::format("{} holds no identity that can be read", path),
                    "give a file that does not exist yet, and a new identity is kept there");
    return key;
}

} // namespace pixelpass::net
