// SPDX-License-Identifier: MIT OR Apache-2.0
#include "wire/unit_header.h"

#include "wire/varint.h"

#include <algorithm>
#include <array>

namespace pixelpass::wire {
namespace {

constexpr std::uint64_t access_unit = 0;
constexpr std::uint64_t padding = 1;
constexpr std::uint64_t keyframe_flag = 1;

} // namespace

Bytes encode(const UnitHeader& header) {
    Writer writer;
    writer.varint(access_unit);
    writer.varint(static_cast<std::uint64_t>(header.kind));
    writer.varint(header.rendition);
    writer.varint(header.sequence);
    writer.varint(header.keyframe ? keyframe_flag : 0);
    writer.varint(static_cast<std::uint64_t>(std::max<std::int64_t>(0, header.pts.count())));
    return writer.take();
}

Bytes padding_header() {
    Writer writer;
    writer.varint(padding);
    return writer.take();
}

Result<std::optional<DecodedUnit>> decode_unit(ByteView stream) {
    Reader reader(stream);
    const auto type = reader.varint();
    if (!type)
        return fail(Code::refused, "an empty media stream");
    if (*type != access_unit)
        return std::optional<DecodedUnit>();
    std::array<std::uint64_t, 5> fields{};
    for (auto& field : fields) {
        const auto value = reader.varint();
        if (!value)
            return fail(Code::refused, "a truncated media header");
        field = *value;
    }
    const auto [kind, rendition, sequence, flags, pts] = fields;
    if (kind > static_cast<std::uint64_t>(MediaKind::audio))
        return std::optional<DecodedUnit>();
    return DecodedUnit{.header = {.kind = static_cast<MediaKind>(kind),
                                  .rendition = rendition,
                                  .sequence = sequence,
                                  .keyframe = (flags & keyframe_flag) != 0,
                                  .pts = Microseconds(pts)},
                       .payload_offset = stream.size() - reader.rest().size()};
}

} // namespace pixelpass::wire
