// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "base/child.h"
#include "base/file_descriptor.h"
#include "gst/hardware_decoders.h"
#include "media/access_unit.h"

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace pixelpass {

/// Finds a hardware decoder that decodes a stream right, by trying one after the other on the first of the
/// stream's own units. A driver may crash or hang whoever opens it, so that each is tried in a child process,
/// which nobody waits for. Main thread.
class HardwareDecoderSearch {
public:
    struct Options {
        /// Which are tried, in that order.
        std::vector<HardwareDecoder> candidates;
        /// The child: these words and the decoder's name.
        std::vector<std::string> command = {"/proc/self/exe", "decoder-trial"};
        std::chrono::milliseconds limit{8000}; ///< for each
    };

    /// The pictures that are tried, and their size at most: they wait in memory meanwhile.
    static constexpr std::size_t pictures = 8;
    static constexpr std::size_t byte_bound = 8U << 20;

    /// `on_found` is called with the name of the first that works, at most once, from the main loop; it may
    /// destroy this.
    HardwareDecoderSearch(Options options, std::function<void(const std::string& name)> on_found);
    HardwareDecoderSearch(const HardwareDecoderSearch&) = delete;
    HardwareDecoderSearch& operator=(const HardwareDecoderSearch&) = delete;

    /// Takes the stream's units, till it has as many as it needs.
    void offer(const AccessUnit& unit);
    /// Whether all have been tried, and none works.
    [[nodiscard]] bool over() const { return candidate_ == options_.candidates.size(); }

private:
    void try_next();
    void tried(int status);
    void give_up(const std::string& reason);

    Options options_;
    std::function<void(const std::string&)> on_found_;
    std::vector<SharedUnit> units_;
    std::size_t bytes_ = 0;
    std::size_t candidate_ = 0; ///< the one that is tried
    bool begun_ = false;
    FileDescriptor file_;
    std::unique_ptr<Child> child_;
    Source limit_;
    Source next_;
};

} // namespace pixelpass
