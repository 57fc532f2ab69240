// SPDX-License-Identifier: MIT OR Apache-2.0
#include "mux/mp4_fragment.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace pixelpass {
namespace {

class BoxWriter {
public:
    explicit BoxWriter(Bytes& out)
        : out_(out) {}

    void number(std::uint64_t value, unsigned bytes) {
        while (bytes-- > 0)
            out_.push_back(static_cast<std::byte>(value >> 8U * bytes));
    }
    void bytes(ByteView bytes) { out_.insert(out_.end(), bytes.begin(), bytes.end()); }
    /// A box of that type around what `content` writes.
    template <typename Content>
    void box(std::string_view type, Content content) {
        const std::size_t begin = out_.size();
        number(0, 4);
        bytes(bytes_of(type));
        content();
        overwrite(begin, out_.size() - begin);
    }
    [[nodiscard]] std::size_t position() const { return out_.size(); }
    /// Writes 32 bits where there are some already.
    void overwrite(std::size_t at, std::uint64_t value) {
        for (unsigned i = 0; i < 4; ++i)
            out_[at + i] = static_cast<std::byte>(value >> 8U * (3 - i));
    }

private:
    Bytes& out_;
};

} // namespace

Bytes mp4_fragment(std::uint32_t sequence, const Mp4Sample& sample, ByteView payload) {
    constexpr std::uint32_t base_is_moof = 0x020000;
    constexpr std::uint32_t offset_duration_size_flags = 0x000701;
    constexpr std::uint32_t depends_on_none = 0x02000000;
    constexpr std::uint32_t depends_and_is_no_sync_sample = 0x01010000;
    Bytes out;
    out.reserve(payload.size() + 128);
    BoxWriter writer(out);
    std::size_t data_offset = 0;
    writer.box("moof", [&] {
        writer.box("mfhd", [&] {
            writer.number(0, 4);
            writer.number(sequence, 4);
        });
        writer.box("traf", [&] {
            writer.box("tfhd", [&] {
                writer.number(base_is_moof, 4);
                writer.number(sample.track, 4);
            });
            writer.box("tfdt", [&] {
                writer.number(std::uint64_t{1} << 24U, 4); // version 1: 64 bits
                writer.number(sample.time, 8);
            });
            writer.box("trun", [&] {
                writer.number(offset_duration_size_flags, 4);
                writer.number(1, 4);
                data_offset = writer.position();
                writer.number(0, 4);
                writer.number(sample.duration, 4);
                writer.number(payload.size(), 4);
                writer.number(sample.keyframe ? depends_on_none : depends_and_is_no_sync_sample, 4);
            });
        });
    });
    writer.overwrite(data_offset, out.size() + 8); // behind the head of the next box
    writer.box("mdat", [&] { writer.bytes(payload); });
    return out;
}

Bytes mp4_payload(Codec codec, ByteView payload) {
    constexpr std::array start_code{std::byte{0}, std::byte{0}, std::byte{1}};
    constexpr std::array temporal_delimiter{std::byte{0x12}, std::byte{0}};
    const bool delimited =
        codec == Codec::av1 &&
        std::ranges::equal(payload.first(std::min<std::size_t>(2, payload.size())), temporal_delimiter);
    if (codec != Codec::h264 && codec != Codec::hevc) {
        const auto rest = delimited ? payload.subspan(2) : payload;
        return {rest.begin(), rest.end()};
    }
    Bytes out;
    out.reserve(payload.size() + 16);
    BoxWriter writer(out);
    auto begin = std::search(payload.begin(), payload.end(), start_code.begin(), start_code.end());
    while (payload.end() - begin > 3) {
        const auto next = std::search(begin + 3, payload.end(), start_code.begin(), start_code.end());
        auto end = next;
        while (end > begin + 3 && *(end - 1) == std::byte{0}) // of the next start code, or padding
            --end;
        const ByteView nal(begin + 3, end);
        writer.number(nal.size(), 4);
        writer.bytes(nal);
        begin = next;
    }
    return out;
}

} // namespace pixelpass
