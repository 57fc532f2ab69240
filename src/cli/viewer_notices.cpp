// SPDX-License-Identifier: MIT OR Apache-2.0
#include "cli/viewer_notices.h"

#include "base/printable.h"
#include "cli/delay_text.h"
#include "cli/viewer_name.h"
#include "terminal/characters.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace pixelpass {
namespace {

constexpr int name_columns = 40;
constexpr const char* viewers_id = "viewers";
constexpr const char* requests_id = "requests";
constexpr std::string_view request_prefix = "request-";

/// A peer's name, or the words for its endpoint id; some desktops take markup even where the portal has plain
/// text.
std::string plain_name(const std::string& name, const std::string& id) {
    auto text = printable(bytes_of(name.empty() ? viewer_words(id) : name));
    std::ranges::replace_if(
        text, [](char c) { return c == '<' || c == '>' || c == '&'; }, ' ');
    return terminal::fit(text, name_columns);
}

std::string notification_of(const std::string& id) { return std::string(request_prefix) + id; }

std::string describe(const std::vector<std::string>& who, const char* of_one, const char* of_several) {
    if (who.empty())
        return {};
    return who.size() == 1 ? who.front() + of_one : fmt::format("{}{}", who.size(), of_several);
}

} // namespace

ViewerNotices::ViewerNotices(Events events)
    : events_(std::move(events))
    , notifier_([this](const std::string& notification, const std::string& action) {
        answer(notification, action);
    }) {}

void ViewerNotices::joined(const ViewerStatus& viewer) { note(came_, viewer); }

void ViewerNotices::left(const ViewerStatus& viewer) { note(went_, viewer); }

void ViewerNotices::note(std::vector<std::string>& who, const ViewerStatus& viewer) {
    // What they have seen is not to be told when they look away before the pause is over.
    if (!events_.is_watched())
        who.push_back(plain_name(viewer.name, viewer.id));
    speak_soon();
}

void ViewerNotices::set_requests(std::vector<ViewerRequest> requests) {
    requests_ = std::move(requests);
    std::erase_if(single_, [this](const auto& id) {
        const bool gone = std::ranges::find(requests_, id, &ViewerRequest::id) == requests_.end();
        if (gone)
            notifier_.withdraw(notification_of(id));
        return gone;
    });
    if (unsaid().empty() && std::exchange(counted_, 0) > 0)
        notifier_.withdraw(requests_id);
    speak_soon();
}

void ViewerNotices::answer(const std::string& notification, const std::string& action) {
    if (!notification.starts_with(request_prefix))
        return;
    const auto answer = action == "once"     ? std::optional(Answer::once)
                        : action == "always" ? std::optional(Answer::always)
                        : action == "no"     ? std::optional(Answer::no)
                                             : std::nullopt;
    if (answer)
        events_.on_answer(notification.substr(request_prefix.size()), *answer);
}

void ViewerNotices::speak_soon() {
    if (!pause_.active())
        speak();
}

void ViewerNotices::speak() {
    const bool watched = events_.is_watched();
    if (watched) {
        came_.clear();
        went_.clear();
    }
    const bool spoken = !watched && (speak_of_requests() || speak_of_viewers());
    // Requests that are watched now may not be in a moment.
    if (spoken || (watched && !unsaid().empty()))
        pause_ = after(pause, [this] { speak(); });
}

std::vector<ViewerRequest> ViewerNotices::unsaid() const {
    std::vector<ViewerRequest> found;
    std::ranges::copy_if(requests_, std::back_inserter(found),
                         [this](const auto& request) { return !single_.contains(request.id); });
    return found;
}

bool ViewerNotices::speak_of_requests() {
    const auto others = unsaid();
    if (others.size() == 1 && single_.size() < most_single) {
        if (std::exchange(counted_, 0) > 0)
            notifier_.withdraw(requests_id);
        show_request(others.front());
        return true;
    }
    if (others.empty() || requests_.size() == counted_)
        return false;
    counted_ = requests_.size();
    notifier_.show(requests_id, {.title = fmt::format("{} people ask to be let in", counted_),
                                 .body = "pixelpass ctl status says who"});
    return true;
}

void ViewerNotices::show_request(const ViewerRequest& request) {
    single_.insert(request.id);
    notifier_.show(notification_of(request.id),
                   {.title = plain_name(request.name, request.id) + " asks to be let in",
                    .body = fmt::format("to see your screen · {} · {}", viewer_words(request.id),
                                        path_name(request.path)),
                    .buttons = {{"Once", "once"}, {"Always", "always"}, {"No", "no"}}});
}

bool ViewerNotices::speak_of_viewers() {
    if (came_.empty() && went_.empty())
        return false;
    auto title = describe(came_, " is watching", " people came to watch");
    const auto gone = describe(went_, " has left", " people have left");
    if (title.empty())
        title = gone;
    notifier_.show(viewers_id, {.title = title, .body = title == gone ? "" : gone});
    came_.clear();
    went_.clear();
    return true;
}

} // namespace pixelpass
