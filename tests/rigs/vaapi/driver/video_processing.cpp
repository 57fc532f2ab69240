// SPDX-License-Identifier: MIT OR Apache-2.0
#include "video_processing.h"
#include "buffer_content.h"
#include "colours.h"
#include "functions.h"
#include "picture_layout.h"

#include <va/va_vpp.h>

#include <iterator>

namespace rigsw {
namespace {

/// Where the blue and the red byte of a pixel are.
struct ByteOrder {
    explicit ByteOrder(const VAImage& layout)
        : blue(layout.format.blue_mask == 0xff ? 0 : 2) {}

    [[nodiscard]] Rgb read(const std::uint8_t* pixel) const {
        return {pixel[2 - blue], pixel[1], pixel[blue]};
    }
    void write(std::uint8_t* pixel, const Rgb& colour) const {
        pixel[blue] = static_cast<std::uint8_t>(colour.blue);
        pixel[1] = static_cast<std::uint8_t>(colour.green);
        pixel[2 - blue] = static_cast<std::uint8_t>(colour.red);
        pixel[3] = 255;
    }

    int blue;
};

/// One picture drawn onto another.
class Drawing {
public:
    Drawing(const PictureView& from, const VARectangle& source, const PictureView& to,
            const VARectangle& target, const Colours& colours)
        : from_(from)
        , source_(source)
        , to_(to)
        , target_(target)
        , colours_(colours) {}

    void draw() const {
        const bool from_nv12 = is_nv12(from_.layout), to_nv12 = is_nv12(to_.layout);
        for (int y = 0; y < target_.height; ++y) {
            if (to_nv12)
                from_nv12 ? scale_nv12(y) : rgb_to_nv12(y);
            else
                from_nv12 ? nv12_to_rgb(y) : scale_rgb(y);
        }
    }

private:
    [[nodiscard]] int source_x(int x) const { return source_.x + x * source_.width / target_.width; }
    [[nodiscard]] int source_y(int y) const { return source_.y + y * source_.height / target_.height; }
    [[nodiscard]] bool scales() const {
        return source_.width != target_.width || source_.height != target_.height;
    }

    /// The colours of the row of the target, or null if those are written with the row above.
    [[nodiscard]] std::uint8_t* colour_row(int y) const {
        const int row = target_.y + y;
        return row % 2 == 0 ? to_.row(1, row / 2) : nullptr;
    }

    void scale_nv12(int y) const {
        const std::uint8_t* luma = from_.row(0, source_y(y));
        const std::uint8_t* colour = from_.row(1, source_y(y) / 2);
        std::uint8_t* out = to_.row(0, target_.y + y);
        std::uint8_t* colour_out = colour_row(y);
        for (int x = 0; x < target_.width; ++x) {
            const int at = target_.x + x, start = source_x(x);
            out[at] = luma[start];
            if (!colour_out || at % 2 != 0)
                continue;
            colour_out[at] = colour[start & ~1];
            colour_out[at + 1] = colour[start | 1];
        }
    }

    void scale_rgb(int y) const {
        const ByteOrder from(from_.layout), to(to_.layout);
        const std::uint8_t* row = from_.row(0, source_y(y));
        std::uint8_t* out = to_.row(0, target_.y + y) + target_.x * 4;
        for (int x = 0; x < target_.width; ++x)
            to.write(out + x * 4, from.read(row + source_x(x) * 4));
    }

    void nv12_to_rgb(int y) const {
        const ByteOrder to(to_.layout);
        const std::uint8_t* luma = from_.row(0, source_y(y));
        const std::uint8_t* colour = from_.row(1, source_y(y) / 2);
        std::uint8_t* out = to_.row(0, target_.y + y) + target_.x * 4;
        for (int x = 0; x < target_.width; ++x) {
            const int start = source_x(x);
            to.write(out + x * 4, colours_.to_rgb({luma[start], colour[start & ~1], colour[start | 1]}));
        }
    }

    void rgb_to_nv12(int y) const {
        const ByteOrder from(from_.layout);
        const std::uint8_t* row = from_.row(0, source_y(y));
        std::uint8_t* out = to_.row(0, target_.y + y);
        std::uint8_t* colour_out = colour_row(y);
        for (int x = 0; x < target_.width; ++x) {
            const int at = target_.x + x, start = source_x(x);
            out[at] = colours_.to_yuv(from.read(row + start * 4)).luma;
            if (!colour_out || at % 2 != 0)
                continue;
            const auto colour = colours_.to_yuv(block_colour(from, row, start, source_y(y)));
            colour_out[at] = colour.blue_difference;
            colour_out[at + 1] = colour.red_difference;
        }
    }

