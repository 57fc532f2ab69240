// SPDX-License-Identifier: MIT OR Apache-2.0
#include "x264_session.h"
#include "log.h"

#include <algorithm>
#include <cstdlib>

namespace rigsw {
namespace {

void set_shape(x264_param_t& to, const StreamShape& shape) {
    to.i_width = shape.width;
    to.i_height = shape.height;
    to.i_csp = X264_CSP_NV12;
    to.i_fps_num = shape.frames;
    to.i_fps_den = shape.seconds;
    to.b_vfr_input = 0;
    to.i_frame_reference = std::clamp(shape.references, 1, 16);
    to.b_cabac = shape.cabac;
    to.analyse.b_transform_8x8 = shape.transform_8x8;
    to.i_slice_count = shape.slices > 1 ? shape.slices : 0;
    if (shape.level)
        to.i_level_idc = shape.level;
    if (shape.pixel_width && shape.pixel_height) {
        to.vui.i_sar_width = shape.pixel_width;
        to.vui.i_sar_height = shape.pixel_height;
    }
}

/// The application decides which pictures are which.
void set_structure(x264_param_t& to) {
    to.i_keyint_max = X264_KEYINT_MAX_INFINITE;
    to.i_keyint_min = 1 << 28;
    to.i_scenecut_threshold = 0;
    to.i_bframe = 0;
    to.b_repeat_headers = 1;
    to.b_annexb = 1;
    to.analyse.i_weighted_pred = X264_WEIGHTP_NONE;
}

void set_rate(x264_param_t& to, const StreamRate& rate) {
    to.rc.i_rc_method = X264_RC_ABR;
    to.rc.i_bitrate = rate.target_kbps;
    to.rc.i_vbv_max_bitrate = rate.peak_kbps;
    to.rc.i_vbv_buffer_size = rate.buffer_kbit;
    to.rc.i_qp_min = rate.least_quantiser;
    to.rc.i_qp_max = rate.greatest_quantiser;
}

int x264_type(PictureKind kind) {
    switch (kind) {
    case PictureKind::idr:
        return X264_TYPE_IDR;
    case PictureKind::intra:
        return X264_TYPE_I;
    default:
        return X264_TYPE_P;
    }
}

void append(Bytes& to, const Bytes& from) { to.insert(to.end(), from.begin(), from.end()); }

void append(Bytes& to, const x264_nal_t& nal) {
    to.insert(to.end(), nal.p_payload, nal.p_payload + nal.i_payload);
}

} // namespace

VAStatus X264Session::prepare(const StreamShape& shape, const StreamRate& rate, int quantiser) {
    const bool goes_on = encoder_ && shape == shape_;
    if (goes_on && rate == rate_)
        return VA_STATUS_SUCCESS;
    x264_param_t parameters;
    const char* preset = std::getenv("RIGSW_PRESET");
    if (x264_param_default_preset(&parameters, preset ? preset : "superfast", "zerolatency") != 0)
        return VA_STATUS_ERROR_UNKNOWN;
    parameters.i_log_level = X264_LOG_ERROR;
    parameters.i_threads = 1; // so that the same pictures give the same bytes
    parameters.b_sliced_threads = 0;
    set_structure(parameters);
    set_shape(parameters, shape);
    if (shape.constant_quantiser) {
        parameters.rc.i_rc_method = X264_RC_CQP;
        parameters.rc.i_qp_constant = std::clamp(quantiser, 1, 51);
    } else {
        set_rate(parameters, rate);
    }
    x264_param_apply_profile(&parameters, shape.profile);
    if (goes_on && x264_encoder_reconfig(encoder_.get(), &parameters) < 0)
        return VA_STATUS_ERROR_INVALID_PARAMETER;
    if (!goes_on)
        if (const VAStatus status = open(parameters))
            return status;
    log("encoder %s %dx%d %u/%u fps target=%d peak=%d kbit/s buffer=%d kbit slices=%d",
        goes_on ? "reconfigured" : "opened", shape.width, shape.height, shape.frames, shape.seconds,
        rate.target_kbps, rate.peak_kbps, rate.buffer_kbit, shape.slices);
    shape_ = shape;
    rate_ = rate;
    return VA_STATUS_SUCCESS;
}

VAStatus X264Session::open(x264_param_t& parameters) {
    encoder_.reset(x264_encoder_open(&parameters));
    pictures_ = 0;
    x264_nal_t* nals = nullptr;
    int count = 0;
    if (!encoder_ || x264_encoder_headers(encoder_.get(), &nals, &count) < 0)
        return VA_STATUS_ERROR_OPERATION_FAILED;
    pps_.clear();
    for (int i = 0; i < count; ++i)
        if (nals[i].i_type == NAL_PPS)
            append(pps_, nals[i]);
    return VA_STATUS_SUCCESS;
}

int X264Session::encode(const PictureView& picture, PictureRequest request, const PackedHeaders& headers,
                        Bytes& unit) {
    x264_picture_t in, out;
    x264_picture_init(&in);
    in.i_type = x264_type(request.kind);
    in.i_pts = pictures_++;
    if (shape_.constant_quantiser)
        in.i_qpplus1 = request.quantiser + 1;
    in.img.i_csp = X264_CSP_NV12;
    in.img.i_plane = 2;
    for (unsigned plane = 0; plane < 2; ++plane) {
        in.img.plane[plane] = picture.row(plane, 0);
        in.img.i_stride[plane] = static_cast<int>(picture.layout.pitches[plane]);
    }
    x264_nal_t* nals = nullptr;
    int count = 0;
    if (x264_encoder_encode(encoder_.get(), &nals, &count, &in, &out) <= 0)
        return -1;
    unit = headers.delimiters();
    // libx264 repeats the PPS before an IDR; an application may have given one before another picture too.
    if (request.kind != PictureKind::idr && headers.has_pps())
        append(unit, pps_);
    bool in_slices = false;
    for (int i = 0; i < count; ++i) {
        if (!in_slices && nals[i].i_type <= NAL_SLICE_IDR) {
            append(unit, headers.messages());
            in_slices = true;
        }
        append(unit, nals[i]);
    }
    return std::max(out.i_qpplus1 - 1, 0);
}

} // namespace rigsw
