// SPDX-License-Identifier: MIT OR Apache-2.0
#include "fuzz/fuzz.h"
#include "wire/unit_header.h"

using namespace pixelpass;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const ByteView stream = fuzz::view(data, size);
    const auto decoded = wire::decode_unit(stream);
    if (!decoded || !*decoded)
        return 0;
    fuzz::require((*decoded)->payload_offset <= size);
    const ByteView payload = stream.subspan((*decoded)->payload_offset);
    Bytes written = wire::encode((*decoded)->header);
    const std::size_t head = written.size();
    written.insert(written.end(), payload.begin(), payload.end());
    const auto again = wire::decode_unit(written);
    fuzz::require(again && *again && (*again)->header == (*decoded)->header);
    fuzz::require((*again)->payload_offset == head);
    return 0;
}
