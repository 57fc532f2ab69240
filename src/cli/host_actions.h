// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "base/error.h"
#include "host/viewer_request.h"

#include <filesystem>
#include <optional>
#include <string>

namespace pixelpass {

/// What a person or a script can do to a share that runs. Main thread.
class HostActions {
public:
    virtual ~HostActions() = default;

    /// Answers one who asks to be let in. Error: Code::usage, if nobody of that endpoint id does.
    [[nodiscard]] virtual Result<void> answer(const std::string& id, Answer answer) = 0;
    /// Removes one who watches, for the rest of the share. Error: Code::usage, if nobody of that id does.
    [[nodiscard]] virtual Result<void> kick(const std::string& id) = 0;
    /// Blanks picture and sound, or lets them go on.
    virtual void set_paused(bool paused) = 0;
    /// Blanks the sound alone, or lets it go on.
    virtual void set_muted(bool muted) = 0;
    /// Saves what was sent of late, to the file that it gives; what comes of it is said by the share's
    /// events. Error: nothing was sent.
    [[nodiscard]] virtual Result<std::filesystem::path> save_clip() = 0;
    /// The most that the picture may take, in kbit/s; nothing: as it was when the share began.
    virtual void set_bitrate(std::optional<unsigned> kbps) = 0;
    /// Ends the share.
    virtual void stop() = 0;
};

} // namespace pixelpass
