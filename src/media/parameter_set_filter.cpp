// SPDX-License-Identifier: MIT OR Apache-2.0
#include "media/parameter_set_filter.h"

extern "C" {
#include <libavcodec/bsf.h>
}

#include <algorithm>

namespace pixelpass {
namespace {

/// The codec and its filter, as libavcodec calls them.
struct Filter {
    AVCodecID codec;
    const char* name;
};

Filter filter_of(Codec codec) {
    switch (codec) {
    case Codec::hevc:
        return {AV_CODEC_ID_HEVC, "hevc_metadata"};
    case Codec::av1:
        return {AV_CODEC_ID_AV1, "av1_metadata"};
    default:
        return {AV_CODEC_ID_H264, "h264_metadata"};
    }
}

} // namespace

void ParameterSetFilter::FreeFilter::operator()(AVBSFContext* filter) const { av_bsf_free(&filter); }

void ParameterSetFilter::FreePacket::operator()(AVPacket* packet) const { av_packet_free(&packet); }

ParameterSetFilter::ParameterSetFilter(Codec codec, const std::string& changes)
    : packet_(av_packet_alloc()) {
    av_log_set_level(AV_LOG_QUIET); // its complaints are no user's business
    const auto [id, name] = filter_of(codec);
    const auto description = changes.empty() ? std::string(name) : std::string(name) + "=" + changes;
    AVBSFContext* filter = nullptr;
    if (av_bsf_list_parse_str(description.c_str(), &filter) < 0)
        return;
    filter->par_in->codec_id = id;
    filter_.reset(filter);
    if (av_bsf_init(filter) < 0)
        filter_.reset();
}

ParameterSetFilter::~ParameterSetFilter() = default;

std::optional<Bytes> ParameterSetFilter::filter(ByteView head) {
    if (!filter_ || av_new_packet(packet_.get(), static_cast<int>(head.size())) < 0)
        return std::nullopt;
    std::ranges::copy(head, reinterpret_cast<std::byte*>(packet_->data));
    const bool filtered = av_bsf_send_packet(filter_.get(), packet_.get()) == 0 &&
                          av_bsf_receive_packet(filter_.get(), packet_.get()) == 0;
    std::optional<Bytes> bytes;
    if (filtered) {
        const auto written = std::as_bytes(std::span(packet_->data, static_cast<std::size_t>(packet_->size)));
        bytes.emplace(written.begin(), written.end());
    }
    av_packet_unref(packet_.get());
    return bytes;
}

} // namespace pixelpass
