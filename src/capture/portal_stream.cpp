// SPDX-License-Identifier: MIT OR Apache-2.0
#include "capture/portal_stream.h"

#include "base/file_descriptor.h"
#include "base/log.h"
#include "base/monotonic.h"
#include "capture/portal_format.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <mutex>
#include <utility>
#include <vector>

namespace pixelpass {
namespace {

/// A time of capture that is further from now is none.
constexpr std::chrono::seconds plausible_age{1};
/// A compositor sends a picture as soon as it is told to start. PipeWire can lose it, if we are a little
/// later than that, and of a still screen there is no other.
constexpr std::chrono::milliseconds first_picture_limit{250};
constexpr int most_restarts = 3;

pw_properties* stream_properties() {
    return pw_properties_new(PW_KEY_NODE_NAME, "pixelpass-screen", PW_KEY_APP_NAME, "pixelpass",
                             PW_KEY_MEDIA_TYPE, "Video", PW_KEY_MEDIA_CATEGORY, "Capture", PW_KEY_MEDIA_ROLE,
                             "Screen",
                             // Else it would wait for its node for ever, or take a camera for it.
                             PW_KEY_NODE_DONT_RECONNECT, "true", nullptr);
}

template <typename T>
const T* find_meta(const spa_buffer* buffer, std::uint32_t type) {
    return static_cast<const T*>(spa_buffer_find_meta_data(buffer, type, sizeof(T)));
}

std::chrono::nanoseconds capture_time(const spa_buffer* buffer) {
    const std::chrono::nanoseconds now = monotonic_now();
    const auto* header = find_meta<spa_meta_header>(buffer, SPA_META_Header);
    const std::chrono::nanoseconds told(header ? header->pts : 0);
    return told > now - plausible_age && told <= now ? told : now;
}

bool is_corrupted(const spa_buffer* buffer) {
    const auto* header = find_meta<spa_meta_header>(buffer, SPA_META_Header);
    const auto* chunk = buffer->datas[0].chunk;
    return chunk->size == 0 || (chunk->flags & SPA_CHUNK_FLAG_CORRUPTED) != 0 ||
           (header && (header->flags & SPA_META_HEADER_FLAG_CORRUPTED) != 0);
}

/// What has to be turned or padded goes through memory.
bool can_be_imported(const CapturedPicture& picture) {
    return picture.turn == Turn::none && picture.size.width % 2 == 0 && picture.size.height % 2 == 0;
}

} // namespace

/// The compositor's memory as our own: PipeWire's mapping and descriptor go when the format changes, while a
/// picture in it is still being read. A DMABuf is not mapped.
class PortalStream::Memory {
public:
    explicit Memory(const spa_data& data)
        : fd_(fcntl(static_cast<int>(data.fd), F_DUPFD_CLOEXEC, 0))
        , size_(std::size_t{data.mapoffset} + data.maxsize) {
        const auto real_size = fd_.get() < 0 ? -1 : lseek(fd_.get(), 0, SEEK_END);
        // Memory that ends too early would end us, too.
        const bool whole = real_size >= 0 && static_cast<std::size_t>(real_size) >= size_;
        if (data.type == SPA_DATA_MemFd && whole)
            map(data.mapoffset);
        else if (data.type == SPA_DATA_DmaBuf && whole)
            dmabuf_ = {.descriptor = fd_.get(),
                       .offset = data.mapoffset,
                       .size = static_cast<std::size_t>(real_size)};
        else
            spdlog::warn("screen capture: memory of type {} can't be read", data.type);
    }
    ~Memory() {
        if (address_)
            munmap(address_, size_);
    }
    Memory(const Memory&) = delete;
    Memory& operator=(const Memory&) = delete;

    [[nodiscard]] ByteView view() const { return view_; }
    [[nodiscard]] const std::optional<DmaBuf>& dmabuf() const { return dmabuf_; }

private:
    void map(std::size_t offset) {
        void* address = mmap(nullptr, size_, PROT_READ, MAP_SHARED, fd_.get(), 0);
        if (address == MAP_FAILED)
            return;
        address_ = address;
        view_ = ByteView(static_cast<const std::byte*>(address), size_).subspan(offset);
    }

