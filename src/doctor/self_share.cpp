// SPDX-License-Identifier: MIT OR Apache-2.0
#include "doctor/self_share.h"

#include "base/main_loop.h"
#include "base/monotonic.h"
#include "capture/test_source.h"
#include "doctor/sent_pictures.h"
#include "doctor/tone_judge.h"
#include "doctor/unit_decoder.h"
#include "gst/decoded_picture.h"
#include "gst/encoder_trial.h"
#include "gst/mapped_buffer.h"
#include "gst/trial_cache.h"
#include "host/share.h"
#include "view/host_contact.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <memory>
#include <vector>

namespace pixelpass {
namespace {

using Clock = std::chrono::steady_clock;

constexpr unsigned frame_rate = 30;
/// So many in a row that are right: the encoder has got going, and nothing of it was luck.
constexpr unsigned enough_pictures = 10;
/// From the start of the process, which may be slow to get GStreamer going.
constexpr std::chrono::milliseconds share_limit{10'000};
/// For an encoder whose trial has hung, or was not made: all others are known from theirs.
constexpr std::chrono::milliseconds retrial_limit{500};
constexpr std::chrono::milliseconds decoded_interval{5};
constexpr std::chrono::milliseconds farewell_limit{100};

net::EndpointOptions loopback() {
    net::EndpointOptions options;
    options.relay = net::RelayMode::none;
    options.bind = "127.0.0.1:0";
    return options;
}

/// One share, and who watches it. Main thread.
class SelfShare {
public:
    /// Blocks till all that comes was compared, or the deadline.
    SelfShareFacts run(const EncoderSpec& encoder, Clock::time_point deadline) {
        facts_.encoder = encoder.name;
        start(encoder);
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now());
        const Source limit = after(std::max(left, std::chrono::milliseconds(0)), [this] { loop_.quit(); });
        const Source look = every(decoded_interval, [this] { take_decoded(); });
        if (!facts_.failure)
            loop_.run();
        if (contact_)
            contact_->close(farewell_limit);
        if (share_)
            share_->end(farewell_limit);
        facts_.sound_fault = sound_lost_.empty() ? judge_tone(samples_) : sound_lost_;
        facts_.delay = median_delay();
        return facts_;
    }

private:
    void start(const EncoderSpec& encoder) {
        auto source = open_test_source(trial_picture_size);
        SentPictures::keep(source, sent_);
        auto started = Share::start({.studio = {.source = std::move(source),
                                                .encoding = {.encoder = &encoder,
                                                             .video = {.frame_rate = frame_rate,
                                                                       .size = {},
                                                                       .bitrate_kbps = default_bitrate_kbps(
                                                                           trial_picture_size, frame_rate)}},
                                                .sound = Sound::tone,
                                                .sound_rule = {}},
                                     .endpoint = loopback()},
                                    events());
        if (started)
            share_ = std::move(*started);
        else
            facts_.failure = started.error();
    }

    Share::Events events() {
        return {.on_ticket = [this](const std::string& ticket, bool) { dial(ticket); },
                .on_joined = [](const ViewerStatus&) {},
                .on_left = [](const ViewerStatus&, const std::string&) {},
                .on_source = [](const SourceState&) {},
                .on_heard = [](const Heard&) {},
                .on_encoding = [this](const EncodingChoice& encoding,
                                      const Error&) { facts_.encoder = encoding.encoder->name; },
                .on_rate = [](const RateChange&, const ViewerStatus*) {},
                .on_warning = [this](const Error& warning) { sound_lost_ = warning.message; },
                .on_ended = [this](const Error& reason) { give_up(reason); },
                .on_failed = [this](const Error& error) { give_up(error); }};
    }

    void dial(const std::string& ticket) {
        auto dialled =
            HostContact::dial({.ticket = ticket, .endpoint = loopback(), .name = "pixelpass doctor"},
                              {.on_connected = [this] { contact_->subscribe(true); },
                               .on_lost = [] {},
                               .on_unit = [this](const SharedUnit& unit) { take(*unit); },
                               .on_over =
                                   [this](const Result<void>& result) {
                                       if (!result)
                                           give_up(result.error());
                                   },
                               .player_delay = {}});
        if (dialled)
            contact_ = std::move(*dialled);
        else
            give_up(dialled.error());
    }

    void give_up(const Error& error) {
        facts_.failure = error;
        loop_.quit();
    }

    void take(const AccessUnit& unit) {
        auto& decoder = unit.kind == MediaKind::video ? pictures_ : sound_;
        auto& fault = unit.kind == MediaKind::video ? facts_.undecodable : sound_lost_;
        facts_.pictures += unit.kind == MediaKind::video ? 1 : 0;
        if (!decoder && fault.empty()) {
            auto opened = UnitDecoder::open(*unit.format);
            if (opened)
                decoder = std::move(*opened);
            else
                fault = opened.error().message;
        }
        if (decoder)
            decoder->push(unit);
    }

    void take_decoded() {
        // To compare may take longer than a picture does: then the newest one will do.
        Ref<GstSample> newest;
        while (auto sample = pictures_ ? pictures_->pull() : Ref<GstSample>()) {
            delays_.push_back(monotonic_now() - UnitDecoder::pts_of(sample.get()));
            newest = std::move(sample);
        }
        if (newest)
            compare(newest.get());
        while (const auto sample = sound_ ? sound_->pull() : Ref<GstSample>())
            listen(sample.get());
        const bool seen = right_in_a_row_ >= enough_pictures ||
                          (!facts_.undecodable.empty() && facts_.pictures >= enough_pictures);
        if (seen && (!sound_lost_.empty() || judge_tone(samples_).empty()))
            loop_.quit();
    }

    void compare(GstSample* sample) {
        const auto sent = sent_->find(UnitDecoder::pts_of(sample));
        if (!sent)
            return;
        const auto came = trial_picture_of(sample);
        ++facts_.compared;
        facts_.picture_fault = came.empty() ? "it has another size" : judge_trial_picture(*sent, came);
        right_in_a_row_ = facts_.picture_fault.empty() ? right_in_a_row_ + 1 : 0;
    }

    /// Of the last pictures: the first ones wait for all to start.
    [[nodiscard]] Microseconds median_delay() const {
        std::vector<Microseconds> last(delays_.end() - static_cast<std::ptrdiff_t>(std::min<std::size_t>(
                                                           enough_pictures, delays_.size())),
                                       delays_.end());
        if (last.empty())
            return {};
        const auto middle = last.begin() + static_cast<std::ptrdiff_t>(last.size() / 2);
        std::ranges::nth_element(last, middle);
        return *middle;
    }

    void listen(GstSample* sample) {
        const MappedBuffer buffer(Ref<GstBuffer>::share(gst_sample_get_buffer(sample)));
        const auto bytes = buffer.bytes();
        const std::size_t old_size = samples_.size();
        samples_.resize(old_size + bytes.size() / sizeof(float));
        std::ranges::copy(bytes.first((samples_.size() - old_size) * sizeof(float)),
                          std::as_writable_bytes(std::span(samples_).subspan(old_size)).begin());
    }

    MainLoop loop_;
    SelfShareFacts facts_;
    std::shared_ptr<SentPictures> sent_ = std::make_shared<SentPictures>();
    unsigned right_in_a_row_ = 0;
    std::vector<Microseconds> delays_;
    std::vector<float> samples_;
    std::string sound_lost_;
    std::unique_ptr<UnitDecoder> pictures_;
    std::unique_ptr<UnitDecoder> sound_;
    std::unique_ptr<Share> share_;
    std::unique_ptr<HostContact> contact_;
};

} // namespace

Check judge_self_share(const SelfShareFacts& facts) {
    Check check{
        .name = "self-share", .health = Health::fail, .found = "the share failed", .code = Code::encoder};
    if (facts.failure) {
        check.cause = facts.failure->message;
        check.mend = facts.failure->hint;
        check.code = facts.failure->code;
    } else if (facts.pictures == 0) {
        check.found = "no picture came over iroh";
        check.cause = "this machine does not reach itself by UDP, or is too slow";
        check.mend = "see whether a firewall blocks UDP on the interface lo (sudo nft list ruleset)";
        check.code = Code::unreachable;
    } else if (!facts.undecodable.empty()) {
        check.health = Health::warning;
        check.found = fmt::format("{} pictures came over iroh", facts.pictures);
        check.cause = fmt::format("what they show can't be compared: {}", facts.undecodable);
    } else if (facts.compared == 0 || !facts.picture_fault.empty()) {
        check.found = fmt::format("{} pictures came over iroh", facts.pictures);
        check.cause = facts.compared == 0 ? "none of them decodes in time: the machine is too slow"
                                          : fmt::format("{}: {}", facts.encoder, facts.picture_fault);
        check.mend = "try another with --encoder; pixelpass list encoders shows which work";
    } else {
        check.health = facts.sound_fault.empty() ? Health::ok : Health::warning;
        check.found = fmt::format("picture by {}, {} ms after its capture", facts.encoder,
                                  facts.delay / std::chrono::milliseconds(1));
        check.found += facts.sound_fault.empty() ? ", and tone are what was sent" : " is what was sent";
        check.cause = facts.sound_fault.empty() ? "" : fmt::format("its tone is not: {}", facts.sound_fault);
    }
    return check;
}

Checks check_self_share() {
    const auto deadline = Clock::now() + share_limit;
    TrialCache cache;
    const auto encoder = choose_encoder(Codec::h264, "auto", {.limit = retrial_limit, .cache = &cache});
    SelfShareFacts facts;
    if (encoder)
        facts = SelfShare().run(**encoder, deadline);
    else
        facts.failure = encoder.error();
    return {judge_self_share(facts)};
}

} // namespace pixelpass
