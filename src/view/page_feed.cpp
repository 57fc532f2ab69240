// SPDX-License-Identifier: MIT OR Apache-2.0
#include "view/page_feed.h"

#include "base/log.h"
#include "base/monotonic.h"
#include "media/codec_name.h"
#include "media/codec_string.h"
#include "media/keyframe.h"

#include <glib.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <utility>

namespace pixelpass {
namespace {

constexpr std::chrono::seconds status_interval{1};

std::string base64(ByteView bytes) {
    char* text = g_base64_encode(reinterpret_cast<const guchar*>(bytes.data()), bytes.size());
    std::string result = text;
    g_free(text);
    return result;
}

nlohmann::json audio_config(const TrackFormat& format) {
    return {{"codec", audio_codec_string(format)},
            {"name", codec_name(format.codec)},
            {"sampleRate", format.sample_rate},
            {"numberOfChannels", format.channels},
            {"description", base64(format.config)}};
}

} // namespace

PageFeed::PageFeed(SoupServerMessage* message, PageForm form, Events events)
    : form_(form)
    , events_(std::move(events))
    , reply_(message, [this] { end(); })
    , status_timer_(every(status_interval, [this] { write_status(); })) {
    write_status();
}

void PageFeed::end() {
    status_timer_.reset();
    if (!std::exchange(ended_, true))
        events_.on_ended();
}

void PageFeed::write(PageRecord record, ByteView payload) {
    record.written = monotonic_now();
    reply_.write(record_head(record, payload.size()));
    reply_.write(payload);
}

void PageFeed::write_status() {
    // Who does not read it needs none.
    if (!ended_ && reply_.backlog() <= FeedGate::high_water)
        write({.kind = PageRecord::Kind::status}, bytes_of(events_.status()));
}

bool PageFeed::tell_end(const std::string& why) {
    if (ended_)
        return false;
    status_timer_.reset();
    write({.kind = PageRecord::Kind::end}, bytes_of(why));
    return true;
}

bool PageFeed::configure(const AccessUnit& keyframe, const MuxTracks& tracks) {
    const auto head = keyframe_head(tracks.video->codec, keyframe.payload.view);
    const auto codec = head ? video_codec_string(tracks.video->codec, *head) : std::nullopt;
    if (!codec)
        return false;
    const nlohmann::json config{{"video", {{"codec", *codec}, {"name", codec_name(tracks.video->codec)}}},
                                {"audio", tracks.audio ? audio_config(*tracks.audio) : nlohmann::json()}};
    if (form_ == PageForm::fragments && !std::ranges::equal(parameter_sets_, *head)) {
        parameter_sets_.assign(head->begin(), head->end());
        if (muxer_) { // whose head does not fit any more
            end();
            return false;
        }
    }
    if (auto text = config.dump(); text != config_) {
        config_ = std::move(text);
        write({.kind = PageRecord::Kind::config}, bytes_of(config_));
    }
    return true;
}

void PageFeed::offer(const SharedUnit& unit, const MuxTracks& tracks) {
    if (ended_ || !tracks.video || (unit->kind == MediaKind::audio && !tracks.audio))
        return;
    const auto verdict = gate_.judge(*unit, reply_.backlog());
    if (verdict == FeedGate::Verdict::drop_and_ask)
        events_.on_keyframe_needed();
    if (verdict != FeedGate::Verdict::pass)
        return;
    const bool begins = unit->kind == MediaKind::video && unit->keyframe;
    if ((begins && !configure(*unit, tracks)) || config_.empty())
        return;
    if (form_ == PageForm::units)
        write({.kind = unit->kind == MediaKind::video ? PageRecord::Kind::video : PageRecord::Kind::audio,
               .keyframe = unit->keyframe,
               .pts = unit->pts},
              unit->payload.view);
    else
        write_fragment(*unit, tracks);
}

void PageFeed::write_fragment(const AccessUnit& unit, const MuxTracks& tracks) {
    fragment_pts_ = unit.pts;
    if (!muxer_) {
        auto made = Muxer::create(Container::mp4, tracks, [this](ByteView bytes) {
            write({.kind = PageRecord::Kind::fragment, .pts = fragment_pts_}, bytes);
        });
        if (!made) {
            spdlog::error("{}", made.error().message);
            return end();
        }
        muxer_ = std::move(*made);
    }
    if (auto pushed = muxer_->push(unit); !pushed)
        spdlog::debug("a unit could not be muxed: {}", pushed.error().message);
}

} // namespace pixelpass