    FileDescriptor fd_;
    std::size_t size_;
    void* address_ = nullptr;
    ByteView view_;
    std::optional<DmaBuf> dmabuf_;
};

/// The buffers that nobody reads any more, from any thread to the main loop.
class PortalStream::Returns {
public:
    struct Return {
        pw_buffer* buffer; ///< of the slot with that number, if that is still there
        std::uint64_t slot;
    };

    explicit Returns(const Wakeup& wakeup)
        : wakeup_(&wakeup) {}

    void push(Return returned) {
        const std::lock_guard lock(mutex_);
        if (!wakeup_)
            return;
        returns_.push_back(returned);
        wakeup_->trigger();
    }
    [[nodiscard]] std::vector<Return> take() {
        const std::lock_guard lock(mutex_);
        return std::exchange(returns_, {});
    }
    void close() {
        const std::lock_guard lock(mutex_);
        wakeup_ = nullptr;
    }

private:
    std::mutex mutex_;
    std::vector<Return> returns_; ///< guarded by mutex_; no more than there are buffers
    const Wakeup* wakeup_;        ///< guarded by mutex_; null once the stream is gone
};

const pw_stream_events PortalStream::stream_events = [] {
    pw_stream_events events{};
    events.version = PW_VERSION_STREAM_EVENTS;
    events.state_changed = [](void* self, pw_stream_state before, pw_stream_state now, const char* error) {
        spdlog::info("screen capture: {} -> {} {}", pw_stream_state_as_string(before),
                     pw_stream_state_as_string(now), error ? error : "");
        static_cast<PortalStream*>(self)->take_state(before, now);
    };
    events.param_changed = [](void* self, std::uint32_t id, const spa_pod* param) {
        if (id == SPA_PARAM_Format && param)
            static_cast<PortalStream*>(self)->take_format(param);
    };
    events.add_buffer = [](void* self, pw_buffer* buffer) {
        static_cast<PortalStream*>(self)->take_memory(buffer);
    };
    events.remove_buffer = [](void* self, pw_buffer* buffer) {
        static_cast<PortalStream*>(self)->slots_.erase(buffer);
    };
    events.process = [](void* self) { static_cast<PortalStream*>(self)->take_picture(); };
    return events;
}();

Result<std::unique_ptr<PortalStream>> PortalStream::open(int socket, std::uint32_t node, unsigned frame_rate,
                                                         Events events) {
    std::unique_ptr<PortalStream> stream(new PortalStream(frame_rate, std::move(events)));
    if (auto connected = stream->connect(socket, node); !connected)
        return fail(connected);
    return stream;
}

PortalStream::PortalStream(unsigned frame_rate, Events events)
    : frame_rate_(frame_rate)
    , events_(std::move(events))
    , returns_(std::make_shared<Returns>(returned_))
    , returned_([this] { give_back(); }) {}

PortalStream::~PortalStream() { returns_->close(); }

Result<void> PortalStream::connect(int socket, std::uint32_t node) {
    auto connection = PipeWireConnection::open(socket, [this] { lose(); });
    if (!connection)
        return fail(Code::source, "the screen can't be shared: " + connection.error().message,
                    connection.error().hint);
    connection_ = std::move(*connection);
    stream_.reset(pw_stream_new(connection_->core(), "pixelpass screen", stream_properties()));
    pw_stream_add_listener(stream_.get(), hook_.get(), &stream_events, this);
    PodStorage storage;
    auto formats = offered_formats(storage, frame_rate_, dmabufs_allowed_);
    if (pw_stream_connect(stream_.get(), PW_DIRECTION_INPUT, node, PW_STREAM_FLAG_AUTOCONNECT, formats.data(),
                          static_cast<std::uint32_t>(formats.size())) < 0)
        return fail(Code::source, "the screen can't be shared: PipeWire refuses it",
                    "restart PipeWire and WirePlumber");
    return {};
}

void PortalStream::allow_dmabufs(bool allowed) {
    if (std::exchange(dmabufs_allowed_, allowed) == allowed)
        return;
    PodStorage storage;
    auto formats = offered_formats(storage, frame_rate_, allowed);
    pw_stream_update_params(stream_.get(), formats.data(), static_cast<std::uint32_t>(formats.size()));
}

void PortalStream::take_state(pw_stream_state before, pw_stream_state now) {
    // It begins unconnected; to become that again is how the end of its node is told.
    const bool ended = now == PW_STREAM_STATE_ERROR ||
                       (now == PW_STREAM_STATE_UNCONNECTED && before != PW_STREAM_STATE_UNCONNECTED);
    if (ended)
        loss_ = after(std::chrono::milliseconds(0), [this] { lose(); });
    first_picture_.reset();
    if (now == PW_STREAM_STATE_PAUSED)
        pw_stream_set_active(stream_.get(), true);
    else if (now == PW_STREAM_STATE_STREAMING && restarts_ < most_restarts)
        first_picture_ = after(first_picture_limit, [this] { restart(); });
}

void PortalStream::restart() {
    ++restarts_;
    spdlog::info("screen capture: no picture came, it starts again");
    pw_stream_set_active(stream_.get(), false);
}

void PortalStream::take_format(const spa_pod* format) {
    if (spa_format_video_raw_parse(format, &format_) < 0)
        return;
    spdlog::info("screen capture: pictures of {}x{} in {}", format_.size.width, format_.size.height,
                 is_dmabuf(format_) ? "DMABufs" : "memory");
    PodStorage storage;
    auto wanted = wanted_buffers(storage, format_);
    pw_stream_update_params(stream_.get(), wanted.data(), static_cast<std::uint32_t>(wanted.size()));
}

void PortalStream::take_memory(pw_buffer* buffer) {
    if (buffer->buffer->n_datas > 0)
        slots_[buffer] = {.number = ++slots_made_,
                          .memory = std::make_shared<const Memory>(buffer->buffer->datas[0])};
}

void PortalStream::take_picture() {
    pw_buffer* newest = nullptr;
    while (auto* buffer = pw_stream_dequeue_buffer(stream_.get())) {
        if (newest)
            pw_stream_queue_buffer(stream_.get(), newest);
        newest = buffer;
    }
    if (!newest)
        return;
    first_picture_.reset();
    restarts_ = 0;
    const auto slot = slots_.find(newest);
    if (slot == slots_.end() || is_corrupted(newest->buffer))
        pw_stream_queue_buffer(stream_.get(), newest);
    else
        deliver(newest, slot->second);
}

void PortalStream::deliver(pw_buffer* buffer, const Slot& slot) {
    const auto& chunk = *buffer->buffer->datas[0].chunk;
    auto view = slot.memory->view();
    view = view.subspan(std::min<std::size_t>(chunk.offset, view.size()));
    CapturedPicture picture{.bytes = {},
                            .dmabuf = slot.memory->dmabuf(),
                            .size = {format_.size.width, format_.size.height},
                            .stride = chunk.stride > 0 ? static_cast<std::size_t>(chunk.stride)
                                                       : std::size_t{4} * format_.size.width,
                            .format = pixel_format(format_.format),
                            .turn = {},
                            .captured_at = capture_time(buffer->buffer)};
    if (const auto* turned = find_meta<spa_meta_videotransform>(buffer->buffer, SPA_META_VideoTransform))
        picture.turn = turn_of(turned->transform);
    const auto* crop = find_meta<spa_meta_region>(buffer->buffer, SPA_META_VideoCrop);
    if (picture.dmabuf) {
        picture.dmabuf->offset += chunk.offset;
        if ((crop && crops(crop->region, picture.size)) || !can_be_imported(picture)) {
            pw_stream_queue_buffer(stream_.get(), buffer);
            return allow_dmabufs(false);
        }
    } else if (crop) {
        view = cropped(view, crop->region, picture);
    }
    // Whoever lets go of it last, on whatever thread, gives it back.
    picture.bytes = {std::shared_ptr<const void>(slot.memory.get(),
                                                 [slot, returns = returns_, buffer](const void*) {
                                                     returns->push({.buffer = buffer, .slot = slot.number});
                                                 }),
                     view};
    events_.on_picture(std::move(picture));
}

void PortalStream::give_back() {
    for (const auto& [buffer, number] : returns_->take()) {
        if (const auto slot = slots_.find(buffer); slot != slots_.end() && slot->second.number == number)
            pw_stream_queue_buffer(stream_.get(), buffer);
    }
}

void PortalStream::lose() {
    // The callback may destroy this object: nothing may follow it.
    if (const auto on_lost = std::exchange(events_.on_lost, nullptr))
        on_lost();
}

} // namespace pixelpass
