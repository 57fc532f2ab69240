// SPDX-License-Identifier: MIT OR Apache-2.0
#include "capture/x11_images.h"

#include "base/file_descriptor.h"
#include "base/log.h"

#include <sys/mman.h>
#include <unistd.h>
#include <xcb/shm.h>

#include <algorithm>
#include <atomic>
#include <utility>

namespace pixelpass {

/// Memory that another process can map, too.
class X11Images::Memory {
public:
    explicit Memory(std::size_t size)
        : fd_(memfd_create("pixelpass", MFD_CLOEXEC))
        , size_(size) {
        if (fd_.get() < 0 || ftruncate(fd_.get(), static_cast<off_t>(size)) != 0)
            return;
        void* address = mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_SHARED, fd_.get(), 0);
        address_ = address == MAP_FAILED ? nullptr : address;
    }
    ~Memory() {
        if (address_)
            munmap(address_, size_);
    }
    Memory(const Memory&) = delete;
    Memory& operator=(const Memory&) = delete;

    [[nodiscard]] bool valid() const { return address_ != nullptr; }
    [[nodiscard]] std::size_t size() const { return size_; }
    [[nodiscard]] std::byte* data() const { return static_cast<std::byte*>(address_); }
    /// Gives the descriptor away.
    [[nodiscard]] int release_fd() { return fd_.release(); }

private:
    FileDescriptor fd_;
    std::size_t size_;
    void* address_ = nullptr;
};

X11Images::X11Images(const X11Connection& connection)
    : connection_(&connection)
    , shared_(connection.has(xcb_shm_id)) {
    if (!shared_)
        return;
    const auto version =
        connection.reply(xcb_shm_query_version_reply, xcb_shm_query_version(connection.get()));
    shared_ = version && std::pair(version->major_version, version->minor_version) >=
                             std::pair(std::uint16_t{1}, std::uint16_t{2});
}

std::variant<X11Image, X11Images::Refusal> X11Images::grab(xcb_drawable_t drawable, const Rectangle& area) {
    const std::size_t size = std::size_t{4} * area.size.width * area.size.height;
    if (!shared_)
        return grab_by_socket(drawable, area, size);
    auto* segment = free_segment(size);
    if (!segment)
        return Refusal::busy;
    if (!segment->memory && !attach(*segment, size)) {
        spdlog::info("{} does not share memory: pictures come through its socket", connection_->name());
        shared_ = false;
        return grab_by_socket(drawable, area, size);
    }
    const auto answer = connection_->reply(
        xcb_shm_get_image_reply,
        xcb_shm_get_image(connection_->get(), drawable, static_cast<std::int16_t>(area.x),
                          static_cast<std::int16_t>(area.y), static_cast<std::uint16_t>(area.size.width),
                          static_cast<std::uint16_t>(area.size.height), ~0U, XCB_IMAGE_FORMAT_Z_PIXMAP,
                          segment->id, 0));
    if (!answer || answer->size < size)
        return Refusal::failed;
    return X11Image{.owner = segment->memory, .pixels = {segment->memory->data(), size}};
}

X11Images::Segment* X11Images::free_segment(std::size_t size) {
    const auto found =
        std::ranges::find_if(segments_, [](const auto& one) { return one.memory.use_count() <= 1; });
    if (found == segments_.end())
        return nullptr;
    // Whoever read the last image in it has done so before it let go.
    std::atomic_thread_fence(std::memory_order_acquire);
    if (found->memory && found->memory->size() != size) {
        xcb_shm_detach(connection_->get(), found->id);
        found->memory.reset();
    }
    return &*found;
}

bool X11Images::attach(Segment& segment, std::size_t size) {
    auto memory = std::make_shared<Memory>(size);
    if (!memory->valid())
        return false;
    segment.id = xcb_generate_id(connection_->get());
    if (!connection_->succeeds(
            xcb_shm_attach_fd_checked(connection_->get(), segment.id, memory->release_fd(), 0)))
        return false;
    segment.memory = std::move(memory);
    return true;
}

std::variant<X11Image, X11Images::Refusal>
X11Images::grab_by_socket(xcb_drawable_t drawable, const Rectangle& area, std::size_t size) {
    std::shared_ptr<xcb_get_image_reply_t> answer =
        connection_->reply(xcb_get_image_reply,
                           xcb_get_image(connection_->get(), XCB_IMAGE_FORMAT_Z_PIXMAP, drawable,
                                         static_cast<std::int16_t>(area.x), static_cast<std::int16_t>(area.y),
                                         static_cast<std::uint16_t>(area.size.width),
                                         static_cast<std::uint16_t>(area.size.height), ~0U));
    if (!answer || static_cast<std::size_t>(xcb_get_image_data_length(answer.get())) < size)
        return Refusal::failed;
    auto* data = reinterpret_cast<std::byte*>(xcb_get_image_data(answer.get()));
    return X11Image{.owner = std::move(answer), .pixels = {data, size}};
}

} // namespace pixelpass