    /// The mean of the 2x2 pixels that share a colour; that of the first one where the picture is scaled or
    /// ends.
    [[nodiscard]] Rgb block_colour(const ByteOrder& order, const std::uint8_t* row, int x, int y) const {
        const Rgb first = order.read(row + x * 4);
        if (scales() || x + 1 >= from_.layout.width || y + 1 >= from_.layout.height)
            return first;
        const std::uint8_t* below = row + from_.layout.pitches[0];
        const Rgb second = order.read(row + x * 4 + 4), third = order.read(below + x * 4),
                  fourth = order.read(below + x * 4 + 4);
        return {(first.red + second.red + third.red + fourth.red + 2) / 4,
                (first.green + second.green + third.green + fourth.green + 2) / 4,
                (first.blue + second.blue + third.blue + fourth.blue + 2) / 4};
    }

    const PictureView& from_;
    const VARectangle& source_;
    const PictureView& to_;
    const VARectangle& target_;
    const Colours& colours_;
};

VARectangle whole(const VAImage& layout) { return {0, 0, layout.width, layout.height}; }

bool lies_within(const VARectangle& area, const VAImage& layout) {
    return area.x >= 0 && area.y >= 0 && area.width > 0 && area.height > 0 &&
           area.x + area.width <= layout.width && area.y + area.height <= layout.height;
}

/// The colours of the picture that is YUV.
Colours colours_of(const VAProcPipelineParameterBuffer& parameters, bool from_yuv) {
    const auto standard = from_yuv ? parameters.surface_color_standard : parameters.output_color_standard;
    const auto& properties =
        from_yuv ? parameters.input_color_properties : parameters.output_color_properties;
    constexpr int matrix_bt709 = 1;
    const bool bt709 =
        standard == VAProcColorStandardBT709 ||
        (standard == VAProcColorStandardExplicit && properties.matrix_coefficients == matrix_bt709);
    return {bt709, properties.color_range == VA_SOURCE_RANGE_FULL};
}

VAStatus query_filters(VADriverContextP /*display*/, VAContextID /*context*/, VAProcFilterType* /*list*/,
                       unsigned* count) {
    *count = 0;
    return VA_STATUS_SUCCESS;
}

VAStatus query_pipeline(VADriverContextP /*display*/, VAContextID /*context*/, VABufferID* /*filters*/,
                        unsigned /*count*/, VAProcPipelineCaps* caps) {
    static VAProcColorStandardType standards[] = {VAProcColorStandardBT601, VAProcColorStandardBT709,
                                                  VAProcColorStandardExplicit};
    static std::uint32_t formats[] = {VA_FOURCC_NV12, VA_FOURCC_BGRX, VA_FOURCC_BGRA, VA_FOURCC_RGBX,
                                      VA_FOURCC_RGBA};
    *caps = {};
    caps->input_color_standards = caps->output_color_standards = standards;
    caps->num_input_color_standards = caps->num_output_color_standards = std::size(standards);
    caps->input_pixel_format = caps->output_pixel_format = formats;
    caps->num_input_pixel_formats = caps->num_output_pixel_formats = std::size(formats);
    caps->max_input_width = caps->max_input_height = max_side;
    caps->max_output_width = caps->max_output_height = max_side;
    caps->min_input_width = caps->min_input_height = min_side;
    caps->min_output_width = caps->min_output_height = min_side;
    return VA_STATUS_SUCCESS;
}

} // namespace

VAStatus process(Driver& driver, const Buffer& buffer, const Surface& target) {
    VAProcPipelineParameterBuffer parameters;
    if (!read_content(buffer, parameters))
        return VA_STATUS_ERROR_INVALID_BUFFER;
    const auto source = driver.surfaces.find(parameters.surface);
    if (!source)
        return VA_STATUS_ERROR_INVALID_SURFACE;
    if (parameters.num_filters || parameters.rotation_state || parameters.mirror_state)
        return VA_STATUS_ERROR_UNIMPLEMENTED;
    const PictureView from{source->layout, source->file->data()}, to{target.layout, target.file->data()};
    const auto in = parameters.surface_region ? *parameters.surface_region : whole(from.layout);
    const auto out = parameters.output_region ? *parameters.output_region : whole(to.layout);
    if (!lies_within(in, from.layout) || !lies_within(out, to.layout))
        return VA_STATUS_ERROR_INVALID_PARAMETER;
    if (from.layout.format.fourcc == to.layout.format.fourcc && in.width == out.width &&
        in.height == out.height)
        return copy_rectangle(to, {out.x, out.y}, from, {in.x, in.y}, in.width, in.height);
    Drawing(from, in, to, out, colours_of(parameters, is_nv12(from.layout))).draw();
    return VA_STATUS_SUCCESS;
}

void add_processing_functions(VADriverVTableVPP& table) {
    table.vaQueryVideoProcFilters = query_filters;
    table.vaQueryVideoProcPipelineCaps = query_pipeline;
    table.vaQueryVideoProcFilterCaps = unimplemented;
}

} // namespace rigsw
