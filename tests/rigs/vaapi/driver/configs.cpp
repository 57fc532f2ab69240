// SPDX-License-Identifier: MIT OR Apache-2.0
// What the make-believe GPU says that it can do.
#include "driver.h"
#include "faults.h"
#include "functions.h"
#include "picture_layout.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <span>

namespace rigsw {
namespace {

constexpr VAProfile h264_profiles[] = {VAProfileH264ConstrainedBaseline, VAProfileH264Main,
                                       VAProfileH264High};
constexpr std::uint32_t rate_controls = VA_RC_CBR | VA_RC_VBR | VA_RC_CQP;
constexpr std::uint32_t packed_headers = VA_ENC_PACKED_HEADER_SEQUENCE | VA_ENC_PACKED_HEADER_PICTURE |
                                         VA_ENC_PACKED_HEADER_SLICE | VA_ENC_PACKED_HEADER_RAW_DATA;
static_assert(std::size(h264_profiles) + 1 == max_profiles);

bool is_h264(VAProfile profile) {
    return std::count(std::begin(h264_profiles), std::end(h264_profiles), profile) > 0;
}

VAStatus query_profiles(VADriverContextP /*display*/, VAProfile* list, int* count) {
    VAProfile* end = std::copy(std::begin(h264_profiles), std::end(h264_profiles), list);
    if (!has_fault("novpp"))
        *end++ = VAProfileNone;
    *count = static_cast<int>(end - list);
    return VA_STATUS_SUCCESS;
}

VAStatus query_entrypoints(VADriverContextP /*display*/, VAProfile profile, VAEntrypoint* list, int* count) {
    *count = 0;
    if (profile == VAProfileNone && !has_fault("novpp"))
        list[(*count)++] = VAEntrypointVideoProc;
    if (is_h264(profile))
        list[(*count)++] = VAEntrypointVLD;
    if (is_h264(profile) && !has_fault("noenc"))
        list[(*count)++] = VAEntrypointEncSlice;
    return succeed_if(*count > 0, VA_STATUS_ERROR_UNSUPPORTED_PROFILE);
}

std::uint32_t attribute_of_all(VAConfigAttribType type, bool codes) {
    switch (type) {
    case VAConfigAttribRTFormat:
        return codes ? VA_RT_FORMAT_YUV420 : VA_RT_FORMAT_YUV420 | VA_RT_FORMAT_RGB32;
    case VAConfigAttribMaxPictureWidth:
    case VAConfigAttribMaxPictureHeight:
        return max_side;
    default:
        return VA_ATTRIB_NOT_SUPPORTED;
    }
}

std::uint32_t attribute_of_encoder(VAConfigAttribType type) {
    switch (type) {
    case VAConfigAttribRateControl:
        return rate_controls;
    case VAConfigAttribEncPackedHeaders:
        return packed_headers;
    case VAConfigAttribEncMaxRefFrames:
        return 3; // its high half, for B frames, is 0
    case VAConfigAttribEncMaxSlices:
        return 8;
    case VAConfigAttribEncSliceStructure:
        return VA_ENC_SLICE_STRUCTURE_EQUAL_MULTI_ROWS;
    case VAConfigAttribEncQualityRange:
        return 7;
    case VAConfigAttribEncInterlaced:
        return VA_ENC_INTERLACED_NONE;
    default:
        return attribute_of_all(type, true);
    }
}

VAStatus get_attributes(VADriverContextP display, VAProfile profile, VAEntrypoint entrypoint,
                        VAConfigAttrib* list, int count) {
    std::array<VAEntrypoint, max_entrypoints> ours{};
    int entrypoints = 0;
    if (const VAStatus status = query_entrypoints(display, profile, ours.data(), &entrypoints))
        return status;
    if (std::count(ours.begin(), ours.begin() + entrypoints, entrypoint) == 0)
        return VA_STATUS_ERROR_UNSUPPORTED_ENTRYPOINT;
    for (auto& each : std::span(list, static_cast<std::size_t>(count)))
        each.value = entrypoint == VAEntrypointEncSlice
                         ? attribute_of_encoder(each.type)
                         : attribute_of_all(each.type, entrypoint == VAEntrypointVLD);
    return VA_STATUS_SUCCESS;
}

VAStatus create_config(VADriverContextP display, VAProfile profile, VAEntrypoint entrypoint,
                       VAConfigAttrib* list, int count, VAConfigID* id) {
    VAConfigAttrib formats{VAConfigAttribRTFormat, 0};
    if (const VAStatus status = get_attributes(display, profile, entrypoint, &formats, 1))
        return status;
    Config config{.profile = profile, .entrypoint = entrypoint};
    for (const auto& each : std::span(list, static_cast<std::size_t>(count))) {
        if (each.type == VAConfigAttribRTFormat && !(each.value & formats.value))
            return VA_STATUS_ERROR_UNSUPPORTED_RT_FORMAT;
        if (each.type == VAConfigAttribEncPackedHeaders && (each.value & ~packed_headers))
            return VA_STATUS_ERROR_INVALID_VALUE;
        if (each.type == VAConfigAttribRateControl) {
            config.rate_control = each.value & rate_controls;
            if (!config.rate_control)
                return VA_STATUS_ERROR_INVALID_VALUE;
        }
    }
    *id = driver_of(display).configs.add(std::make_shared<Config>(config));
    return VA_STATUS_SUCCESS;
}

VAStatus destroy_config(VADriverContextP display, VAConfigID id) {
    return succeed_if(driver_of(display).configs.remove(id), VA_STATUS_ERROR_INVALID_CONFIG);
}

VAStatus query_config(VADriverContextP display, VAConfigID id, VAProfile* profile, VAEntrypoint* entrypoint,
                      VAConfigAttrib* list, int* count) {
    const auto config = driver_of(display).configs.find(id);
    if (!config)
        return VA_STATUS_ERROR_INVALID_CONFIG;
    *profile = config->profile;
    *entrypoint = config->entrypoint;
    *list = {VAConfigAttribRTFormat, 0};
    *count = 1;
    return get_attributes(display, *profile, *entrypoint, list, *count);
}

} // namespace

void add_config_functions(VADriverVTable& table) {
    table.vaQueryConfigProfiles = query_profiles;
    table.vaQueryConfigEntrypoints = query_entrypoints;
    table.vaGetConfigAttributes = get_attributes;
    table.vaQueryConfigAttributes = query_config;
    table.vaCreateConfig = create_config;
    table.vaDestroyConfig = destroy_config;
}

} // namespace rigsw
