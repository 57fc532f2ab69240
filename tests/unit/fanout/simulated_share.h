// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "fake_sender.h"
#include "fanout/path_rate.h"
#include "fanout/rate_director.h"
#include "fanout/viewer_queue.h"
#include "simulated_link.h"

#include <algorithm>
#include <memory>
#include <vector>

namespace pixelpass::test {

/// A share of a moving picture with sound, each of its viewers behind a SimulatedLink, on a clock that runs
/// as fast as it can.
class SimulatedShare {
public:
    using Clock = std::chrono::steady_clock;
    using Milliseconds = std::chrono::milliseconds;

    struct Viewer {
        explicit Viewer(const Clock::time_point& now)
            : rate(link, [&now] { return now; })
            , queue(link, {.on_skip = [](const wire::Skip&) {},
                           .on_settled =
                               [this](std::size_t bytes, auto waited) {
                                   rate.note_settled(bytes, waited);
                                   if (waited)
                                       greatest_wait = std::max(greatest_wait, *waited);
                               },
                           .now = [&now] { return now; }}) {
            rate.set_round_trip(link.round_trip);
            queue.set_round_trip(link.round_trip);
        }

        SimulatedLink link;
        PathRate rate;
        ViewerQueue queue;
        Rendition rendition = video_rendition;
        bool begins = true;
        Microseconds greatest_wait{}; ///< of the pictures that arrived since it was set to 0
    };

    explicit SimulatedShare(RateDirector::Options options, std::size_t count = 1)
        : director(options) {
        for (std::size_t i = 0; i < count; ++i) {
            viewers.push_back(std::make_unique<Viewer>(now_));
            viewers.back()->rate.set_useful(director.useful_kbps());
        }
    }

    /// Lets time pass till `test` holds; how long that took, or `limit`.
    template <typename Test>
    Milliseconds run_until(Milliseconds limit, Test test) {
        const auto begin = now_;
        while (now_ - begin < limit && !test())
            run(Milliseconds(10));
        return std::chrono::duration_cast<Milliseconds>(now_ - begin);
    }

    /// The longest that a picture of a viewer waits for its path within `time`.
    Microseconds greatest_wait(std::size_t viewer, Milliseconds time) {
        viewers[viewer]->greatest_wait = {};
        run(time);
        return viewers[viewer]->greatest_wait;
    }

    /// How often anybody was moved to another picture so far.
    [[nodiscard]] std::ptrdiff_t moves() const {
        return std::ranges::count_if(changes, [](const auto& one) { return one.viewer.has_value(); });
    }

    /// Lets `time` pass.
    void run(Milliseconds time) {
        for (const auto end = now_ + time; now_ < end; ++tick_) {
            now_ += Milliseconds(1);
            for (const auto& viewer : viewers)
                viewer->link.advance(now_, Milliseconds(1));
            if (tick_ % 33 == 0)
                offer_picture();
            if (tick_ % 21 == 0)
                offer(sound(), 341);
            if (tick_ % 100 == 0)
                decide();
        }
    }

    RateDirector director;
    std::vector<std::unique_ptr<Viewer>> viewers;
    std::vector<RateChange> changes;
    /// By how much the encoder fills its bitrate; a still screen, hardly.
    double fill = 1;

private:
    static constexpr unsigned gop = 30;

    void offer(const SharedUnit& unit, std::size_t bytes) {
        for (const auto& viewer : viewers)
            viewer->queue.offer(make_unit(rendition_of(*unit), unit->keyframe, bytes));
    }

    void offer_picture() {
        ++picture_;
        for (const auto& viewer : viewers) {
            // A keyframe of as many bits as six other pictures.
            const bool key = picture_ % gop == 0 || viewer->begins;
            const double mean = director.kbps(viewer->rendition) * 1000.0 / 8 / gop * fill;
            const auto bytes = static_cast<std::size_t>(mean * (key ? 6.0 : 24.0 / (gop - 1)));
            viewer->begins = false;
            viewer->queue.offer(make_unit(viewer->rendition, key, bytes));
        }
    }

    void decide() {
        std::vector<ViewerLoad> loads;
        for (std::size_t i = 0; i < viewers.size(); ++i) {
            Viewer& viewer = *viewers[i];
            viewer.queue.look();
            viewer.rate.note_waiting(viewer.queue.picture_waits());
            viewer.rate.update();
            loads.push_back({.viewer = i, .capacity_kbps = viewer.rate.capacity_kbps()});
        }
        for (const auto& change : director.update(now_, loads))
            changes.push_back(change);
        for (std::size_t i = 0; i < viewers.size(); ++i) {
            if (const auto choice = director.choice(i); !(choice == viewers[i]->rendition)) {
                viewers[i]->rendition = choice;
                viewers[i]->begins = true;
            }
        }
    }

    Clock::time_point now_{std::chrono::hours(1)};
    std::uint64_t tick_ = 0;
    unsigned picture_ = 0;
};

} // namespace pixelpass::test
