// SPDX-License-Identifier: MIT OR Apache-2.0
#include "desktop/clipboard.h"

#include "base/program_path.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <glib.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <utility>

namespace pixelpass {
namespace {

constexpr std::chrono::seconds patience{1};
constexpr std::size_t longest_read = 4096;

bool is_set(const char* variable) {
    const char* const value = std::getenv(variable);
    return value && *value;
}

const ClipboardTool* installed_tool(const ClipboardPlaces& places) {
    if (!places.wayland && !places.x11)
        return nullptr;
    const auto tools = clipboard_tools(places.wayland);
    const auto found = std::ranges::find_if(tools, [](const auto& tool) { return is_in_path(tool.name()); });
    return found == tools.end() ? nullptr : &*found;
}

tl::unexpected<Error> no_way(const ClipboardPlaces& places, const std::string& what) {
    if (!places.wayland && !places.x11)
        return fail(Code::internal, what + ": there is no desktop, and no terminal",
                    "take the ticket from stdout");
    return fail(Code::internal, what + ": no tool for it works",
                fmt::format("install {}", clipboard_tools(places.wayland).front().package));
}

/// A file in memory that is read from its beginning.
FileDescriptor memory_file(const std::string& text) {
    FileDescriptor file(memfd_create("clipboard", MFD_CLOEXEC));
    const auto written = ::write(file.get(), text.data(), text.size());
    if (written != static_cast<ssize_t>(text.size()) || lseek(file.get(), 0, SEEK_SET) != 0)
        return {};
    return file;
}

} // namespace

ClipboardPlaces ClipboardPlaces::here() {
    return {.wayland = is_set("WAYLAND_DISPLAY"),
            .x11 = is_set("DISPLAY"),
            .ssh = is_set("SSH_TTY"),
            .tmux = is_set("TMUX"),
            .terminal = "/dev/tty"};
}

std::string osc52(const std::string& text, bool tmux) {
    char* const encoded = g_base64_encode(reinterpret_cast<const guchar*>(text.data()), text.size());
    const auto sequence = fmt::format("\x1b]52;c;{}\a", encoded);
    g_free(encoded);
    return tmux ? fmt::format("{}\x1bPtmux;\x1b{}\x1b\\", sequence, sequence) : sequence;
}

void Clipboard::copy(const std::string& text, OnCopied on_copied) {
    text_ = text;
    on_copied_ = std::move(on_copied);
    copier_.reset();
    ways_ = {nullptr};
    if (const auto* tool = installed_tool(places_))
        ways_.insert(places_.ssh ? ways_.begin() : ways_.end(), tool);
    go_on();
}

void Clipboard::go_on() {
    copy_turn_ = after({}, [this] { try_next_way(); });
}

void Clipboard::try_next_way() {
    copier_.reset();
    if (ways_.empty())
        return copied(no_way(places_, "the clipboard can't be reached"));
    const ClipboardTool* const tool = ways_.back();
    ways_.pop_back();
    if (tool)
        return start(*tool);
    if (write_to_terminal())
        return copied("the terminal");
    go_on();
}

// The tool ends once it owns the selection, and leaves a process of its own behind that serves it till
// somebody else copies: so the text outlives us. That process is no child of ours, is asked for nothing, and
// is in no process group of the terminal's, so that Ctrl-C and the terminal's end leave it alone. Only a tool
// that is still at work, as when the desktop hangs, ends with us.
void Clipboard::start(const ClipboardTool& tool) {
    const auto file = memory_file(text_); // not an argument, which all users see
    if (file.get() < 0)
        return go_on();
    auto started = Child::start({.argv = tool.copy, .environment = {}, .socket = file.get()},
                                [this, name = tool.name()](int status) {
                                    if (status != 0)
                                        return go_on();
                                    copy_turn_ = after({}, [this, name] { copied(name); });
                                });
    if (!started)
        return go_on();
    copier_ = std::move(*started);
    copy_turn_ = after(patience, [this] { try_next_way(); });
}

bool Clipboard::write_to_terminal() const {
    // A terminal that is stopped must not stop us.
    const FileDescriptor terminal(
        ::open(places_.terminal.c_str(), O_WRONLY | O_NOCTTY | O_NONBLOCK | O_CLOEXEC));
    const auto sequence = osc52(text_, places_.tmux);
    return isatty(terminal.get()) &&
           ::write(terminal.get(), sequence.data(), sequence.size()) == static_cast<ssize_t>(sequence.size());
}

void Clipboard::copied(Result<std::string> way) {
    copier_.reset();
    // It may begin anew, or end this.
    const auto on_copied = std::exchange(on_copied_, nullptr);
    on_copied(std::move(way));
}

void Clipboard::read(OnRead on_read) {
    output_source_.reset();
    reader_.reset();
    output_.clear();
    on_read_ = std::move(on_read);
    const auto fail_later = [this] {
        read_limit_ = after({}, [this] { have_read(no_way(places_, "the clipboard can't be read")); });
    };
    const auto* const tool = installed_tool(places_);
    std::array<int, 2> ends{};
    if (!tool || socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0)
        return fail_later();
    output_end_ = FileDescriptor(ends[0]);
    const FileDescriptor theirs(ends[1]);
    auto started = Child::start({.argv = tool->paste, .environment = {}, .socket = theirs.get()}, [](int) {});
    if (!started)
        return fail_later();
    reader_ = std::move(*started);
    output_source_ = on_readable(output_end_.get(), [this] { take_output(); });
    read_limit_ = after(patience, [this] {
        have_read(fail(Code::internal, "the clipboard can't be read: the desktop does not answer"));
    });
}

void Clipboard::take_output() {
    std::array<char, longest_read + 1> bytes{};
    const auto size = recv(output_end_.get(), bytes.data(), bytes.size(), MSG_DONTWAIT);
    if (size < 0 && errno == EAGAIN)
        return;
    if (size > 0)
        output_.append(bytes.data(), static_cast<std::size_t>(size));
    if (size > 0 && output_.size() <= longest_read)
        return;
    output_source_.reset();
    read_limit_ = after({}, [this] {
        if (output_.empty() || output_.size() > longest_read)
            have_read(fail(Code::internal, output_.empty() ? "there is no text on the clipboard"
                                                           : "what is on the clipboard is too long"));
        else
            have_read(std::move(output_));
    });
}

void Clipboard::have_read(Result<std::string> text) {
    output_source_.reset();
    reader_.reset();
    const auto on_read = std::exchange(on_read_, nullptr);
    on_read(std::move(text));
}

} // namespace pixelpass
