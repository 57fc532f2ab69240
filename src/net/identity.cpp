// SPDX-License-Identifier: MIT OR Apache-2.0
#include "net/identity.h"

#include "base/state_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <pixelpass-bridge/src/lib.rs.h>
#include <sys/file.h>

#include <cerrno>
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

Result<Bytes> read_identity(const StateFile& file) {
    using std::filesystem::perms;
    const auto& path = file.path();
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

} // namespace

Result<Identity> load_identity(const std::string& path) {
    auto key = read_identity(StateFile::at(path));
    if (!key)
        return fail(key);
    Identity identity{.key = std::move(*key),
                      .held = std::make_shared<FileDescriptor>(::open(path.c_str(), O_RDONLY | O_CLOEXEC))};
    // Where files can't be held, as on some networks' disks, it is used all the same.
    if (::flock(identity.held->get(), LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK)
        return fail(Code::usage, fmt::format("the identity in {} is in use by another pixelpass", path),
                    "end that one first, or give another file with --identity");
    return identity;
}

} // namespace pixelpass::net
