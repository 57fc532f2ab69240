// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "memory.h"

#include <va/va.h>
#include <va/va_backend.h>

#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <utility>

namespace rigsw {

struct Config {
    VAProfile profile = VAProfileNone;
    VAEntrypoint entrypoint = VAEntrypointVideoProc;
    std::uint32_t rate_control = VA_RC_CQP;

    [[nodiscard]] bool encodes() const { return entrypoint == VAEntrypointEncSlice; }
    [[nodiscard]] bool decodes() const { return entrypoint == VAEntrypointVLD; }
};

struct Surface {
    VAImage layout{}; ///< of the file's bytes, in VAImage's terms
    std::shared_ptr<MappedFile> file;
    std::atomic<bool> busy = false; ///< encoded from, and nobody waited for it yet
};

struct Buffer {
    VABufferType type = VAPictureParameterBufferType;
    unsigned count = 0;
    Memory memory;
    VACodedBufferSegment segment{}; ///< what an application sees of a coded buffer
};

class Context; // contexts.cpp

/// Objects by the ids that applications know them by. Any thread.
template <class Object>
class Table {
public:
    /// No two tables give the same ids.
    explicit Table(std::uint32_t first)
        : last_(first) {}

    std::uint32_t add(std::shared_ptr<Object> object) {
        const std::lock_guard lock(mutex_);
        objects_[++last_] = std::move(object);
        return last_;
    }
    /// Null if there is none of that id.
    std::shared_ptr<Object> find(std::uint32_t id) {
        const std::lock_guard lock(mutex_);
        const auto found = objects_.find(id);
        return found == objects_.end() ? nullptr : found->second;
    }
    /// Whether there was one of that id.
    bool remove(std::uint32_t id) {
        const std::lock_guard lock(mutex_);
        return objects_.erase(id) > 0;
    }
    std::size_t size() {
        const std::lock_guard lock(mutex_);
        return objects_.size();
    }

private:
    std::mutex mutex_;
    std::uint32_t last_;
    std::map<std::uint32_t, std::shared_ptr<Object>> objects_;
};

/// All that the application made on one display.
struct Driver {
    Table<Config> configs{0x01000000};
    Table<Context> contexts{0x02000000};
    Table<Surface> surfaces{0x04000000};
    Table<Buffer> buffers{0x08000000};
    Table<VAImage> images{0x0a000000};
};

inline Driver& driver_of(VADriverContextP display) { return *static_cast<Driver*>(display->pDriverData); }

/// Success, or `error` if it is not so.
inline VAStatus succeed_if(bool condition, VAStatus error) { return condition ? VA_STATUS_SUCCESS : error; }

/// Stands for each function that the driver has not.
template <class... Arguments>
VAStatus unimplemented(Arguments... /*unused*/) {
    return VA_STATUS_ERROR_UNIMPLEMENTED;
}

} // namespace rigsw
