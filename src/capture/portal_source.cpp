// SPDX-License-Identifier: MIT OR Apache-2.0
#include "capture/portal_source.h"

#include "base/main_loop.h"
#include "base/state_file.h"
#include "capture/portal_capturer.h"

#include <utility>

namespace pixelpass {
namespace {

StateFile token_file() { return StateFile("portal-source"); }

} // namespace

Result<VideoSource> open_portal_source(bool cursor, unsigned frame_rate) {
    auto capturer = std::make_unique<PortalCapturer>(cursor, frame_rate, token_file());
    MainLoop loop;
    std::optional<Error> refusal;
    capturer->open({.on_opened = [&] { loop.quit(); },
                    .on_refused =
                        [&](Error error) {
                            refusal = std::move(error);
                            loop.quit();
                        }});
    loop.run();
    if (refusal)
        return tl::unexpected(std::move(*refusal));
    const Size size = capturer->size();
    return VideoSource{.name = "what you chose in the desktop's dialog",
                       .size = size,
                       .capturer = std::move(capturer),
                       .description = {},
                       .paint = {}};
}

void forget_portal_source() { token_file().remove(); }

} // namespace pixelpass
