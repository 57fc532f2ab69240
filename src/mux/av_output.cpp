// SPDX-License-Identifier: MIT OR Apache-2.0
#include "mux/av_output.h"

#include "mux/mp4_fragment.h"

#include <fmt/format.h>

extern "C" {
#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
#include <libavutil/log.h>
}

#include <algorithm>

namespace pixelpass {
namespace {

constexpr int buffer_size = 32 << 10;
constexpr AVRational microseconds{1, 1'000'000};
constexpr Microseconds aac_frame{21'333};
constexpr Microseconds opus_frame{10'000}; // of ours

AVCodecID codec_id(Codec codec) {
    switch (codec) {
    case Codec::h264:
        return AV_CODEC_ID_H264;
    case Codec::hevc:
        return AV_CODEC_ID_HEVC;
    case Codec::av1:
        return AV_CODEC_ID_AV1;
    case Codec::aac:
        return AV_CODEC_ID_AAC;
    case Codec::opus:
        return AV_CODEC_ID_OPUS;
    }
    return AV_CODEC_ID_NONE;
}

tl::unexpected<Error> av_failure(const char* what, int code) {
    std::array<char, AV_ERROR_MAX_STRING_SIZE> text{};
    av_strerror(code, text.data(), text.size());
    return fail(Code::internal, fmt::format("{}: {}", what, text.data()));
}

const char* muxer_name(Container container) {
    switch (container) {
    case Container::mpegts:
        return "mpegts";
    case Container::matroska:
        return "matroska";
    case Container::mp4:
        return "mp4";
    }
    return "";
}

/// Options of the muxers that make them write a live stream at once, and a file once a second.
void set_options(Container container, bool live, AVDictionary** options) {
    switch (container) {
    case Container::mpegts:
        av_dict_set(options, "pes_payload_size", "0", 0); // each audio frame in a packet of its own
        // Else a player knows that a picture is whole only when the next one begins.
        av_dict_set(options, "omit_video_pes_length", "0", 0);
        av_dict_set(options, "mpegts_flags", "+initial_discontinuity", 0);
        break;
    case Container::matroska:
        av_dict_set(options, "write_crc32", "0", 0);
        if (!live) {
            av_dict_set(options, "cluster_time_limit", "1000", 0); // ms
            break;
        }
        av_dict_set(options, "live", "1", 0);
        // So much players read to tell what a stream is, libavformat 2 KiB and VLC more: of a still picture
        // it would take seconds to come.
        av_dict_set(options, "metadata_header_padding", "16384", 0);
        break;
    case Container::mp4:
        av_dict_set(options, "movflags", "+empty_moov+default_base_moof+frag_keyframe", 0);
        av_dict_set(options, "frag_duration", "1000000", 0); // µs
        break;
    }
}

} // namespace

void AvOutput::FreeContext::operator()(AVFormatContext* context) const {
    if (context->pb && (context->flags & AVFMT_FLAG_CUSTOM_IO) != 0) {
        av_freep(&context->pb->buffer);
        avio_context_free(&context->pb);
    }
    avio_closep(&context->pb);
    avformat_free_context(context);
}

void AvOutput::FreePacket::operator()(AVPacket* packet) const { av_packet_free(&packet); }

Result<std::unique_ptr<AvOutput>> AvOutput::create(Container container, const MuxTracks& tracks,
                                                   ByteView parameter_sets, const Muxer::Target& target) {
    av_log_set_level(AV_LOG_QUIET); // its warnings are no user's business
    std::unique_ptr<AvOutput> output(new AvOutput());
    if (auto opened = output->open(container, tracks, parameter_sets, target); !opened)
        return fail(opened);
    return output;
}

Result<void> AvOutput::open_target(const Muxer::Target& target) {
    if (const auto* path = std::get_if<std::filesystem::path>(&target)) {
        // With the protocol before it, a path is nothing else.
        if (const int code = avio_open(&context_->pb, ("file:" + path->string()).c_str(), AVIO_FLAG_WRITE);
            code < 0)
            return av_failure("the file cannot be written", code);
        return {};
    }
    write_ = std::get<Muxer::Write>(target);
    auto* buffer = static_cast<unsigned char*>(av_malloc(buffer_size));
    context_->pb = avio_alloc_context(buffer, buffer_size, 1, this, nullptr, write_bytes, nullptr);
    context_->pb->seekable = 0;
    context_->flags |= AVFMT_FLAG_CUSTOM_IO;
    return {};
}

Result<void> AvOutput::open(Container container, const MuxTracks& tracks, ByteView parameter_sets,
                            const Muxer::Target& target) {
    AVFormatContext* context = nullptr;
    if (const int code = avformat_alloc_output_context2(&context, nullptr, muxer_name(container), nullptr);
        code < 0)
        return av_failure("the container cannot be made", code);
    context_.reset(context);
    packet_.reset(av_packet_alloc());
    if (auto opened = open_target(target); !opened)
        return opened;
    holds_sound_ = write_ && container == Container::matroska;
    in_fragments_ = write_ && container == Container::mp4;
    context->flags |= AVFMT_FLAG_FLUSH_PACKETS;
    if (tracks.video) {
        if (auto added = add_track(MediaKind::video, *tracks.video, parameter_sets); !added)
            return added;
    }
    if (tracks.audio) {
        if (auto added = add_track(MediaKind::audio, *tracks.audio, tracks.audio->config); !added)
            return added;
    }
    AVDictionary* options = nullptr;
    set_options(container, write_ != nullptr, &options);
    const int code = avformat_write_header(context, &options);
    av_dict_free(&options);
    if (code < 0)
        return av_failure("the container's head cannot be written", code);
    avio_flush(context->pb);
    begun_ = true;
    return {};
}

Result<void> AvOutput::add_track(MediaKind kind, const TrackFormat& format, ByteView extra) {
    AVStream* stream = avformat_new_stream(context_.get(), nullptr);
    if (!stream)
        return fail(Code::internal, "out of memory");
    streams_[static_cast<std::size_t>(kind)] = stream;
    codecs_[static_cast<std::size_t>(kind)] = format.codec;
    stream->time_base = microseconds;
    AVCodecParameters* parameters = stream->codecpar;
    parameters->codec_type = kind == MediaKind::video ? AVMEDIA_TYPE_VIDEO : AVMEDIA_TYPE_AUDIO;
    parameters->codec_id = codec_id(format.codec);
    parameters->width = static_cast<int>(format.width);
    parameters->height = static_cast<int>(format.height);
    // Colours are said in band alone: of a head that says them, VLC 3.0 forgets AV1's matrix.
    parameters->sample_rate = static_cast<int>(format.sample_rate);
    parameters->frame_size = format.codec == Codec::aac ? 1024 : 0;
    av_channel_layout_default(&parameters->ch_layout, static_cast<int>(format.channels));
    parameters->extradata =
        static_cast<std::uint8_t*>(av_mallocz(extra.size() + AV_INPUT_BUFFER_PADDING_SIZE));
    if (!parameters->extradata)
        return fail(Code::internal, "out of memory");
    std::ranges::copy(extra, reinterpret_cast<std::byte*>(parameters->extradata));
    parameters->extradata_size = static_cast<int>(extra.size());
    return {};
}

AvOutput::~AvOutput() {
    if (begun_) {
        if (write_)
            write_ = [](ByteView) {}; // a live stream has no end
        av_write_trailer(context_.get());
    }
}

Result<void> AvOutput::write(const AccessUnit& unit, Microseconds time) {
    if (in_fragments_) {
        write_fragment(unit, time);
        return {};
    }
    if (auto written = write_packet(unit.kind, unit.payload.view, time, unit.keyframe); !written)
        return written;
    // libavformat's Matroska keeps each audio frame until the next packet: an empty one brings it out.
    if (holds_sound_ && unit.kind == MediaKind::audio) {
        if (auto pushed = write_packet(unit.kind, ByteView(unit.payload.view.data(), 0), time, true); !pushed)
            return pushed;
    }
    if (write_) {
        // Ends Matroska's cluster, so that the unit is out.
        av_write_frame(context_.get(), nullptr);
        avio_flush(context_->pb);
    }
    return {};
}

bool AvOutput::is_broken() const { return context_->pb->error < 0; }

Result<void> AvOutput::write_packet(MediaKind kind, ByteView payload, Microseconds time, bool keyframe) {
    const AVStream* stream = streams_[static_cast<std::size_t>(kind)];
    AVPacket* packet = packet_.get();
    // libavformat copies what has no reference count, and writes to none of it.
    packet->data = reinterpret_cast<std::uint8_t*>(const_cast<std::byte*>(payload.data()));
    packet->size = static_cast<int>(payload.size());
    packet->stream_index = stream->index;
    packet->pts = packet->dts = av_rescale_q(time.count(), microseconds, stream->time_base);
    packet->flags = keyframe ? AV_PKT_FLAG_KEY : 0;
    const int code = av_write_frame(context_.get(), packet);
    av_packet_unref(packet);
    if (code < 0)
        return av_failure("a unit cannot be written", code);
    return {};
}

void AvOutput::write_fragment(const AccessUnit& unit, Microseconds time) {
    const AVStream* stream = streams_[static_cast<std::size_t>(unit.kind)];
    const auto ticks = [&](Microseconds span) {
        return static_cast<std::uint64_t>(av_rescale_q(span.count(), microseconds, stream->time_base));
    };
    // When the next picture comes nobody knows yet, and a browser takes a gap for the end of what it may
    // play.
    const auto duration = unit.kind == MediaKind::video                   ? Muxer::live_picture_duration
                          : stream->codecpar->codec_id == AV_CODEC_ID_AAC ? aac_frame
                                                                          : opus_frame;
    write_(mp4_fragment(++fragments_,
                        {.track = static_cast<std::uint32_t>(stream->index + 1),
                         .time = ticks(time),
                         .duration = static_cast<std::uint32_t>(ticks(duration)),
                         .keyframe = unit.keyframe},
                        mp4_payload(codecs_[static_cast<std::size_t>(unit.kind)], unit.payload.view)));
}

int AvOutput::write_bytes(void* self, std::uint8_t* data, int size) {
    static_cast<AvOutput*>(self)->write_(std::as_bytes(std::span(data, static_cast<std::size_t>(size))));
    return size;
}

} // namespace pixelpass
