// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "media/access_unit.h"

extern "C" {
#include <libavformat/avformat.h>
}

#include <algorithm>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <span>
#include <vector>

namespace pixelpass::test {

struct DemuxedUnit {
    MediaKind kind;
    Microseconds pts;
    AVCodecID codec;
    bool keyframe;
    Bytes config; ///< of its track, as the head has it
    Bytes packet;
    Bytes slice; ///< of video in NAL units: the bytes of its last one; of audio: the whole frame
};

struct MemoryInput {
    ByteView rest;

    static int read(void* self, std::uint8_t* out, int size) {
        ByteView& rest = static_cast<MemoryInput*>(self)->rest;
        if (rest.empty())
            return AVERROR_EOF;
        const auto taken = std::min(rest.size(), static_cast<std::size_t>(size));
        std::memcpy(out, rest.data(), taken);
        rest = rest.subspan(taken);
        return static_cast<int>(taken);
    }
};

/// The last NAL unit of a packet, which is in Annex B form or has four-byte lengths.
inline Bytes last_nal(ByteView packet) {
    std::size_t begin = 0;
    for (std::size_t i = 0; i + 3 < packet.size(); ++i) {
        if (packet[i] == std::byte{0} && packet[i + 1] == std::byte{0} && packet[i + 2] == std::byte{1})
            begin = i + 3;
    }
    for (std::size_t at = 0; begin == 0 && at + 4 <= packet.size();) {
        std::size_t length = 0;
        for (int i = 0; i < 4; ++i)
            length = length << 8U | std::to_integer<std::size_t>(packet[at++]);
        if (at + length >= packet.size())
            begin = at;
        at += length;
    }
    return {packet.begin() + static_cast<std::ptrdiff_t>(begin), packet.end()};
}

inline Bytes config_of(const AVCodecParameters& parameters) {
    const auto config =
        std::as_bytes(std::span(parameters.extradata, static_cast<std::size_t>(parameters.extradata_size)));
    return {config.begin(), config.end()};
}

/// Reads a container back with libavformat: all units that are whole.
inline std::vector<DemuxedUnit> demux(const Bytes& container) {
    std::vector<DemuxedUnit> units;
    MemoryInput input{.rest = container};
    AVFormatContext* context = avformat_alloc_context();
    context->pb = avio_alloc_context(static_cast<unsigned char*>(av_malloc(4096)), 4096, 0, &input,
                                     MemoryInput::read, nullptr, nullptr);
    context->flags |= AVFMT_FLAG_NOPARSE | AVFMT_FLAG_NOFILLIN;
    AVIOContext* io = context->pb;
    if (avformat_open_input(&context, nullptr, nullptr, nullptr) == 0) {
        AVPacket* packet = av_packet_alloc();
        while (av_read_frame(context, packet) >= 0) {
            const AVStream* stream = context->streams[packet->stream_index];
            const bool video = stream->codecpar->codec_type == AVMEDIA_TYPE_VIDEO;
            const ByteView bytes =
                std::as_bytes(std::span(packet->data, static_cast<std::size_t>(packet->size)));
            const auto pts = av_rescale_q(packet->pts, stream->time_base, AVRational{1, 1'000'000});
            units.push_back({.kind = video ? MediaKind::video : MediaKind::audio,
                             .pts = Microseconds(pts),
                             .codec = stream->codecpar->codec_id,
                             .keyframe = (packet->flags & AV_PKT_FLAG_KEY) != 0,
                             .config = config_of(*stream->codecpar),
                             .packet = {bytes.begin(), bytes.end()},
                             .slice = video ? last_nal(bytes) : Bytes(bytes.begin(), bytes.end())});
            av_packet_unref(packet);
        }
        av_packet_free(&packet);
        avformat_close_input(&context);
    }
    av_freep(&io->buffer);
    avio_context_free(&io);
    return units;
}

/// How many pictures a player would find in a file.
inline std::ptrdiff_t pictures_in(const std::filesystem::path& file) {
    std::ifstream stream(file, std::ios::binary);
    const std::vector<char> raw{std::istreambuf_iterator<char>(stream), {}};
    const auto bytes = std::as_bytes(std::span(raw));
    return std::ranges::count(demux(Bytes(bytes.begin(), bytes.end())), MediaKind::video, &DemuxedUnit::kind);
}

} // namespace pixelpass::test
