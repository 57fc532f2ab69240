// SPDX-License-Identifier: MIT OR Apache-2.0
#include "terminal/screen.h"

#include "terminal/kept_stream.h"
#include "terminal/keyboard.h"
#include "terminal/rescue.h"
#include "terminal/silenced_stderr.h"
#include "terminal/terminal_output.h"
#include "terminal/terminfo.h"

// Its macros are named as half of the standard library's functions are.
#define NCURSES_NOMACROS 1
#include <langinfo.h>
#include <ncurses.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <termios.h>

#include <clocale>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <string_view>
#include <utility>

namespace pixelpass::terminal {
namespace {

constexpr const char* mouse_off = "\x1b[?1000l\x1b[?1002l\x1b[?1003l\x1b[?1006l";
constexpr int keys_at_once = 512; ///< before the main loop has others have their turn

short pair_of(Colour colour) { return static_cast<short>(colour); }

bool prepare_colours() {
    const char* const refused = std::getenv("NO_COLOR");
    if ((refused && *refused) || !has_colors())
        return false;
    start_color();
    const short background = use_default_colors() == OK ? -1 : COLOR_BLACK;
    init_pair(pair_of(Colour::good), COLOR_GREEN, background);
    init_pair(pair_of(Colour::warning), COLOR_YELLOW, background);
    init_pair(pair_of(Colour::bad), COLOR_RED, background);
    init_pair(pair_of(Colour::accent), COLOR_CYAN, background);
    init_pair(pair_of(Colour::paper), COLOR_WHITE, COLOR_BLACK);
    return true;
}

/// Ctrl-Z would stop the share for those who watch, and so would Ctrl-S, as soon as we draw.
void take_stopping_keys() {
    termios modes{};
    tcgetattr(STDIN_FILENO, &modes);
    modes.c_cc[VSUSP] = _POSIX_VDISABLE;
    modes.c_iflag &= ~static_cast<tcflag_t>(IXON);
    tcsetattr(STDIN_FILENO, TCSANOW, &modes);
    def_prog_mode();
}

/// Whether stdin is readable only since it is over.
bool is_hung_up() {
    pollfd input{.fd = STDIN_FILENO, .events = POLLIN, .revents = 0};
    return poll(&input, 1, 0) > 0 && (input.revents & (POLLHUP | POLLERR | POLLNVAL)) != 0;
}

/// Curses' own screen.
struct EndCurses {
    void operator()(SCREEN* screen) const {
        endwin();
        delscreen(screen);
    }
};

/// The terminal's modes, which are given back: curses can't do so by a stream that is no terminal's any more.
class KeptModes {
public:
    KeptModes() { tcgetattr(STDIN_FILENO, &modes_); }
    // Without waiting till all is written.
    ~KeptModes() { tcsetattr(STDIN_FILENO, TCSANOW, &modes_); }
    KeptModes(const KeptModes&) = delete;
    KeptModes& operator=(const KeptModes&) = delete;

private:
    termios modes_{};
};

} // namespace

/// What curses is told. What it draws goes to the terminal by us, as curses would wait for one that hangs,
/// and all that the main loop carries with it. Members in the order in which they begin.
class Screen::Curses {
public:
    Curses(Events events, const std::string& restore)
        : events_(std::move(events))
        , output_(STDOUT_FILENO, [this] { catch_up(); })
        , rescue_(modes_off + std::string(mouse_off) + restore, output_.fd(), stderr_.before())
        // Before curses, which would have handlers of its own, on any thread.
        , resized_(on_signal(SIGWINCH, [this] { resize(); })) {}

    ~Curses() {
        if (!screen_)
            return;
        input_.reset();
        screen_.reset();
        output_.finish(modes_off + stream_.take());
    }
    Curses(const Curses&) = delete;
    Curses& operator=(const Curses&) = delete;

