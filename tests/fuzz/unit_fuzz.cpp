// SPDX-License-Identifier: MIT OR Apache-2.0
#include "fuzz/fuzz.h"
#include "wire/unit_header.h"

using namespace pixelpass;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto decoded = wire::decode_unit(fuzz::view(data, size));
    if (!decoded || !*decoded)
        return 0;
    fuzz::require((*decoded)->payload_offset <= size);
    const auto again = wire::decode_unit(wire::encode((*decoded)->header));
    fuzz::require(again && *again && (*again)->header == (*decoded)->header);
    return 0;
}
