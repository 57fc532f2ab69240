// SPDX-License-Identifier: MIT OR Apache-2.0
#include "capture/x11_source.h"

#include "base/main_loop.h"
#include "capture/x11_connection.h"
#include "capture/x11_errors.h"

#include <fmt/format.h>

#include <cstdlib>
#include <utility>

namespace pixelpass {
namespace {

std::string quoted(const std::string& text) {
    std::string result = "\"";
    for (const char letter : text) {
        if (letter == '"' || letter == '\\')
            result += '\\';
        result += letter;
    }
    return result + '"';
}

/// Holds a connection of its own, as ximagesrc neither notices nor tells that the server is gone.
class X11Watch : public SourceFeed {
public:
    X11Watch(X11Connection connection, std::string name, std::function<void(Error)> lost)
        : connection_(std::move(connection))
        , name_(std::move(name))
        , lost_(std::move(lost))
        , readable_(on_readable(connection_.fd(), [this] { look(); })) {}

private:
    void look() {
        if (connection_.alive())
            return;
        readable_.reset();
        // The callback may destroy this object: nothing may follow it.
        if (const auto lost = std::exchange(lost_, nullptr))
            lost({Code::source, name_ + " is gone", "share again once it is back"});
    }

    X11Connection connection_;
    const std::string name_;
    std::function<void(Error)> lost_;
    Source readable_;
};

Result<std::unique_ptr<SourceFeed>> watch_display(const std::string& display, const std::string& name,
                                                  const std::function<void(Error)>& lost) {
    auto connection = X11Connection::open(display);
    if (!connection)
        return fail(connection);
    return std::make_unique<X11Watch>(std::move(*connection), name, lost);
}

} // namespace

Result<VideoSource> open_x11_source(const std::string& display, bool cursor) {
    const char* variable = std::getenv("DISPLAY");
    const std::string chosen = display.empty() && variable ? variable : display;
    if (chosen.empty())
        return fail(Code::source, "there is no X display to share",
                    "run it inside an X11 session, or set DISPLAY");
    auto connection = X11Connection::open(chosen);
    if (!connection)
        return fail(connection);
    survive_x11_errors();
    const auto name = "the X display " + chosen;
    return VideoSource{
        .name = name,
        // With XDamage ximagesrc costs 60 to 90 % of a core at 1080p30, without it 3 %.
        .description =
            fmt::format("ximagesrc display-name={} use-damage=false show-pointer={}", quoted(chosen), cursor),
        .size = connection->screen_size(),
        .paced = true,
        .paint = {},
        .feed = [chosen, name](auto&&, auto lost) { return watch_display(chosen, name, lost); },
    };
}

} // namespace pixelpass
