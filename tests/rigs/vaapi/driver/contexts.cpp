// SPDX-License-Identifier: MIT OR Apache-2.0
// Contexts, and the pictures that are made in them.
#include "driver.h"
#include "faults.h"
#include "functions.h"
#include "h264_decoder.h"
#include "h264_encoder.h"
#include "log.h"
#include "picture_layout.h"
#include "video_processing.h"

#include <optional>
#include <span>

namespace rigsw {

/// What makes pictures, one at a time, on the surface that the application begins with.
class Context {
public:
    explicit Context(const Config& config) {
        if (config.encodes())
            encoder_.emplace(config);
        if (config.decodes())
            decoder_.emplace(config);
    }

    VAStatus begin(std::shared_ptr<Surface> target) {
        if ((encoder_ || decoder_) && !is_nv12(target->layout))
            return VA_STATUS_ERROR_INVALID_SURFACE;
        if (encoder_)
            encoder_->begin_picture();
        if (decoder_)
            decoder_->begin_picture();
        target_ = std::move(target);
        return VA_STATUS_SUCCESS;
    }

    VAStatus render(Driver& driver, const Buffer& buffer) {
        if (!target_)
            return VA_STATUS_ERROR_INVALID_SURFACE;
        if (encoder_)
            return encoder_->take(buffer);
        if (decoder_)
            return decoder_->take(buffer);
        return buffer.type == VAProcPipelineParameterBufferType ? process(driver, buffer, *target_)
                                                                : VA_STATUS_SUCCESS;
    }

    VAStatus end(Driver& driver) {
        const auto target = std::exchange(target_, nullptr);
        if (!target)
            return VA_STATUS_ERROR_INVALID_SURFACE;
        if (decoder_)
            return decoder_->decode(*target);
        return encoder_ ? encoder_->encode(driver, *target) : VA_STATUS_SUCCESS;
    }

private:
    std::shared_ptr<Surface> target_;
    std::optional<H264Encoder> encoder_;
    std::optional<H264Decoder> decoder_;
};

namespace {

VAStatus create_context(VADriverContextP display, VAConfigID config_id, int width, int height, int /*flags*/,
                        VASurfaceID* /*targets*/, int /*count*/, VAContextID* id) {
    const auto config = driver_of(display).configs.find(config_id);
    if (!config)
        return VA_STATUS_ERROR_INVALID_CONFIG;
    if (width > max_side || height > max_side)
        return VA_STATUS_ERROR_RESOLUTION_NOT_SUPPORTED;
    if (config->encodes() && has_fault("context")) {
        log("fault: context");
        return VA_STATUS_ERROR_ALLOCATION_FAILED;
    }
    if (config->encodes())
        log("context %dx%d profile=%d", width, height, config->profile);
    *id = driver_of(display).contexts.add(std::make_shared<Context>(*config));
    return VA_STATUS_SUCCESS;
}

VAStatus destroy_context(VADriverContextP display, VAContextID id) {
    return succeed_if(driver_of(display).contexts.remove(id), VA_STATUS_ERROR_INVALID_CONTEXT);
}

VAStatus begin_picture(VADriverContextP display, VAContextID id, VASurfaceID target) {
    const auto context = driver_of(display).contexts.find(id);
    if (!context)
        return VA_STATUS_ERROR_INVALID_CONTEXT;
    auto surface = driver_of(display).surfaces.find(target);
    return surface ? context->begin(std::move(surface)) : VA_STATUS_ERROR_INVALID_SURFACE;
}

VAStatus render_picture(VADriverContextP display, VAContextID id, VABufferID* ids, int count) {
    Driver& driver = driver_of(display);
    const auto context = driver.contexts.find(id);
    if (!context)
        return VA_STATUS_ERROR_INVALID_CONTEXT;
    for (const auto each : std::span(ids, static_cast<std::size_t>(count))) {
        const auto buffer = driver.buffers.find(each);
        const VAStatus status = buffer ? context->render(driver, *buffer) : VA_STATUS_ERROR_INVALID_BUFFER;
        if (status)
            return status;
    }
    return VA_STATUS_SUCCESS;
}

VAStatus end_picture(VADriverContextP display, VAContextID id) {
    const auto context = driver_of(display).contexts.find(id);
    return context ? context->end(driver_of(display)) : VA_STATUS_ERROR_INVALID_CONTEXT;
}

} // namespace

void add_context_functions(VADriverVTable& table) {
    table.vaCreateContext = create_context;
    table.vaDestroyContext = destroy_context;
    table.vaBeginPicture = begin_picture;
    table.vaRenderPicture = render_picture;
    table.vaEndPicture = end_picture;
}

} // namespace rigsw
