// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "fanout/subscriber.h"
#include "fanout/viewer_queue.h"
#include "media/rendition.h"
#include "media/seen.h"
#include "net/connection.h"
#include "wire/messages.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace pixelpass {

/// What the host knows of one who watches.
struct ViewerStatus {
    std::string id;   ///< endpoint id, proven
    std::string name; ///< as the viewer gave it, cleaned; may be empty
    std::string protocol;
    net::PathInfo path;
    QueueStats queue;
    Rendition video;                       ///< which it is sent
    std::optional<unsigned> capacity_kbps; ///< of its path; nothing: no limit is known
    Microseconds queueing_delay{};         ///< that the path adds to its round trip
    Microseconds backlog_age{};
    Microseconds delay{}; ///< capture to arrival, by the viewer's own report; 0: unknown
};

/// Why a viewer left, in words for the host's person.
[[nodiscard]] std::string leaving_reason(const net::CloseInfo& info);

/// One connected viewer, by whichever protocol. It ends itself by on_left, and is destroyed later.
class Viewer : public Subscriber {
public:
    struct Events {
        /// Once, if it has to say something before it is decided whether it may watch.
        std::function<void()> on_greeted;
        /// Once after challenge().
        std::function<void(const wire::Proof&)> on_proof;
        std::function<void()> on_joined;         ///< once, when it is let in and has spoken the protocol
        std::function<void()> on_demand_changed; ///< wants() may answer otherwise now
        std::function<void(Rendition)> on_keyframe_needed;
        std::function<void(std::string reason)>
            on_left; ///< once; destroy it from the main loop, not from here
    };

    [[nodiscard]] virtual ViewerStatus status() const = 0;
    /// Whether it watches, and leaves it to the host which picture it gets.
    [[nodiscard]] virtual bool is_led() const = 0;
    /// What its path carries, sound and all, in kbit/s; nothing while no limit is known.
    [[nodiscard]] virtual std::optional<unsigned> capacity_kbps() const = 0;
    /// A path that carries this has no limit that matters.
    virtual void set_useful_kbps(unsigned kbps) = 0;
    /// Which video it is sent if it leaves that to the host, from the next keyframe on, or when it comes
    /// back.
    virtual void choose_video(Rendition rendition) = 0;
    /// Has it prove that it knows the password, by net::PasswordProof::element(). False if it can't.
    [[nodiscard]] virtual bool challenge(const Bytes& element) = 0;
    /// Its proof is right; this is the host's.
    virtual void confirm(const Bytes& confirmation) = 0;
    /// Tells it that the host's person is asked, as far as its protocol has words for that.
    virtual void hold() = 0;
    /// Tells it what it sees, whenever that changes, as far as its protocol has words for that.
    virtual void tell_seen(Seen seen) = 0;
    /// Likewise whether the sound is hidden from it.
    virtual void tell_muted(bool muted) = 0;
    /// It may watch: till then nothing is made of what it asks for, nor sent.
    virtual void let_in() = 0;
    /// Says goodbye: the viewer is told `reason`.
    virtual void close(std::uint32_t code, const std::string& reason) = 0;
};

} // namespace pixelpass
