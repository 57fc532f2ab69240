// SPDX-License-Identifier: MIT OR Apache-2.0
#include "cli/control_request.h"
#include "fuzz/fuzz.h"

using namespace pixelpass;

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const ByteView line = fuzz::view(data, size);
    const auto request = parse_control_request({reinterpret_cast<const char*>(line.data()), line.size()});
    if (!request) {
        fuzz::require(request.error().code == Code::usage && !request.error().message.empty());
        return 0;
    }
    const auto again = parse_control_request(to_line(*request));
    fuzz::require(again.has_value() && *again == *request); // what was read can be written
    return 0;
}
