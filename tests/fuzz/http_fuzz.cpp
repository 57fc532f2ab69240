// SPDX-License-Identifier: MIT OR Apache-2.0
#include "fuzz/fuzz.h"
#include "wire/http.h"

#include <string>

using namespace pixelpass;

namespace {

struct Answer {
    bool good = true;
    std::string body;
    bool operator==(const Answer&) const = default;
};

Answer read(ByteView stream, std::size_t step) {
    Answer answer;
    wire::HttpResponseReader reader;
    while (!stream.empty() && answer.good) {
        const auto piece = stream.first(std::min(step, stream.size()));
        stream = stream.subspan(piece.size());
        answer.good =
            reader
                .feed(piece,
                      [&](ByteView part) {
                          answer.body.append(reinterpret_cast<const char*>(part.data()), part.size());
                      })
                .has_value();
    }
    return answer;
}

} // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const ByteView stream = fuzz::view(data, size);
    wire::HttpRequestReader request;
    (void)request.feed(stream);
    const Answer whole = read(stream, size + 1);
    const Answer pieces = read(stream, 1);
    fuzz::require(whole.body.size() <= size);
    fuzz::require(whole == pieces || !whole.good || !pieces.good);
    return 0;
}
