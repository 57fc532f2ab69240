// SPDX-License-Identifier: MIT OR Apache-2.0
#include "mux/recorder.h"

#include "base/file_descriptor.h"

#include <fcntl.h>
#include <fmt/format.h>

#include <cerrno>
#include <system_error>
#include <utility>

namespace pixelpass {
namespace {

std::optional<Container> container_of(const std::filesystem::path& path) {
    const auto extension = path.extension();
    if (extension == ".mkv")
        return Container::matroska;
    return extension == ".mp4" ? std::optional(Container::mp4) : std::nullopt;
}

} // namespace

Result<std::unique_ptr<Recorder>> Recorder::start(const std::filesystem::path& path,
                                                  std::function<void(const Error&)> on_failed) {
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
    return std::unique_ptr<Recorder>(new Recorder(path, *container, std::move(on_failed)));
}

Recorder::Recorder(std::filesystem::path path, Container container,
                   std::function<void(const Error&)> on_failed)
    : path_(std::move(path))
    , container_(container)
    , failures_(1, std::move(on_failed))
    , thread_([this] { run(); }) {}

Recorder::~Recorder() {
    {
        const std::lock_guard lock(mutex_);
        ended_ = true;
    }
    changed_.notify_one();
    thread_.join();
}

void Recorder::offer(const SharedUnit& unit, const MuxTracks& tracks) {
    if (awaiting_keyframe_ && !(unit->kind == MediaKind::video && unit->keyframe))
        return;
    const auto size = unit->payload.view.size();
    {
        const std::lock_guard lock(mutex_);
        awaiting_keyframe_ = waiting_bytes_ + size > byte_bound;
        if (awaiting_keyframe_ || ended_)
            return;
        waiting_.push_back({unit, tracks});
        waiting_bytes_ += size;
    }
    changed_.notify_one();
}

std::optional<Recorder::Item> Recorder::next() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return ended_ || !waiting_.empty(); });
    if (waiting_.empty())
        return std::nullopt;
    Item item = std::move(waiting_.front());
    waiting_.pop_front();
    waiting_bytes_ -= item.unit->payload.view.size();
    return item;
}

void Recorder::run() {
    while (const auto item = next()) {
        const auto written = write(*item);
        if (written)
            continue;
        static_cast<void>(failures_.push(written.error()));
        const std::lock_guard lock(mutex_);
        ended_ = true;
        waiting_.clear();
        break;
    }
    if (!std::exchange(muxer_, nullptr)) {
        std::error_code error;
        std::filesystem::remove(path_, error);
    }
}

Result<void> Recorder::write(const Item& item) {
    const auto failed = [this](const Error& error) {
        return fail(Code::internal,
                    fmt::format("the recording {} has ended: {}", path_.string(), error.message),
                    "what it has so far can be played");
    };
    if (!muxer_) {
        auto made = Muxer::create(container_, item.tracks, path_);
        if (!made)
            return failed(made.error());
        muxer_ = std::move(*made);
    }
    // A unit that is broken is left out.
    if (auto pushed = muxer_->push(*item.unit); !pushed && muxer_->stands_still())
        return failed(pushed.error());
    return {};
}

} // namespace pixelpass
