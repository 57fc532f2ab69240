// SPDX-License-Identifier: MIT OR Apache-2.0
#include "mux/muxer.h"

#include "media/codec_name.h"
#include "media/keyframe.h"
#include "media/parameter_set_filter.h"
#include "mux/av_output.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace pixelpass {

class Muxer::Impl {
public:
    Impl(Container container, MuxTracks tracks, Target target)
        : container_(container)
        , tracks_(std::move(tracks))
        , target_(std::move(target)) {}

    Result<void> push(const AccessUnit& unit) {
        if (!output_) {
            if (tracks_.video && !(unit.kind == MediaKind::video && unit.keyframe))
                return {};
            if (auto begun = begin(unit); !begun)
                return begun;
        }
        if (!(unit.kind == MediaKind::video ? tracks_.video : tracks_.audio) ||
            (unit.kind == MediaKind::audio && tracks_.video && unit.pts < first_pts_ &&
             unit.pts > first_pts_ - largest_step))
            return {};
        return output_->write(unit, stream_time(unit));
    }

    [[nodiscard]] bool has_begun() const { return output_ != nullptr; }
    [[nodiscard]] bool is_broken() const { return no_head_ || (output_ && output_->is_broken()); }

private:
    /// One tick of the coarsest time base: Matroska's millisecond.
    static constexpr Microseconds smallest_step{1000};

    /// Beyond it a step in the PTS is no pause but a fault. MPEG-TS fills gaps with clock packets, so that a
    /// hostile step would make gigabytes.
    static constexpr Microseconds largest_step = std::chrono::seconds(10);

    Microseconds stream_time(const AccessUnit& unit) {
        const auto latest = std::max(last_times_[0], last_times_[1]);
        const auto time = unit.pts - origin_;
        if (time > latest + largest_step || time < latest - largest_step)
            origin_ = unit.pts - latest - smallest_step;
        auto& last = last_times_[static_cast<std::size_t>(unit.kind)];
        last = std::max(unit.pts - origin_, last + smallest_step);
        return last;
    }

    Result<void> begin(const AccessUnit& unit) {
        const auto parameter_sets = read_parameter_sets(unit);
        if (tracks_.video && !parameter_sets)
            return fail(Code::internal, "a keyframe without parameter sets that can be read");
        auto made = AvOutput::create(container_, tracks_, parameter_sets.value_or(Bytes()), target_);
        no_head_ = !made;
        if (!made)
            return fail(made);
        output_ = std::move(*made);
        first_pts_ = origin_ = unit.pts;
        return {};
    }

    /// What the head of a container is made from. libavformat trusts it, so it is read with care before.
    [[nodiscard]] std::optional<Bytes> read_parameter_sets(const AccessUnit& unit) const {
        if (!tracks_.video)
            return std::nullopt;
        const auto head = keyframe_head(tracks_.video->codec, unit.payload.view);
        return head ? ParameterSetFilter(tracks_.video->codec).filter(*head) : std::nullopt;
    }

    Container container_;
    MuxTracks tracks_;
    Target target_;
    std::unique_ptr<AvOutput> output_;
    bool no_head_ = false; // it could not be written
    Microseconds first_pts_{};
    Microseconds origin_{}; // the PTS that is time 0
    std::array<Microseconds, 2> last_times_{-smallest_step, -smallest_step};
};

Muxer::Muxer(std::unique_ptr<Impl> impl)
    : impl_(std::move(impl)) {}

Muxer::~Muxer() = default;

Result<std::unique_ptr<Muxer>> Muxer::create(Container container, const MuxTracks& tracks, Target target) {
    if (!tracks.video && !tracks.audio)
        return fail(Code::internal, "a stream needs a track");
    if (tracks.video && !can_hold(container, tracks.video->codec))
        return fail(Code::internal,
                    fmt::format("MPEG-TS has no place for {}", codec_name(tracks.video->codec)));
    return std::unique_ptr<Muxer>(new Muxer(std::make_unique<Impl>(container, tracks, std::move(target))));
}

Result<void> Muxer::push(const AccessUnit& unit) { return impl_->push(unit); }

bool Muxer::has_begun() const { return impl_->has_begun(); }

bool Muxer::is_broken() const { return impl_->is_broken(); }

} // namespace pixelpass
