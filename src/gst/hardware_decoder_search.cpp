// SPDX-License-Identifier: MIT OR Apache-2.0
#include "gst/hardware_decoder_search.h"

#include "base/log.h"
#include "gst/decoder_trial.h"

#include <fmt/format.h>

#include <cstring>
#include <utility>

namespace pixelpass {
namespace {

constexpr std::chrono::milliseconds at_once{0};
constexpr int signalled = 128; ///< and the signal's number

} // namespace

HardwareDecoderSearch::HardwareDecoderSearch(Options options,
                                             std::function<void(const std::string&)> on_found)
    : options_(std::move(options))
    , on_found_(std::move(on_found)) {}

void HardwareDecoderSearch::offer(const AccessUnit& unit) {
    const auto size = unit.payload.view.size();
    if (begun_ || over() || (units_.empty() && !unit.keyframe))
        return;
    const bool fits = bytes_ + size <= byte_bound;
    if (fits) {
        auto copy = std::make_shared<AccessUnit>(unit);
        copy->payload = SharedBytes::of(Bytes(unit.payload.view.begin(), unit.payload.view.end()));
        units_.push_back(std::move(copy));
        bytes_ += size;
    }
    if (units_.size() < pictures && fits)
        return;
    begun_ = true;
    if (!units_.empty())
        next_ = after(at_once, [this] { try_next(); });
}

void HardwareDecoderSearch::try_next() {
    child_.reset();
    if (over()) {
        spdlog::info("no hardware decoder works here: software decodes");
        units_.clear();
        return;
    }
    file_ = write_trial_units(units_);
    auto argv = options_.command;
    argv.emplace_back(options_.candidates[candidate_].name);
    auto child = Child::start({.argv = std::move(argv), .environment = {}, .socket = file_.get()},
                              [this](int status) { tried(status); });
    if (!child)
        return give_up(child.error().message);
    child_ = std::move(*child);
    limit_ =
        after(options_.limit, [this] { give_up(fmt::format("it hung for {} ms", options_.limit.count())); });
}

void HardwareDecoderSearch::tried(int status) {
    limit_.reset();
    if (next_.active()) // it was given up already
        return;
    if (status > signalled)
        return give_up(fmt::format("it crashed ({})", strsignal(status - signalled)));
    if (status != 0)
        return give_up(fmt::format("{} (it exited with {})", read_trial_verdict(file_), status));
    units_.clear();
    const std::string name(options_.candidates[candidate_].name);
    spdlog::info("the hardware decoder {} decodes this stream right", name);
    // Later, since it is the child that says so.
    next_ = after(at_once, [this, name] {
        child_.reset();
        if (const auto report = std::exchange(on_found_, nullptr))
            report(name);
    });
}

void HardwareDecoderSearch::give_up(const std::string& reason) {
    spdlog::info("the hardware decoder {} is not used: {}", options_.candidates[candidate_].name, reason);
    ++candidate_;
    next_ = after(at_once, [this] { try_next(); });
}

} // namespace pixelpass
