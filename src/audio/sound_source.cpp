// SPDX-License-Identifier: MIT OR Apache-2.0
#include "audio/sound_source.h"

#include "base/log.h"
#include "base/monotonic.h"
#include "media/sound_format.h"

#include <algorithm>
#include <utility>

namespace pixelpass {
namespace {

constexpr std::chrono::milliseconds filling_interval{20};
constexpr std::size_t silent_frames = 960; // given at once

} // namespace

SoundSource::SoundSource(SoundRule rule, Events events)
    : rule_(std::move(rule))
    , events_(std::move(events))
    , silence_(silent_frames * sound_channels)
    , retry_(after(std::chrono::milliseconds(0), [this] { connect(); })) {}

void SoundSource::set_wanted(bool wanted) {
    wanted_ = wanted;
    filler_ = {};
    filling_ =
        wanted ? every(filling_interval, [this] { give_silence(filler_.due(monotonic_now())); }) : Source();
    update_stream();
}

void SoundSource::connect() {
    auto connection = PipeWireConnection::open([this] { lose(); });
    if (!connection) {
        tell_absent(connection.error().message);
        retry_ = after(retry_interval, [this] { connect(); });
        return;
    }
    connection_ = std::move(*connection);
    graph_ = std::make_unique<SoundGraph>(*connection_, [this] { follow(); });
    await_readiness();
}

void SoundSource::await_readiness() {
    unready_ = after(patience, [this] {
        tell_absent(graph_->is_known() ? "PipeWire has no session manager, such as WirePlumber"
                                       : "PipeWire does not answer");
    });
}

void SoundSource::lose() {
    drop_stream();
    graph_.reset();
    connection_.reset();
    unready_.reset();
    telling_.reset();
    if (std::exchange(told_, std::nullopt))
        events_.on_heard({.heard = {}, .not_heard = {}, .waiting_for = rule_.only});
    tell_absent("PipeWire has ended");
    retry_ = after(retry_interval, [this] { connect(); });
}

void SoundSource::tell_absent(const std::string& message) {
    if (!std::exchange(absence_told_, true))
        events_.on_absent({Code::audio, "no sound: " + message,
                           "it joins when PipeWire runs (systemctl --user restart pipewire wireplumber)"});
}

void SoundSource::update_stream() {
    if (!wanted_ || !graph_ || !graph_->is_known())
        drop_stream();
    else if (!stream_ && !stream_retry_.active())
        start_stream();
}

void SoundSource::start_stream() {
    auto stream =
        SoundStream::start(*connection_, {.on_samples = [this](auto samples, auto at) { take(samples, at); },
                                          .on_lost = [this] { retry_stream(); }});
    if (!stream) {
        spdlog::warn("{}", stream.error().message);
        return retry_stream();
    }
    stream_ = std::move(*stream);
    links_ = std::make_unique<SoundLinks>(*connection_,
                                          [this] { relink_ = after(relink_interval, [this] { follow(); }); });
}

void SoundSource::drop_stream() {
    stream_retry_.reset();
    relink_.reset();
    links_.reset();
    stream_.reset();
    filler_.give_up();
}

void SoundSource::retry_stream() {
    drop_stream();
    stream_retry_ = after(retry_interval, [this] { start_stream(); });
}

void SoundSource::follow() {
    update_stream();
    if (graph_->is_managed()) {
        unready_.reset();
        absence_told_ = false;
    } else if (!unready_.active()) {
        await_readiness();
    }
    const auto model = graph_->model();
    auto selection = select(model, rule_);
    // Without a node id yet, the graph changes again when its ports come.
    if (links_)
        links_->set(plan_links(model, selection.nodes, stream_->node()));
    heard_ = std::move(selection.heard);
    if (told_ == heard_ || telling_.active())
        return;
    if (told_)
        telling_ = after(telling_interval, [this] { tell_heard(); });
    else if (!heard_.waiting_for.empty())
        telling_ = after(settling_time, [this] { tell_heard(); });
    else if (graph_->is_managed())
        tell_heard();
}

void SoundSource::tell_heard() {
    if (told_ == heard_)
        return;
    told_ = heard_;
    events_.on_heard(heard_);
}

void SoundSource::take(std::span<const float> samples, Microseconds captured_at) {
    const auto silence = filler_.before(captured_at, samples.size() / sound_channels);
    if (!silence)
        return;
    give_silence(*silence);
    events_.on_samples(samples, captured_at);
}

void SoundSource::give_silence(SilenceFiller::Silence silence) {
    std::size_t given = 0;
    while (given < silence.frames) {
        const auto frames = std::min(silence.frames - given, silent_frames);
        const auto after_begin = sound_duration(static_cast<std::int64_t>(given));
        events_.on_samples(std::span(silence_).first(frames * sound_channels),
                           silence.begin + std::chrono::duration_cast<Microseconds>(after_begin));
        given += frames;
    }
}

} // namespace pixelpass
