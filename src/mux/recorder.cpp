// SPDX-License-Identifier: MIT OR Apache-2.0
#include "mux/recorder.h"

#include "base/file_descriptor.h"

#include <fcntl.h>
#include <fmt/format.h>

#include <cerrno>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <system_error>
#include <thread>
#include <utility>

namespace pixelpass {
namespace {

/// What a unit takes besides its payload.
constexpr std::size_t overhead = 512;

std::size_t size_of(const SharedUnit& unit) { return unit->payload.view.size() + overhead; }

std::optional<Container> container_of(const std::filesystem::path& path) {
    const auto extension = path.extension();
    if (extension == ".mkv")
        return Container::matroska;
    return extension == ".mp4" ? std::optional(Container::mp4) : std::nullopt;
}

} // namespace

/// What waits for the disk, and the thread that takes it there. It outlives a Recorder whose disk hangs.
class Recorder::Writer {
public:
    Writer(std::filesystem::path path, Container container, Inbox<Result<void>>& reports)
        : path_(std::move(path))
        , container_(container)
        , reports_(&reports) {}

    /// False if there is no room, or no use.
    [[nodiscard]] bool push(const SharedUnit& unit, const MuxTracks& tracks) {
        {
            const std::lock_guard lock(mutex_);
            if (ended_ || waiting_bytes_ + size_of(unit) > byte_bound)
                return false;
            waiting_.push_back({unit, tracks});
            waiting_bytes_ += size_of(unit);
        }
        changed_.notify_all();
        return true;
    }

    /// The thread's work.
    void run() {
        while (const auto item = next()) {
            if (const auto written = write(*item); !written) {
                fail_with(written.error());
                break;
            }
        }
        const bool empty = !muxer_ || !muxer_->has_begun();
        muxer_.reset();
        if (empty) {
            std::error_code error;
            std::filesystem::remove(path_, error);
        }
        {
            const std::lock_guard lock(mutex_);
            done_ = true;
            if (reports_ && !failed_)
                static_cast<void>(reports_->push(empty ? nothing_came() : Result<void>()));
        }
        changed_.notify_all();
    }

    /// Takes nothing more.
    void finish() {
        {
            const std::lock_guard lock(mutex_);
            ended_ = true;
        }
        changed_.notify_all();
    }

    /// Waits till all is written; what takes too long for that is given up.
    void end() {
        std::unique_lock lock(mutex_);
        ended_ = true;
        reports_ = nullptr;
        changed_.notify_all();
        if (changed_.wait_for(lock, patience, [this] { return done_; }))
            return;
        waiting_.clear();
        changed_.wait_for(lock, patience, [this] { return done_; });
    }

private:
    struct Item {
        SharedUnit unit;
        MuxTracks tracks;
    };

    [[nodiscard]] std::optional<Item> next() {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [this] { return ended_ || !waiting_.empty(); });
        if (waiting_.empty())
            return std::nullopt;
        Item item = std::move(waiting_.front());
        waiting_.pop_front();
        waiting_bytes_ -= size_of(item.unit);
        return item;
    }

    [[nodiscard]] Result<void> write(const Item& item) {
        if (!muxer_) {
            auto made = Muxer::create(container_, item.tracks, path_);
            if (!made)
                return fail(made);
            muxer_ = std::move(*made);
        }
        // A unit that is broken is left out.
        auto pushed = muxer_->push(*item.unit);
        return muxer_->is_broken() ? pushed : Result<void>();
    }

    [[nodiscard]] Result<void> nothing_came() const {
        return fail(Code::internal, fmt::format("the recording {} has ended: nothing came that can be played",
                                                path_.string()));
    }

    void fail_with(const Error& error) {
        const bool begun = muxer_ && muxer_->has_begun();
        const std::lock_guard lock(mutex_);
        ended_ = failed_ = true;
        waiting_.clear();
        if (reports_) // of one, so there is room
            static_cast<void>(reports_->push(fail(
                Code::internal, fmt::format("the recording {} has ended: {}", path_.string(), error.message),
                begun ? "what it has so far can be played" : "choose another place for it")));
    }

    const std::filesystem::path path_;
    const Container container_;
    std::unique_ptr<Muxer> muxer_; // the thread's

    std::mutex mutex_;
    std::condition_variable changed_;
    // All guarded by mutex_:
    std::deque<Item> waiting_;
    std::size_t waiting_bytes_ = 0;
    bool ended_ = false;           // nothing more is taken
    bool failed_ = false;          // and that was reported
    bool done_ = false;            // the thread touches nothing any more
    Inbox<Result<void>>* reports_; // null when the Recorder is gone
};

Result<std::unique_ptr<Recorder>> Recorder::start(const std::filesystem::path& path, Events events) {
    const auto container = container_of(path);
    if (!container)
        return fail(Code::usage, fmt::format("{} is no name for a recording", path.string()),
                    "let it end in .mkv or .mp4");
    // Made here, so that nothing is ever overwritten.
    const FileDescriptor made(::open(path.c_str(), O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0666));
    if (made.get() < 0)
        return fail(Code::usage,
                    fmt::format("{} can not be recorded to: {}", path.string(),
                                std::generic_category().message(errno)),
                    errno == EEXIST ? "choose another name" : "choose another place");
    return std::unique_ptr<Recorder>(new Recorder(path, *container, std::move(events)));
}

Recorder::Recorder(const std::filesystem::path& path, Container container, Events events)
    : reports_(1,
               [events = std::move(events)](const Result<void>& written) {
                   if (!written)
                       events.on_failed(written.error());
                   else if (events.on_finished)
                       events.on_finished();
               })
    , writer_(std::make_shared<Writer>(path, container, reports_)) {
    std::thread([writer = writer_] { writer->run(); }).detach();
}

Recorder::~Recorder() { writer_->end(); }

void Recorder::finish() { writer_->finish(); }

void Recorder::offer(const SharedUnit& unit, const MuxTracks& tracks) {
    if (awaiting_keyframe_ && !(unit->kind == MediaKind::video && unit->keyframe))
        return;
    awaiting_keyframe_ = !writer_->push(unit, tracks);
}

} // namespace pixelpass
