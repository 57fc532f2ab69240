// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "base/main_loop.h"
#include "desktop/notification.h"
#include "host/viewer.h"
#include "host/viewer_request.h"

#include <chrono>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

namespace pixelpass {

/// Has the desktop notify the host's person of who comes, goes and asks to be let in, while they do not look
/// at the terminal. Whatever viewers do, it is one notification a second at most. Main thread.
class ViewerNotices {
public:
    struct Events {
        /// The person has answered by a notification's button.
        std::function<void(const std::string& id, Answer answer)> on_answer;
        /// Whether they see all this already.
        std::function<bool()> is_watched = [] { return false; };
    };

    static constexpr std::chrono::milliseconds pause{1000};
    /// Requests that have notifications of their own, and buttons; of more than that there is only the
    /// number.
    static constexpr std::size_t most_single = 3;

    explicit ViewerNotices(Events events);

    void joined(const ViewerStatus& viewer);
    void left(const ViewerStatus& viewer);
    /// All who ask now.
    void set_requests(std::vector<ViewerRequest> requests);

private:
    void answer(const std::string& notification, const std::string& action);
    void note(std::vector<std::string>& who, const ViewerStatus& viewer);
    void speak_soon();
    void speak();
    [[nodiscard]] bool speak_of_requests();
    bool speak_of_viewers();
    [[nodiscard]] std::vector<ViewerRequest> unsaid() const;
    void show_request(const ViewerRequest& request);

    const Events events_;
    std::vector<ViewerRequest> requests_;
    std::set<std::string> single_; ///< ids of those with a notification of their own
    std::size_t counted_ = 0;      ///< that the notification of several tells
    std::vector<std::string> came_;
    std::vector<std::string> went_;
    Notifier notifier_;
    Source pause_; ///< till the next one
};

} // namespace pixelpass
