// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "base/child.h"
#include "base/error.h"
#include "base/file_descriptor.h"
#include "base/main_loop.h"
#include "desktop/clipboard_tools.h"

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace pixelpass {

/// By what the clipboard can be reached.
struct ClipboardPlaces {
    bool wayland = false;
    bool x11 = false;
    bool ssh = false;     ///< the person sits at another machine
    bool tmux = false;    ///< which stands between us and the terminal
    std::string terminal; ///< a device

    [[nodiscard]] static ClipboardPlaces here();
};

/// Text that the terminal is to put on its clipboard (OSC 52 of xterm's control sequences). Once more in
/// tmux's passthrough if it is within tmux, which takes one of the two: the bare one if its set-clipboard is
/// on, the other one if its allow-passthrough is.
[[nodiscard]] std::string osc52(const std::string& text, bool tmux);

/// The clipboard of the person's desktop, reached by its tools, or of the terminal. Main thread; it never
/// blocks.
class Clipboard {
public:
    /// What reached it: the tool's name, or "the terminal", which does not say whether it did.
    using OnCopied = std::function<void(Result<std::string> way)>;
    using OnRead = std::function<void(Result<std::string> text)>;

    explicit Clipboard(ClipboardPlaces places = ClipboardPlaces::here())
        : places_(std::move(places)) {}

    /// Puts `text` there: by wl-copy, xclip or xsel, else by the terminal, which comes first over ssh.
    /// `on_copied` is called once, from the main loop, unless another copy() or the end of this comes before.
    /// Code::internal: nothing reaches it; the hint names what to install. The text stays when we end.
    void copy(const std::string& text, OnCopied on_copied);
    /// Gives what is there, at most 4 KiB of it and within 1 s. `on_read` is called as on_copied is.
    /// Code::internal: there is no text, more of it, or no tool. Terminals are not asked.
    void read(OnRead on_read);

private:
    void go_on();
    void try_next_way();
    void start(const ClipboardTool& tool);
    [[nodiscard]] bool write_to_terminal() const;
    void copied(Result<std::string> way);
    void take_output();
    void have_read(Result<std::string> text);

    const ClipboardPlaces places_;

    std::string text_;                       ///< to be copied
    std::vector<const ClipboardTool*> ways_; ///< that are left to try, the next one last; null: the terminal
    OnCopied on_copied_;
    std::unique_ptr<Child> copier_;
    Source copy_turn_;

    std::string output_;
    OnRead on_read_;
    FileDescriptor output_end_;
    std::unique_ptr<Child> reader_;
    Source output_source_;
    Source read_limit_;
};

} // namespace pixelpass
