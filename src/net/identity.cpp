// SPDX-License-Identifier: MIT OR Apache-2.0
#include "net/identity.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <glib.h>
#include <pixelpass-bridge/src/lib.rs.h>
#include <sys/file.h>
#include <sys/stat.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <filesystem>
#include <string_view>
#include <system_error>

namespace pixelpass::net {
namespace {

constexpr std::size_t key_size = 32;
constexpr std::size_t text_size = 2 * key_size + 1;
constexpr const char* another_file = "give another file with --identity";

tl::unexpected<Error> failed(const char* what, const std::string& path) {
    const auto why = std::generic_category().message(errno);
    return fail(Code::usage, fmt::format("the identity in {} can't be {}: {}", path, what, why),
                another_file);
}

/// The file, which is made if it is not there.
FileDescriptor open_file(const std::string& path) {
    const auto folder = std::filesystem::path(path).parent_path();
    if (!folder.empty())
        g_mkdir_with_parents(folder.c_str(), 0700);
    FileDescriptor file(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOCTTY, 0600));
    if (file.get() < 0 && (errno == EACCES || errno == EROFS)) // one that is there may be enough
        file = FileDescriptor(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY));
    return file;
}

/// The key in a text of hexadecimal digits and a line's end; empty if it is none.
Bytes parse_key(std::string_view text) {
    Bytes key;
    if (text.size() != text_size || text.back() != '\n')
        return {};
    for (const char *at = text.data(), *end = at + 2 * key_size; at != end; at += 2) {
        std::uint8_t byte = 0;
        if (std::from_chars(at, at + 2, byte, 16).ptr != at + 2)
            return {};
        key.push_back(static_cast<std::byte>(byte));
    }
    return key;
}

/// Writes a new one into an empty file.
Result<Bytes> make_key(int file, const std::string& path) {
    Bytes key;
    std::string text;
    for (const std::uint8_t byte : bridge::new_secret_key()) {
        key.push_back(static_cast<std::byte>(byte));
        text += fmt::format("{:02x}", byte);
    }
    text += '\n';
    if (::write(file, text.data(), text.size()) != static_cast<ssize_t>(text.size()))
        return failed("written", path);
    return key;
}

Result<Bytes> read_key(int file, const std::string& path) {
    std::array<char, text_size + 1> text{};
    const auto size = ::read(file, text.data(), text.size());
    if (size < 0)
        return failed("read", path);
    if (size == 0)
        return make_key(file, path);
    auto key = parse_key({text.data(), static_cast<std::size_t>(size)});
    if (key.empty())
        return fail(Code::usage, fmt::format("{} holds no identity that can be read", path),
                    "give a file that does not exist yet, and a new identity is kept there");
    return key;
}

} // namespace

Result<std::optional<Identity>> load_identity(const std::string& path) {
    auto file = std::make_shared<FileDescriptor>(open_file(path));
    struct stat status {};
    if (file->get() < 0 || ::fstat(file->get(), &status) != 0)
        return failed("opened", path);
    if (!S_ISREG(status.st_mode))
        return fail(Code::usage, path + " is no file", another_file);
    if ((status.st_mode & (S_IRWXG | S_IRWXO)) != 0)
        return fail(Code::usage, fmt::format("others may use the identity in {}", path),
                    fmt::format("chmod 600 {}, or give a file that does not exist yet", path));
    // Before it is read, as two may find it empty. Where files can't be held, as on some networks' disks, it
    // is used all the same.
    if (::flock(file->get(), LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK)
        return std::nullopt;
    auto key = read_key(file->get(), path);
    if (!key)
        return fail(key);
    return Identity{.key = std::move(*key), .held = std::move(file)};
}

} // namespace pixelpass::net
