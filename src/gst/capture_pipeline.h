// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "gst/dmabuf_import.h"
#include "gst/pacer.h"
#include "gst/pipeline.h"
#include "gst/video_source.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace pixelpass {

/// Captures a source for as long as it lives, and gives a pacer its pictures in the encoder's format. Main
/// thread.
class CapturePipeline {
public:
    struct Settings {
        std::string raw_format;    ///< of the encoder
        std::optional<Size> limit; ///< the picture fits within it
        unsigned frame_rate = 30;  ///< at most so many pictures a second
        std::optional<DmaBufImport> import = {};
    };
    struct Events {
        CaptureEvents source;
        /// DMABufs can't be imported, after all: at most once, and no picture comes any more. May destroy the
        /// pipeline.
        std::function<void()> on_import_failed;
    };

    /// Starts to capture `source`, which must outlive the pipeline; Code::source if it refuses at once.
    static Result<std::unique_ptr<CapturePipeline>> start(const VideoSource& source, const Settings& settings,
                                                          Pacer& pacer, Events events);
    /// The pacer gets no picture after it.
    ~CapturePipeline();
    CapturePipeline(const CapturePipeline&) = delete;
    CapturePipeline& operator=(const CapturePipeline&) = delete;

private:
    CapturePipeline(std::string source_name, Pacer& pacer, Events events)
        : source_name_(std::move(source_name))
        , pacer_(pacer)
        , events_(std::move(events)) {}

    Result<void> build(const VideoSource& source, const Settings& settings);
    [[nodiscard]] Error explain(const ElementError& error) const;
    void fail_with(const ElementError& error);
    void report(SourceLoss loss);

    const std::string source_name_;
    Pacer& pacer_;
    Events events_;
    std::unique_ptr<Pipeline> pipeline_;
    std::unique_ptr<Capture> capture_;
};

} // namespace pixelpass
