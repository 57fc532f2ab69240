// SPDX-License-Identifier: MIT OR Apache-2.0
#include "desktop/clipboard.h"

#include "support/clipboard_round.h"
#include "support/temporary_folder.h"
#include "support/xvfb.h"

#include <fcntl.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace pixelpass {
namespace {

using test::copied;
using test::pasted;

/// What `variable` is for as long as this lives.
class Setting {
public:
    Setting(const char* variable, const std::string& value)
        : variable_(variable)
        , before_(std::getenv(variable) ? std::getenv(variable) : "") {
        setenv(variable, value.c_str(), 1);
    }
    ~Setting() { setenv(variable_, before_.c_str(), 1); }
    Setting(const Setting&) = delete;
    Setting& operator=(const Setting&) = delete;

private:
    const char* variable_;
    std::string before_;
};

/// A terminal that nobody looks at.
class Terminal {
public:
    Terminal()
        : master_(posix_openpt(O_RDWR | O_NOCTTY)) {
        EXPECT_EQ(grantpt(master_.get()), 0);
        EXPECT_EQ(unlockpt(master_.get()), 0);
        name_ = ptsname(master_.get());
        slave_ = FileDescriptor(open(name_.c_str(), O_RDWR | O_NOCTTY));
    }
    [[nodiscard]] const std::string& name() const { return name_; }
    [[nodiscard]] std::string shown() const {
        std::string text(4096, '\0');
        const auto size = ::read(master_.get(), text.data(), text.size());
        text.resize(static_cast<std::size_t>(std::max<ssize_t>(size, 0)));
        return text;
    }

private:
    FileDescriptor master_;
    FileDescriptor slave_;
    std::string name_;
};

/// A PATH on which there is one program alone, and what programs of shell need.
class OneProgram {
public:
    OneProgram(const std::string& name, const std::string& script) {
        const auto path = folder_ / name;
        std::ofstream(path) << "#!/bin/sh\n" << script << "\n";
        std::filesystem::permissions(path, std::filesystem::perms::owner_all);
    }

private:
    test::TemporaryFolder folder_;
    Setting path_{"PATH", folder_.path().string()};
};

const ClipboardPlaces x11{.x11 = true, .terminal = "/dev/null"};

TEST(Clipboard, IsReadAgainByTheSameAndByOthersOnX11) {
    const test::Xvfb server("320x200");
    const Setting display("DISPLAY", server.name());
    {
        Clipboard clipboard(x11);
        EXPECT_EQ(copied(clipboard, "endpointabc"), "xclip");
    }
    // It outlives who copied it.
    Clipboard clipboard(x11);
    EXPECT_EQ(pasted(clipboard), "endpointabc");
    EXPECT_EQ(copied(clipboard, "another"), "xclip");
    EXPECT_EQ(pasted(clipboard), "another");
    EXPECT_EQ(copied(clipboard, std::string(4096, 'a')), "xclip");
    EXPECT_EQ(pasted(clipboard).value_or("").size(), 4096U);
    EXPECT_EQ(copied(clipboard, std::string(4097, 'a')), "xclip");
    EXPECT_EQ(pasted(clipboard).error().message, "what is on the clipboard is too long");
}

TEST(Clipboard, IsNotReadWhereThereIsNothing) {
    const test::Xvfb server("320x200");
    const Setting display("DISPLAY", server.name());
    Clipboard clipboard(x11);
    EXPECT_EQ(pasted(clipboard).error().message, "there is no text on the clipboard");
}

TEST(Clipboard, TakesXselWhereThereIsNoXclip) {
    const test::Xvfb server("320x200");
    const Setting display("DISPLAY", server.name());
    const OneProgram xsel("xsel", "exec /usr/bin/xsel \"$@\"");
    Clipboard clipboard(x11);
    EXPECT_EQ(copied(clipboard, "endpointabc"), "xsel");
    EXPECT_EQ(pasted(clipboard), "endpointabc");
}

TEST(Clipboard, IsTheTerminalsWhereNoToolWorks) {
    const Terminal terminal;
    const OneProgram broken("xclip", "exit 1");
    Clipboard clipboard({.x11 = true, .terminal = terminal.name()});
    EXPECT_EQ(copied(clipboard, "endpoint"), "the terminal");
    EXPECT_EQ(terminal.shown(), "\x1b]52;c;ZW5kcG9pbnQ=\a");
}

TEST(Clipboard, IsTheTerminalsWhereToolsHang) {
    const Terminal terminal;
    const OneProgram hanging("xclip", "exec /bin/sleep 60");
    Clipboard clipboard({.x11 = true, .terminal = terminal.name()});
    EXPECT_EQ(copied(clipboard, "endpoint"), "the terminal");
    EXPECT_EQ(pasted(clipboard).error().message, "the clipboard can't be read: the desktop does not answer");
}

TEST(Clipboard, IsTheTerminalsOverSsh) {
    const Terminal terminal;
    const OneProgram working("wl-copy", "exit 0");
    Clipboard clipboard({.wayland = true, .ssh = true, .tmux = true, .terminal = terminal.name()});
    EXPECT_EQ(copied(clipboard, "endpoint"), "the terminal");
    EXPECT_EQ(terminal.shown(), "\x1b]52;c;ZW5kcG9pbnQ=\a\x1bPtmux;\x1b\x1b]52;c;ZW5kcG9pbnQ=\a\x1b\\");
}

TEST(Clipboard, SaysWhatToInstall) {
    const Setting path("PATH", "/nonexistent");
    Clipboard clipboard({.wayland = true, .terminal = "/nonexistent"});
    const auto end = copied(clipboard, "endpoint");
    ASSERT_FALSE(end);
    EXPECT_EQ(end.error().hint, "install wl-clipboard");
    EXPECT_EQ(pasted(clipboard).error().hint, "install wl-clipboard");
    Clipboard nowhere({.terminal = "/nonexistent"});
    EXPECT_EQ(copied(nowhere, "endpoint").error().hint, "take the ticket from stdout");
}

TEST(Clipboard, KeepsTextOutOfTheListOfProcesses) {
    const test::TemporaryFolder folder;
    const auto said = folder / "said";
    const OneProgram tool("wl-copy", "echo \"$@\" >" + said.string() + "; /bin/cat >>" + said.string());
    Clipboard clipboard({.wayland = true, .terminal = "/nonexistent"});
    EXPECT_EQ(copied(clipboard, "endpoint"), "wl-copy");
    std::string text;
    std::getline(std::ifstream(said), text, '\0');
    EXPECT_EQ(text, "--type text/plain\nendpoint");
}

} // namespace
} // namespace pixelpass
