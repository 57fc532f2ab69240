// SPDX-License-Identifier: MIT OR Apache-2.0
#include "fanout/rate_director.h"

#include <algorithm>
#include <cmath>

namespace pixelpass {
namespace {

/// Of the full picture's bits: what one of a quarter of the pixels looks as good with
/// (default_bitrate_kbps: bits grow with the pixels to the power of 0.75).
constexpr double half_share = 0.354;
/// Who carries so much of what the best path carries keeps the full picture, which follows it down: the
/// others lose less by that than this one by half the size.
constexpr double full_share = 0.75;
/// What one who moves up must have to spare.
constexpr double up_margin = 1.05;
/// Bitrates rise by no less and no sooner, as some encoders begin anew with each change.
constexpr double least_rise = 1.08;
constexpr std::chrono::seconds rise_interval{1};
/// One who comes back so soon went up too early.
constexpr std::chrono::seconds move_proof{20};
constexpr double useful_margin = 1.25;

unsigned scaled(unsigned kbps, double by) { return static_cast<unsigned>(std::lround(kbps * by)); }

unsigned full_floor(const RateDirector::Options& options, unsigned most) {
    return options.led ? scaled(most, half_share) : most;
}

unsigned half_most(unsigned most) {
    return std::max(RateDirector::half_floor_kbps, scaled(most, half_share));
}

} // namespace

RateDirector::RateDirector(Options options)
    : options_(options)
    , most_kbps_(options.full_kbps)
    , full_floor_kbps_(full_floor(options, most_kbps_))
    , half_most_kbps_(half_most(most_kbps_))
    , full_kbps_(most_kbps_)
    , half_kbps_(half_most_kbps_) {}

void RateDirector::set_most(std::optional<unsigned> full_kbps) {
    most_kbps_ = full_kbps.value_or(options_.full_kbps);
    full_floor_kbps_ = full_floor(options_, most_kbps_);
    half_most_kbps_ = half_most(most_kbps_);
    // At once, and no decision of ours. Up it goes as ever.
    full_kbps_ = std::min(full_kbps_, most_kbps_);
    half_kbps_ = std::min(half_kbps_, half_most_kbps_);
}

unsigned RateDirector::useful_kbps() const { return scaled(most_kbps_ + options_.sound_kbps, useful_margin); }

Rendition RateDirector::choice(std::uint64_t viewer) const {
    const auto found = members_.find(viewer);
    return found == members_.end() ? video_rendition : found->second.rendition;
}

void RateDirector::take(const std::vector<ViewerLoad>& loads) {
    std::erase_if(members_, [&loads](const auto& member) {
        return std::ranges::none_of(loads, [&](const auto& load) { return load.viewer == member.first; });
    });
    for (const auto& [viewer, capacity] : loads) {
        members_[viewer].budget =
            capacity ? std::optional(*capacity - std::min(*capacity, options_.sound_kbps)) : std::nullopt;
    }
}

unsigned RateDirector::needed_for_full() const {
    unsigned best = 0;
    for (const auto& [viewer, member] : members_)
        best = std::max(best, std::min(most_kbps_, member.budget.value_or(most_kbps_)));
    return std::max(full_floor_kbps_, scaled(best, full_share));
}

bool RateDirector::moves(Clock::time_point now, Member& member, unsigned needed) const {
    if (!half_works_)
        return member.rendition == half_rendition;
    if (member.rendition == video_rendition)
        return member.budget && *member.budget < needed;
    const bool good = !member.budget || *member.budget >= scaled(needed, up_margin);
    if (!good)
        member.good_since.reset();
    else if (!member.good_since)
        member.good_since = now;
    return good && now - *member.good_since >= member.hold;
}

void RateDirector::move(Clock::time_point now, Member& member) const {
    const bool up = member.rendition == half_rendition;
    member.rendition = up ? video_rendition : half_rendition;
    member.good_since.reset();
    if (up)
        member.up_at = now;
    else if (member.up_at && now - *member.up_at < move_proof)
        member.hold = std::min(2 * member.hold, longest_up_hold);
    else
        member.hold = up_hold;
}

std::vector<RateChange> RateDirector::update(Clock::time_point now, const std::vector<ViewerLoad>& loads) {
    take(loads);
    std::vector<RateChange> changes;
    const unsigned needed = needed_for_full();
    for (auto& [viewer, member] : members_) {
        const Rendition from = member.rendition;
        if (!moves(now, member, needed))
            continue;
        move(now, member);
        changes.push_back({.viewer = viewer,
                           .from = from,
                           .to = member.rendition,
                           .from_kbps = kbps(from),
                           .capacity_kbps = member.budget});
    }
    lead(now, changes);
    for (auto& change : changes)
        change.to_kbps = kbps(change.to);
    return changes;
}

bool RateDirector::is_used(Rendition rendition) const {
    return std::ranges::any_of(members_,
                               [&](const auto& member) { return member.second.rendition == rendition; });
}

std::optional<unsigned> RateDirector::weakest(Rendition rendition, unsigned floor) const {
    std::optional<unsigned> least;
    bool hopeless = false;
    for (const auto& [viewer, member] : members_) {
        if (!(member.rendition == rendition) || !member.budget)
            continue;
        if (*member.budget >= floor)
            least = std::min(*member.budget, least.value_or(*member.budget));
        else
            hopeless = true;
    }
    // Who can't even have the least does not take it from others.
    return !least && hopeless ? floor : least;
}

void RateDirector::lead(Clock::time_point now, std::vector<RateChange>& changes) {
    const auto follow = [&](Rendition rendition, unsigned& kbps, unsigned least, unsigned most) {
        if (!is_used(rendition)) {
            kbps = most; // what its first one leads it from
            return;
        }
        const auto capacity = weakest(rendition, least);
        const unsigned aim = std::clamp(capacity.value_or(most), least, most);
        auto& raised_at = raised_at_[rendition.id];
        const bool rises = aim > kbps && (aim >= scaled(kbps, least_rise) || aim == most) &&
                           now - raised_at >= rise_interval;
        if (aim >= kbps && !rises)
            return;
        if (rises)
            raised_at = now;
        changes.push_back(
            {.viewer = {}, .from = rendition, .to = rendition, .from_kbps = kbps, .capacity_kbps = capacity});
        kbps = aim;
    };
    follow(video_rendition, full_kbps_, full_floor_kbps_, most_kbps_);
    follow(half_rendition, half_kbps_, half_floor_kbps, half_most_kbps_);
}

} // namespace pixelpass
