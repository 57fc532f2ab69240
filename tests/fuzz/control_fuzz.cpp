// SPDX-License-Identifier: MIT OR Apache-2.0
#include "fuzz/fuzz.h"
#include "wire/control_reader.h"

#include <algorithm>
#include <vector>

using namespace pixelpass;

namespace {

std::vector<wire::Message> read(ByteView stream, std::size_t step) {
    std::vector<wire::Message> messages;
    wire::ControlReader reader;
    while (!stream.empty()) {
        const auto piece = stream.first(std::min(step, stream.size()));
        stream = stream.subspan(piece.size());
        if (!reader.feed(piece, [&](const wire::Message& message) { messages.push_back(message); }))
            break;
    }
    return messages;
}

} // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const ByteView stream = fuzz::view(data, size);
    const auto whole = read(stream, size + 1);
    fuzz::require(whole == read(stream, 1)); // however it is cut
    for (const auto& message : whole) {
        const Bytes written = wire::encode(message);
        const auto again = read(written, written.size());
        fuzz::require(again.size() == 1 && again.front() == message); // what was read can be written
    }
    return 0;
}
