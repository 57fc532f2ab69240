// SPDX-License-Identifier: MIT OR Apache-2.0
#include "capture/portal_format.h"

#include <spa/buffer/buffer.h>
#include <spa/buffer/meta.h>
#include <spa/param/buffers.h>
#include <spa/param/param.h>

namespace pixelpass {
namespace {

/// More than two, so that the compositor has one while one is converted and the newest is kept.
constexpr int fewest_buffers = 3;
constexpr int usual_buffers = 4;
constexpr int most_buffers = 8;
constexpr unsigned largest_side = 16'384;

/// DRM_FORMAT_MOD_LINEAR of drm_fourcc.h: the only layout that GStreamer 1.22 can name in its caps.
constexpr std::int64_t linear_modifier = 0;

const spa_pod* offer(spa_pod_builder& builder, bool dmabuf, const spa_fraction* most) {
    const spa_rectangle usual{1920, 1080};
    const spa_rectangle smallest{1, 1};
    const spa_rectangle largest{largest_side, largest_side};
    // Compositors send pictures when something changes, which is a rate of 0.
    const spa_fraction variable{0, 1};
    const spa_fraction slowest{1, 1};
    const spa_fraction fastest{1000, 1};
    spa_pod_frame frame{};
    spa_pod_builder_push_object(&builder, &frame, SPA_TYPE_OBJECT_Format, SPA_PARAM_EnumFormat);
    spa_pod_builder_add(
        &builder, SPA_FORMAT_mediaType, SPA_POD_Id(SPA_MEDIA_TYPE_video), SPA_FORMAT_mediaSubtype,
        SPA_POD_Id(SPA_MEDIA_SUBTYPE_raw), SPA_FORMAT_VIDEO_format,
        SPA_POD_CHOICE_ENUM_Id(5, SPA_VIDEO_FORMAT_BGRx, SPA_VIDEO_FORMAT_BGRx, SPA_VIDEO_FORMAT_BGRA,
                               SPA_VIDEO_FORMAT_RGBx, SPA_VIDEO_FORMAT_RGBA),
        SPA_FORMAT_VIDEO_size, SPA_POD_CHOICE_RANGE_Rectangle(&usual, &smallest, &largest),
        SPA_FORMAT_VIDEO_framerate, SPA_POD_CHOICE_RANGE_Fraction(&variable, &variable, &fastest), 0);
    if (dmabuf) {
        spa_pod_builder_prop(&builder, SPA_FORMAT_VIDEO_modifier, SPA_POD_PROP_FLAG_MANDATORY);
        spa_pod_builder_long(&builder, linear_modifier);
    }
    if (most)
        spa_pod_builder_add(&builder, SPA_FORMAT_VIDEO_maxFramerate,
                            SPA_POD_CHOICE_RANGE_Fraction(most, &slowest, most), 0);
    return static_cast<const spa_pod*>(spa_pod_builder_pop(&builder, &frame));
}

const spa_pod* wanted_meta(spa_pod_builder& builder, std::uint32_t type, std::size_t size) {
    return static_cast<const spa_pod*>(spa_pod_builder_add_object(
        &builder, SPA_TYPE_OBJECT_ParamMeta, SPA_PARAM_Meta, SPA_PARAM_META_type, SPA_POD_Id(type),
        SPA_PARAM_META_size, SPA_POD_Int(static_cast<int>(size))));
}

} // namespace

std::vector<const spa_pod*> offered_formats(PodStorage& storage, unsigned frame_rate, bool dmabufs) {
    spa_pod_builder builder{};
    spa_pod_builder_init(&builder, storage.data(), storage_size);
    const spa_fraction most{frame_rate, 1};
    std::vector<const spa_pod*> formats;
    if (dmabufs)
        formats = {offer(builder, true, &most), offer(builder, true, nullptr)};
    formats.push_back(offer(builder, false, &most));
    formats.push_back(offer(builder, false, nullptr));
    return formats;
}

bool is_dmabuf(const spa_video_info_raw& format) { return (format.flags & SPA_VIDEO_FLAG_MODIFIER) != 0; }

std::vector<const spa_pod*> wanted_buffers(PodStorage& storage, const spa_video_info_raw& format) {
    spa_pod_builder builder{};
    spa_pod_builder_init(&builder, storage.data(), storage_size);
    const auto* buffers = static_cast<const spa_pod*>(spa_pod_builder_add_object(
        &builder, SPA_TYPE_OBJECT_ParamBuffers, SPA_PARAM_Buffers, SPA_PARAM_BUFFERS_buffers,
        SPA_POD_CHOICE_RANGE_Int(usual_buffers, fewest_buffers, most_buffers), SPA_PARAM_BUFFERS_dataType,
        SPA_POD_CHOICE_FLAGS_Int(1 << (is_dmabuf(format) ? SPA_DATA_DmaBuf : SPA_DATA_MemFd))));
    return {buffers, wanted_meta(builder, SPA_META_Header, sizeof(spa_meta_header)),
            wanted_meta(builder, SPA_META_VideoCrop, sizeof(spa_meta_region)),
            wanted_meta(builder, SPA_META_VideoTransform, sizeof(spa_meta_videotransform))};
}

PixelFormat pixel_format(spa_video_format format) {
    const bool red_first = format == SPA_VIDEO_FORMAT_RGBx || format == SPA_VIDEO_FORMAT_RGBA;
    return red_first ? PixelFormat::rgbx : PixelFormat::bgrx;
}

Turn turn_of(std::uint32_t transform) {
    switch (transform) {
    case SPA_META_TRANSFORMATION_90:
        return Turn::right;
    case SPA_META_TRANSFORMATION_180:
        return Turn::over;
    case SPA_META_TRANSFORMATION_270:
        return Turn::left;
    case SPA_META_TRANSFORMATION_Flipped:
        return Turn::mirror;
    case SPA_META_TRANSFORMATION_Flipped90:
        return Turn::transpose;
    case SPA_META_TRANSFORMATION_Flipped180:
        return Turn::mirror_over;
    case SPA_META_TRANSFORMATION_Flipped270:
        return Turn::transpose_other;
    default:
        return Turn::none;
    }
}

bool crops(const spa_region& crop, Size size) {
    const auto& [x, y] = crop.position;
    const auto& [width, height] = crop.size;
    const auto within = [](std::int64_t at, std::int64_t length, std::int64_t whole) {
        return at >= 0 && length > 0 && at + length <= whole;
    };
    return within(x, width, size.width) && within(y, height, size.height) &&
           (width < size.width || height < size.height);
}

ByteView cropped(ByteView bytes, const spa_region& crop, CapturedPicture& picture) {
    const auto start = static_cast<std::size_t>(crop.position.y) * picture.stride +
                       static_cast<std::size_t>(crop.position.x) * 4;
    if (!crops(crop, picture.size) || start >= bytes.size())
        return bytes;
    picture.size = {crop.size.width, crop.size.height};
    return bytes.subspan(start);
}

} // namespace pixelpass
