// SPDX-License-Identifier: MIT OR Apache-2.0
#include "cli/control_sockets.h"

#include <fmt/format.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/un.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstdlib>
#include <cstring>
#include <optional>

namespace pixelpass {
namespace {

constexpr std::string_view prefix = "host-";
constexpr std::string_view suffix = ".sock";
constexpr int waiting_clients = 8;
constexpr timeval patience{.tv_sec = 5, .tv_usec = 0};

auto failure(const std::filesystem::path& path, const char* what) {
    return fail(Code::internal, fmt::format("{} {}: {}", path.string(), what, std::strerror(errno)));
}

/// Makes the folder for this user alone, whatever it was before.
Result<void> make_private(const std::filesystem::path& folder) {
    if (mkdir(folder.c_str(), S_IRWXU) != 0 && errno != EEXIST)
        return failure(folder, "can't be made");
    struct stat found {};
    if (lstat(folder.c_str(), &found) != 0)
        return failure(folder, "can't be looked at");
    if (!S_ISDIR(found.st_mode) || found.st_uid != geteuid())
        return fail(Code::internal, folder.string() + " is no folder of this user");
    if ((found.st_mode & (S_IRWXG | S_IRWXO)) != 0 && chmod(folder.c_str(), S_IRWXU) != 0)
        return failure(folder, "can't be made private");
    return {};
}

Result<sockaddr_un> address_of(const std::filesystem::path& path) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    const auto text = path.string();
    if (text.size() >= sizeof(address.sun_path))
        return fail(Code::internal, text + " is too long for a socket");
    std::ranges::copy(text, std::begin(address.sun_path));
    return address;
}

FileDescriptor new_socket(int flags) {
    return FileDescriptor(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | flags, 0));
}

const sockaddr* plain(const sockaddr_un& address) { return reinterpret_cast<const sockaddr*>(&address); }

/// The pid in a socket's name.
std::optional<pid_t> pid_in(const std::string& name) {
    if (!name.starts_with(prefix) || !name.ends_with(suffix) || name.size() <= prefix.size() + suffix.size())
        return std::nullopt;
    pid_t pid = 0;
    const char* const end = name.data() + name.size() - suffix.size();
    const auto [read, error] = std::from_chars(name.data() + prefix.size(), end, pid);
    return error == std::errc() && read == end && pid > 0 ? std::optional(pid) : std::nullopt;
}

} // namespace

Result<ControlSockets> ControlSockets::find() {
    const char* runtime = std::getenv("XDG_RUNTIME_DIR");
    if (!runtime || *runtime != '/')
        return fail(Code::usage, "there is no XDG_RUNTIME_DIR, so that pixelpass ctl reaches no host",
                    "log in by a session of systemd or elogind, or set it to a folder of yours alone");
    return ControlSockets(std::filesystem::path(runtime) / "pixelpass");
}

std::filesystem::path ControlSockets::path(pid_t host) const {
    return folder_ / fmt::format("{}{}{}", prefix, host, suffix);
}

Result<FileDescriptor> ControlSockets::listen(pid_t host) const {
    if (auto made = make_private(folder_); !made)
        return fail(made);
    // By another name at first: whoever finds one that does not listen yet takes it for a dead host's.
    const auto final = path(host);
    const auto hidden = folder_ / fmt::format(".{}", host);
    if (auto fits = address_of(final); !fits)
        return fail(fits);
    const auto address = address_of(hidden);
    if (!address)
        return fail(Code::internal, address.error().message);
    auto listener = new_socket(SOCK_NONBLOCK);
    ::unlink(hidden.c_str());
    if (bind(listener.get(), plain(*address), sizeof(*address)) != 0)
        return failure(hidden, "can't be made");
    if (chmod(hidden.c_str(), S_IRUSR | S_IWUSR) != 0 || ::listen(listener.get(), waiting_clients) != 0 ||
        rename(hidden.c_str(), final.c_str()) != 0) {
        auto failed = failure(final, "can't be made");
        ::unlink(hidden.c_str());
        return failed;
    }
    return listener;
}

Result<FileDescriptor> ControlSockets::connect(pid_t host) const {
    const auto address = address_of(path(host));
    if (!address)
        return fail(Code::unreachable, address.error().message);
    auto socket = new_socket(0);
    // A host that hangs accepts nobody.
    setsockopt(socket.get(), SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof(patience));
    if (::connect(socket.get(), plain(*address), sizeof(*address)) == 0)
        return socket;
    const int why = errno;
    if (why == ECONNREFUSED)
        remove(host);
    return fail(Code::unreachable, fmt::format("no host with the pid {} runs", host),
                why == ECONNREFUSED || why == ENOENT ? "pixelpass ctl list shows those that do"
                                                     : std::strerror(why));
}

std::vector<pid_t> ControlSockets::hosts() const {
    std::vector<pid_t> found;
    std::error_code error;
    for (std::filesystem::directory_iterator entry(folder_, error), end; !error && entry != end;
         entry.increment(error)) {
        if (const auto pid = pid_in(entry->path().filename()))
            found.push_back(*pid);
    }
    std::ranges::sort(found);
    return found;
}

void ControlSockets::remove(pid_t host) const { ::unlink(path(host).c_str()); }

bool is_of_this_user(int socket) {
    ucred peer{};
    socklen_t size = sizeof(peer);
    return getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0 &&
           (peer.uid == geteuid() || peer.uid == 0);
}

} // namespace pixelpass