    /// False if it can't.
    [[nodiscard]] bool begin() {
        auto* const stopped = std::signal(SIGTSTP, SIG_IGN);
        screen_.reset(stream_.get() ? newterm(nullptr, stream_.get(), stdin) : nullptr);
        std::signal(SIGTSTP, stopped);
        if (!screen_)
            return false;
        cbreak();
        noecho();
        nonl();
        take_stopping_keys();
        if (!stream_.keep())
            return false;
        curs_set(0);
        leaveok(stdscr, TRUE);
        coloured_ = prepare_colours();
        keyboard_.emplace();
        output_.write(stream_.take() + modes_on);
        input_ = on_readable(STDIN_FILENO, [this] { read_keys(); });
        return true;
    }
    void show(const Grid& grid) {
        if (output_.waits()) {
            behind_ = true;
            return;
        }
        erase();
        for (int row = 0; row < grid.size().rows; ++row)
            for (int column = 0; column < grid.size().columns; ++column) {
                const Cell& cell = grid.at(row, column);
                if (cell == Cell{})
                    continue;
                attrset(static_cast<int>(attributes(cell.style)));
                mvaddstr(row, column, cell.text.c_str());
            }
        refresh();
        output_.write(stream_.take());
    }
    void take_clicks(bool on) {
        mousemask(on ? BUTTON1_PRESSED : 0, nullptr);
        output_.write(stream_.take());
    }
    [[nodiscard]] bool focused() const { return keyboard_->focused(); }

private:
    void read_keys() {
        for (int count = 0; count < keys_at_once; ++count) {
            const auto key = keyboard_->read();
            if (key)
                events_.on_key(*key);
            if (keyboard_->found())
                continue;
            if (count == 0 && is_hung_up())
                input_.reset();
            return;
        }
    }
    void resize() {
        winsize size{};
        if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_row > 0 && size.ws_col > 0)
            resizeterm(size.ws_row, size.ws_col);
        events_.on_redraw();
    }
    void catch_up() {
        if (std::exchange(behind_, false))
            events_.on_redraw();
    }
    [[nodiscard]] attr_t attributes(const Style& style) const {
        return (style.bold ? A_BOLD : 0) | (style.dim ? A_DIM : 0) | (style.reverse ? A_REVERSE : 0) |
               (coloured_ ? static_cast<attr_t>(COLOR_PAIR(pair_of(style.colour))) : 0);
    }

    Events events_;
    KeptModes modes_;
    SilencedStderr stderr_;
    TerminalOutput output_;
    bool behind_ = false; ///< it shows another page than the last one
    Rescue rescue_;
    Source resized_;
    KeptStream stream_{STDOUT_FILENO};
    std::unique_ptr<SCREEN, EndCurses> screen_;
    bool coloured_ = false;
    std::optional<Keyboard> keyboard_;
    Source input_;
};

Screen::Screen(std::unique_ptr<Curses> curses)
    : curses_(std::move(curses)) {}

Screen::~Screen() = default;

Result<std::unique_ptr<Screen>> Screen::open(Events events) {
    constexpr const char* hint = "in a terminal of another kind it does";
    if (isatty(STDIN_FILENO) != 1 || isatty(STDOUT_FILENO) != 1)
        return fail(Code::usage, "there is no terminal", hint);
    const auto restore = restoring_text();
    if (!restore)
        return fail(Code::usage, "text can't be placed on this terminal", hint);
    std::setlocale(LC_CTYPE, "");
    auto curses = std::make_unique<Curses>(std::move(events), *restore);
    if (!curses->begin())
        return fail(Code::usage, "this terminal is not known", hint);
    return std::unique_ptr<Screen>(new Screen(std::move(curses)));
}

GridSize Screen::size() const { return {LINES, COLS}; }

Letters Screen::letters() const {
    return std::string_view(nl_langinfo(CODESET)) == "UTF-8" ? Letters::utf8 : Letters::ascii;
}

bool Screen::looked_at() const { return curses_->focused(); }

void Screen::show(const Grid& grid) { curses_->show(grid); }

void Screen::take_clicks(bool on) { curses_->take_clicks(on); }

} // namespace pixelpass::terminal
