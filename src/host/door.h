// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "host/by_recent_id.h"
#include "host/consent.h"
#include "host/viewer_request.h"
#include "wire/close_code.h"

#include <deque>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace pixelpass {

/// Who may watch, and whom the host's person is asked about: decisions alone, by the time that it is told.
/// What it keeps of peers is bounded, whatever they do.
class Door {
public:
    /// How a viewer is sent away: the code, and the reason that it is told.
    struct Refusal {
        wire::CloseCode code;
        std::string reason;
    };
    struct Verdict {
        enum class Kind : std::uint8_t { enter, prove, ask, refuse };
        Kind kind;
        Refusal refusal = {}; ///< of Kind::refuse
    };

    static const Refusal too_many; ///< ask already
    static const Refusal not_let_in;
    static const Refusal refused_lately; ///< within refusal_span

    /// How many requests may wait for an answer, and how many may come new within `request_span`.
    static constexpr std::size_t max_requests = 16;
    static constexpr std::chrono::seconds request_span{15};
    /// An answer that takes longer is a no.
    static constexpr std::chrono::seconds answer_limit{60};
    /// So long one who was refused is not asked about again.
    static constexpr std::chrono::seconds refusal_span{60};
    /// How many ids are remembered that were let in, and that were sent away.
    static constexpr std::size_t max_remembered = 1024;

    Door(Consent consent, Microseconds now);

    /// Lets that one in from now on without a question, as one of Consent::allowed.
    void allow(const std::string& id) { allowed_.insert(id); }
    /// How many are let in without a question, if not all are.
    [[nodiscard]] std::size_t allowed() const { return allowed_.size(); }
    /// Whether it is too late for new ones.
    [[nodiscard]] bool has_expired(Microseconds now) const { return expires_at_ && now >= *expires_at_; }
    /// What becomes of one who wants to watch; `proven`: it knows the password, as far as there is one.
    [[nodiscard]] Verdict judge(const std::string& id, bool proven, Microseconds now) const;
    /// It is in: for this share it does not need to be asked about again, nor to come in time.
    void note_entered(const std::string& id) { entered_.set(id, true); }
    /// Never again in this share.
    void bar(const std::string& id) { barred_.set(id, Microseconds::max()); }
    /// Not in the next while.
    void turn_away(const std::string& id, Microseconds now) { barred_.set(id, now + refusal_span); }

    /// Puts a request on the list, once for each id; a refusal if there is no room for it.
    [[nodiscard]] std::optional<Refusal> ask(ViewerRequest request);
    [[nodiscard]] bool is_asked_about(const std::string& id) const;
    /// Takes a request off the list; nothing if nobody of that id asks.
    [[nodiscard]] std::optional<ViewerRequest> take(const std::string& id);
    /// Those on the list, the oldest first.
    [[nodiscard]] const std::vector<ViewerRequest>& requests() const { return requests_; }
    /// Takes one off the list that was not answered in time, if there is one.
    [[nodiscard]] std::optional<ViewerRequest> take_overdue(Microseconds now);

private:
    const Consent consent_;
    const std::optional<Microseconds> expires_at_;
    std::set<std::string> allowed_;
    ByRecentId<bool> entered_{max_remembered};
    ByRecentId<Microseconds> barred_{max_remembered}; ///< until when
    std::vector<ViewerRequest> requests_;
    std::deque<Microseconds> asked_at_; ///< the last `max_requests`
};

} // namespace pixelpass
