// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "base/main_loop.h"
#include "host/viewer.h"

#include <map>

namespace pixelpass {

class HttpResponse;

/// A viewer who speaks pixelpass/0: each of its bi-streams is one HTTP request, answered with endless
/// MPEG-TS. Main thread.
class HttpViewer final : public Viewer {
public:
    /// `video` is what the units are going to be; `sound` is the format of the audio track, AAC, or null if
    /// there is none.
    HttpViewer(std::unique_ptr<net::Connection> connection, Codec video,
               std::shared_ptr<const TrackFormat> sound, Events events);
    ~HttpViewer() override;

    [[nodiscard]] bool wants(Rendition rendition) const override;
    void offer(const SharedUnit& unit) override;
    [[nodiscard]] ViewerStatus status() const override;
    [[nodiscard]] bool is_led() const override { return wants(video_rendition); }
    /// Its one stream of bytes tells nothing of the path: it stays with the full picture.
    [[nodiscard]] std::optional<unsigned> capacity_kbps() const override { return std::nullopt; }
    void set_useful_kbps(unsigned /*kbps*/) override {}
    void choose_video(Rendition /*rendition*/) override {}
    [[nodiscard]] bool challenge(const Bytes& /*element*/) override { return false; }
    void confirm(const Bytes& /*confirmation*/) override {}
    void hold() override {} // it has no words for that
    void tell_seen(Seen /*seen*/) override {}
    void tell_muted(bool /*muted*/) override {}
    void let_in() override;
    void close(std::uint32_t code, const std::string& reason) override;

private:
    void open(std::unique_ptr<net::Stream> stream);

    std::unique_ptr<net::Connection> connection_;
    Codec video_;
    std::shared_ptr<const TrackFormat> sound_;
    Events events_;
    std::vector<std::unique_ptr<HttpResponse>> responses_;
    QueueStats stats_;
    bool let_in_ = false;
    bool joined_ = false;
    Source cleanup_;
};

} // namespace pixelpass
