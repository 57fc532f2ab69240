// SPDX-License-Identifier: MIT OR Apache-2.0
#include "gst/encoder_element.h"

#include "base/log.h"
#include "gst/pts_keeper.h"

#include <fmt/format.h>
#include <gst/video/video.h>

#include <algorithm>
#include <utility>

namespace pixelpass {
namespace {

/// How much of the stream a keyframe may use up at once: a larger buffer gives sharper keyframes, but each
/// then takes longer over a link that has no room to spare.
constexpr unsigned vbv_milliseconds = 300;

void set_property(GstElement* element, std::string_view property, std::string_view value) {
    const std::string name(property);
    if (g_object_class_find_property(G_OBJECT_GET_CLASS(element), name.c_str()))
        gst_util_set_object_arg(G_OBJECT(element), name.c_str(), std::string(value).c_str());
    else
        spdlog::debug("{} has no property {}", GST_ELEMENT_NAME(element), name);
}

} // namespace

std::string encoder_chain(const EncoderSpec& spec) {
    std::string chain(spec.name);
    chain.append(" name=encoder ! ").append(spec.parser).append(" ! ").append(spec.caps);
    return chain;
}

EncoderElement::EncoderElement(Ref<GstElement> element, const EncoderSpec& spec, unsigned gop,
                               unsigned bitrate_kbps)
    : element_(std::move(element))
    , spec_(spec)
    , gop_(std::max(gop, 1U))
    , bitrate_kbps_(bitrate_kbps) {
    for (const auto& setting : spec.settings)
        set_property(element_.get(), setting.property, setting.value);
    if (!spec.gop_property.empty())
        set_property(element_.get(), spec.gop_property, std::to_string(gop_));
    write_bitrate(bitrate_kbps);
    if (spec.keyframe_request == KeyframeRequest::gop_pulse)
        pulse_ = KeyframePulse::attach(element_.get(), std::string(spec.gop_property), gop_);
    if (spec.numbers_pictures)
        PtsKeeper::attach(element_.get());
}

void EncoderElement::set_bitrate(unsigned kbps) {
    const std::lock_guard lock(mutex_);
    bitrate_kbps_ = std::max(kbps, 1U);
    nudged_ = false;
    write_bitrate(bitrate_kbps_);
}

void EncoderElement::force_keyframe() {
    if (pulse_)
        return pulse_->request();
    if (spec_.keyframe_request == KeyframeRequest::bitrate_nudge) {
        const std::lock_guard lock(mutex_);
        nudged_ = !nudged_;
        write_bitrate(bitrate_kbps_ + (nudged_ ? 1 : 0));
        return;
    }
    const auto pad = Ref<GstPad>::adopt(gst_element_get_static_pad(element_.get(), "src"));
    gst_pad_send_event(pad.get(), gst_video_event_new_upstream_force_key_unit(GST_CLOCK_TIME_NONE, TRUE, 0));
}

void EncoderElement::write_bitrate(unsigned kbps) {
    const unsigned vbv =
        spec_.vbv_in_milliseconds ? vbv_milliseconds : bitrate_kbps_ * vbv_milliseconds / 1000;
    const auto bitrate = static_cast<std::uint64_t>(kbps) * 1000 / spec_.bitrate_unit;
    const auto write = [&](std::string_view property, std::string_view form) {
        set_property(element_.get(), property,
                     fmt::format(fmt::runtime(form), fmt::arg("bitrate", bitrate), fmt::arg("vbv", vbv),
                                 fmt::arg("gop", gop_)));
    };
    if (!spec_.vbv_property.empty())
        write(spec_.vbv_property, spec_.vbv_form);
    write(spec_.bitrate_property, spec_.bitrate_form);
}

} // namespace pixelpass
