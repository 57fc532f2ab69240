// SPDX-License-Identifier: MIT OR Apache-2.0
#include "wire/messages.h"

#include "base/printable.h"
#include "wire/varint.h"

#include <algorithm>
#include <array>

namespace pixelpass::wire {
namespace {

/// Of each message, as they stand in Message.
constexpr std::array<std::uint64_t, std::variant_size_v<Message>> types{1, 2,  3,  4,  5,  6,  7,
                                                                        8, 16, 17, 18, 19, 20, 21};

constexpr std::size_t max_name = 64;
/// Of SPAKE2's elements and the confirmations of a proof, which are shorter.
constexpr std::size_t max_proof = 64;
constexpr std::size_t max_config = 1024;
constexpr std::uint64_t max_renditions = 32;
constexpr std::uint64_t max_subscriptions = 8;
/// No side of a picture and no rate is larger.
constexpr std::uint64_t max_dimension = 1U << 31;

std::uint64_t number(Microseconds time) {
    return static_cast<std::uint64_t>(std::max<std::int64_t>(0, time.count()));
}

/// Reads the fields of one payload; once one is missing or out of bounds, all further ones are zero.
class Fields {
public:
    explicit Fields(ByteView payload)
        : reader_(payload) {}

    std::uint64_t number(std::uint64_t max = max_varint) {
        const auto value = reader_.varint();
        good_ = good_ && value && *value <= max;
        return good_ ? *value : 0;
    }
    std::uint32_t number32() { return static_cast<std::uint32_t>(number(max_dimension)); }
    Microseconds time() { return Microseconds(number()); }
    MediaKind kind() { return static_cast<MediaKind>(number(static_cast<std::uint64_t>(MediaKind::audio))); }
    ByteView bytes(std::size_t max) {
        const auto value = reader_.bytes();
        good_ = good_ && value && value->size() <= max;
        return good_ ? *value : ByteView{};
    }
    [[nodiscard]] bool good() const { return good_; }

private:
    Reader reader_;
    bool good_ = true;
};

bool is_codec(std::uint64_t value) {
    constexpr std::array codecs{Codec::h264, Codec::hevc, Codec::av1, Codec::aac, Codec::opus};
    return std::ranges::any_of(codecs,
                               [value](Codec codec) { return static_cast<std::uint64_t>(codec) == value; });
}

bool is_kind(std::uint64_t value) { return value <= static_cast<std::uint64_t>(MediaKind::audio); }

/// The beginning of a text in UTF-8, at most `max` bytes of whole characters.
std::string_view cut(std::string_view text, std::size_t max) {
    constexpr unsigned continuation_mask = 0xc0;
    constexpr unsigned continuation = 0x80;
    if (text.size() <= max)
        return text;
    while (max > 0 && (static_cast<unsigned char>(text[max]) & continuation_mask) == continuation)
        --max;
    return text.substr(0, max);
}

void put(Writer& writer, const Hello& hello) {
    writer.varint(hello.version);
    writer.varint(hello.capabilities);
    writer.string(cut(hello.name, max_name));
}

void put(Writer& writer, const Catalog& catalog) {
    writer.varint(catalog.renditions.size());
    for (const Rendition& rendition : catalog.renditions) {
        const TrackFormat& format = rendition.format;
        Writer entry;
        entry.varint(static_cast<std::uint64_t>(rendition.kind));
        entry.varint(rendition.id);
        entry.varint(static_cast<std::uint64_t>(format.codec));
        for (const std::uint32_t value : {format.width, format.height, format.frame_rate_milli,
                                          format.sample_rate, format.channels, format.bitrate})
            entry.varint(value);
        entry.bytes(format.config);
        writer.bytes(entry.take());
    }
}

void put(Writer& writer, const Subscribe& subscribe) {
    writer.varint(subscribe.subscriptions.size());
    for (const Subscription& one : subscribe.subscriptions) {
        writer.varint(static_cast<std::uint64_t>(one.kind));
        writer.varint(one.rendition);
    }
}

void put(Writer&, const KeyframeRequest&) {}

void put(Writer&, const Pending&) {}

void put(Writer& writer, const Challenge& challenge) { writer.bytes(challenge.element); }

void put(Writer& writer, const Proof& proof) {
    writer.bytes(proof.element);
    writer.bytes(proof.confirmation);
}

void put(Writer& writer, const Paused& paused) { writer.varint(static_cast<std::uint64_t>(paused.seen)); }

void put(Writer& writer, const Counterproof& proof) { writer.bytes(proof.confirmation); }

void put(Writer& writer, const Muted& muted) { writer.varint(muted.muted ? 1 : 0); }

void put(Writer& writer, const Report& report) {
    for (const std::uint64_t value : {number(report.interval), report.units_received, report.units_skipped,
                                      report.bytes_received, number(report.delay), number(report.delay_max)})
        writer.varint(value);
}

void put(Writer& writer, const ClockRequest& request) { writer.varint(number(request.viewer_time)); }

void put(Writer& writer, const ClockReply& reply) {
    writer.varint(number(reply.viewer_time));
    writer.varint(number(reply.host_time));
}

void put(Writer& writer, const Skip& skip) {
    writer.varint(static_cast<std::uint64_t>(skip.kind));
    writer.varint(skip.first_sequence);
    writer.varint(skip.count);
}

Bytes copy(ByteView bytes) { return {bytes.begin(), bytes.end()}; }

Message get_paused(Fields& fields) {
    const auto seen = fields.number();
    const bool known = seen <= static_cast<std::uint64_t>(Seen::loss_card);
    return Paused{known ? static_cast<Seen>(seen) : Seen::pause_card};
}

Message get_proof(Fields& fields) {
    Proof proof;
    proof.element = copy(fields.bytes(max_proof));
    proof.confirmation = copy(fields.bytes(max_proof));
    return proof;
}

Message get_hello(Fields& fields) {
    Hello hello;
    hello.version = fields.number();
    hello.capabilities = fields.number();
    hello.name = printable(fields.bytes(max_name));
    return hello;
}

/// Nothing if the entry is of a kind or a codec that is not known: another version's.
std::optional<Rendition> get_rendition(Fields& fields) {
    Rendition rendition;
    const auto kind = fields.number();
    rendition.id = fields.number();
    const auto codec = fields.number();
    if (!is_kind(kind) || !is_codec(codec))
        return std::nullopt;
    rendition.kind = static_cast<MediaKind>(kind);
    TrackFormat& format = rendition.format;
    format.codec = static_cast<Codec>(codec);
    for (std::uint32_t* value : {&format.width, &format.height, &format.frame_rate_milli, &format.sample_rate,
                                 &format.channels, &format.bitrate})
        *value = fields.number32();
    const ByteView config = fields.bytes(max_config);
    format.config.assign(config.begin(), config.end());
    return rendition;
}

Result<Catalog> get_catalog(Fields& fields, std::size_t size) {
    Catalog catalog;
    const auto count = fields.number(max_renditions);
    for (std::uint64_t i = 0; i < count; ++i) {
        Fields entry(fields.bytes(size));
        auto rendition = get_rendition(entry);
        if (!entry.good())
            return fail(Code::refused, "a mangled catalog");
        if (rendition)
            catalog.renditions.push_back(std::move(*rendition));
    }
    return catalog;
}

Message get_subscribe(Fields& fields) {
    Subscribe subscribe;
    const auto count = fields.number(max_subscriptions);
    for (std::uint64_t i = 0; i < count; ++i) {
        const auto kind = fields.kind();
        subscribe.subscriptions.push_back({.kind = kind, .rendition = fields.number()});
    }
    return subscribe;
}

Message get_report(Fields& fields) {
    Report report;
    report.interval = fields.time();
    report.units_received = fields.number();
    report.units_skipped = fields.number();
    report.bytes_received = fields.number();
    report.delay = fields.time();
    report.delay_max = fields.time();
    return report;
}

Message get_clock_reply(Fields& fields) {
    ClockReply reply;
    reply.viewer_time = fields.time();
    reply.host_time = fields.time();
    return reply;
}

Message get_skip(Fields& fields) {
    Skip skip;
    skip.kind = fields.kind();
    skip.first_sequence = fields.number();
    skip.count = fields.number();
    return skip;
}

} // namespace

Bytes encode(const Message& message) {
    Writer payload;
    std::visit([&](const auto& one) { put(payload, one); }, message);
    Writer frame;
    frame.varint(types.at(message.index()));
    frame.bytes(payload.take());
    return frame.take();
}

Result<std::optional<Message>> decode(std::uint64_t type, ByteView payload) {
    Fields fields(payload);
    std::optional<Message> message;
    switch (type) {
    case 1:
        message = get_hello(fields);
        break;
    case 2: {
        auto catalog = get_catalog(fields, payload.size());
        if (!catalog)
            return fail(catalog);
        message = std::move(*catalog);
        break;
    }
    case 3:
        message = get_subscribe(fields);
        break;
    case 4:
        message = KeyframeRequest{};
        break;
    case 5:
        message = get_report(fields);
        break;
    case 6:
        message = ClockRequest{.viewer_time = fields.time()};
        break;
    case 7:
        message = get_clock_reply(fields);
        break;
    case 8:
        message = get_skip(fields);
        break;
    case 16:
        message = Pending{};
        break;
    case 17:
        message = Challenge{.element = copy(fields.bytes(max_proof))};
        break;
    case 18:
        message = get_proof(fields);
        break;
    case 19:
        message = get_paused(fields);
        break;
    case 20:
        message = Counterproof{.confirmation = copy(fields.bytes(max_proof))};
        break;
    case 21:
        message = Muted{fields.number() != 0};
        break;
    default:
        return std::optional<Message>();
    }
    if (!fields.good())
        return fail(Code::refused, "a mangled control message");
    return message;
}

} // namespace pixelpass::wire
