// SPDX-License-Identifier: MIT OR Apache-2.0
#include "capture/x11_capture.h"

#include "base/log.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

namespace pixelpass {
namespace {

using std::chrono::steady_clock;

/// How long a thread that was told to end may take.
constexpr std::chrono::milliseconds patience{500};

Error silent(const std::string& display) {
    return {Code::source, "the X display " + display + " does not answer", "the share goes on once it does"};
}

} // namespace

/// What the thread and the main thread share.
class X11Capture::Worker {
public:
    struct News {
        std::optional<Size> size;
        std::optional<SourceLoss> loss;
    };

    Worker(std::string display, X11Grabber::Options options, const Wakeup& wakeup)
        : display_(std::move(display))
        , options_(std::move(options))
        , wakeup_(&wakeup)
        , wake_fd_(eventfd(0, EFD_CLOEXEC)) {}
    ~Worker() { close(wake_fd_); }
    Worker(const Worker&) = delete;
    Worker& operator=(const Worker&) = delete;

    /// The thread.
    void run(PictureFeed feed);
    /// Lets the thread go, out of a wait for the server too; whether it has ended.
    [[nodiscard]] bool stop();

    [[nodiscard]] News take_news() {
        const std::lock_guard lock(mutex_);
        return std::exchange(news_, {});
    }
    [[nodiscard]] std::uint64_t steps() const { return steps_; }
    [[nodiscard]] const std::string& display() const { return display_; }

private:
    std::optional<SourceLoss> grab_till_stopped(PictureFeed feed);
    std::optional<SourceLoss> grab_from(const X11Connection& connection, PictureFeed feed);
    void wait(const X11Connection& connection, steady_clock::time_point until) const;
    void tell(News news);
    void publish_socket(int socket);

    const std::string display_;
    const X11Grabber::Options options_;
    const Wakeup* wakeup_; ///< guarded by mutex_; null once nobody listens
    const int wake_fd_;
    std::atomic<bool> stopping_ = false;
    std::atomic<std::uint64_t> steps_ = 0;
    std::mutex mutex_;
    std::condition_variable ended_changed_;
    News news_;          ///< guarded by mutex_
    int socket_ = -1;    ///< guarded by mutex_: the connection's, while there is one
    bool ended_ = false; ///< guarded by mutex_
};

void X11Capture::Worker::run(PictureFeed feed) {
    if (auto loss = grab_till_stopped(std::move(feed)))
        tell({.size = {}, .loss = std::move(loss)});
    const std::lock_guard lock(mutex_);
    ended_ = true;
    ended_changed_.notify_all();
}

std::optional<SourceLoss> X11Capture::Worker::grab_till_stopped(PictureFeed feed) {
    auto connection = X11Connection::open(display_);
    if (!connection)
        return SourceLoss{.error = connection.error()};
    publish_socket(xcb_get_file_descriptor(connection->get()));
    auto loss = grab_from(*connection, std::move(feed));
    publish_socket(-1);
    return loss;
}

std::optional<SourceLoss> X11Capture::Worker::grab_from(const X11Connection& connection, PictureFeed feed) {
    auto grabber = X11Grabber::create(connection, options_, std::move(feed));
    if (!grabber)
        return grabber.error();
    Size told;
    while (!stopping_) {
        const auto next = (*grabber)->step();
        if (!next)
            return next.error();
        ++steps_;
        if (!(std::exchange(told, (*grabber)->size()) == (*grabber)->size()))
            tell({.size = told, .loss = {}});
        wait(connection, *next);
    }
    return std::nullopt;
}

void X11Capture::Worker::wait(const X11Connection& connection, steady_clock::time_point until) const {
    const auto left = std::chrono::nanoseconds(until - steady_clock::now());
    if (left.count() <= 0)
        return;
    std::array<pollfd, 2> fds{
        {{.fd = xcb_get_file_descriptor(connection.get()), .events = POLLIN, .revents = 0},
         {.fd = wake_fd_, .events = POLLIN, .revents = 0}}};
    const auto seconds = std::chrono::floor<std::chrono::seconds>(left);
    const timespec timeout{.tv_sec = seconds.count(), .tv_nsec = (left - seconds).count()};
    ppoll(fds.data(), fds.size(), &timeout, nullptr);
}

void X11Capture::Worker::tell(News news) {
    const std::lock_guard lock(mutex_);
    if (news.size)
        news_.size = news.size;
    if (news.loss)
        news_.loss = std::move(news.loss);
    if (wakeup_)
        wakeup_->trigger();
}

void X11Capture::Worker::publish_socket(int socket) {
    const std::lock_guard lock(mutex_);
    socket_ = socket;
}

bool X11Capture::Worker::stop() {
    stopping_ = true;
    eventfd_write(wake_fd_, 1);
    std::unique_lock lock(mutex_);
    wakeup_ = nullptr;
    if (socket_ >= 0)
        shutdown(socket_, SHUT_RDWR);
    return ended_changed_.wait_for(lock, patience, [this] { return ended_; });
}

X11Capture::X11Capture(const std::string& display, X11Grabber::Options options, PictureFeed feed,
                       CaptureEvents events, const std::weak_ptr<const void>& before)
    : events_(std::move(events))
    , progress_at_(steady_clock::now())
    , news_([this] { take_news(); }) {
    if (!before.expired()) {
        watchdog_ =
            after(std::chrono::milliseconds(0), [this, display] { lose({.error = silent(display)}); });
        return;
    }
    worker_ = std::make_shared<Worker>(display, std::move(options), news_);
    std::thread([worker = worker_, to = std::move(feed)]() mutable { worker->run(std::move(to)); }).detach();
    watchdog_ = every(silence_limit / 4, [this] { check_progress(); });
}

X11Capture::~X11Capture() {
    if (worker_ && !worker_->stop())
        spdlog::warn("the X display {} does not answer: a thread is left behind", worker_->display());
}

void X11Capture::take_news() {
    auto [size, loss] = worker_->take_news();
    if (size)
        events_.on_size(*size);
    if (loss)
        lose(std::move(*loss));
}

void X11Capture::check_progress() {
    const auto now = steady_clock::now();
    if (const auto steps = worker_->steps(); steps != steps_seen_) {
        steps_seen_ = steps;
        progress_at_ = now;
    } else if (now - progress_at_ >= silence_limit) {
        lose({.error = silent(worker_->display())});
    }
}

void X11Capture::lose(SourceLoss loss) {
    watchdog_.reset();
    // The callback may destroy this object: nothing may follow it.
    if (const auto on_lost = std::exchange(events_.on_lost, nullptr))
        on_lost(std::move(loss));
}

} // namespace pixelpass
