// SPDX-License-Identifier: MIT OR Apache-2.0
#include "fuzz/fuzz.h"
#include "wire/http.h"

#include <algorithm>
#include <optional>
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

using Request = std::optional<wire::HttpRequest>;

/// Nothing if it is refused, or not whole.
Request read_request(ByteView stream, std::size_t step) {
    wire::HttpRequestReader reader;
    while (!stream.empty()) {
        const auto piece = stream.first(std::min(step, stream.size()));
        stream = stream.subspan(piece.size());
        auto request = reader.feed(piece);
        if (!request)
            return std::nullopt;
        if (*request)
            return *request;
    }
    return std::nullopt;
}

bool same(const Request& a, const Request& b) {
    return a.has_value() == b.has_value() && (!a || (a->method == b->method && a->target == b->target));
}

} // namespace

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const ByteView stream = fuzz::view(data, size);
    const Request request = read_request(stream, size + 1);
    fuzz::require(same(request, read_request(stream, 1))); // however it is cut
    if (request) {
        const std::string written = request->method + " " + request->target + " HTTP/1.\r\n\r\n";
        fuzz::require(same(request, read_request(bytes_of(written), written.size())));
    }
    const Answer whole = read(stream, size + 1);
    fuzz::require(whole.body.size() <= size);
    fuzz::require(whole == read(stream, 1));
    fuzz::require(whole == read(stream, 7));
    return 0;
}
