// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "gst/pipeline.h"
#include "media/access_unit.h"

#include <gst/app/gstappsink.h>
#include <gst/app/gstappsrc.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numbers>
#include <span>
#include <string>
#include <vector>

namespace pixelpass::test {

constexpr double sound_rate = 48'000;

/// Interleaved stereo at 48 kHz: a sine of that peak, beginning at the sample `from` of its own time.
inline std::vector<float> sine(double frequency, double peak, std::size_t frames, std::size_t from = 0) {
    std::vector<float> samples;
    for (std::size_t i = from; i < from + frames; ++i) {
        const auto phase = 2 * std::numbers::pi * frequency * static_cast<double>(i) / sound_rate;
        samples.insert(samples.end(), 2, static_cast<float>(peak * std::sin(phase)));
    }
    return samples;
}

inline double decibels(double ratio) { return 20 * std::log10(std::max(ratio, 1e-10)); }

/// The peak of the left samples, in dBFS.
inline double peak_level(std::span<const float> samples) {
    double peak = 0;
    for (std::size_t i = 0; i < samples.size(); i += 2)
        peak = std::max(peak, std::abs(static_cast<double>(samples[i])));
    return decibels(peak);
}

/// The peak, in dBFS, of a sine of `frequency` within the left samples (Goertzel).
inline double level_at(std::span<const float> samples, double frequency) {
    const double coefficient = 2 * std::cos(2 * std::numbers::pi * frequency / sound_rate);
    double last = 0;
    double before = 0;
    for (std::size_t i = 0; i < samples.size(); i += 2) {
        const double now = static_cast<double>(samples[i]) + coefficient * last - before;
        before = last;
        last = now;
    }
    const double power = last * last + before * before - coefficient * last * before;
    return decibels(2 * std::sqrt(std::max(power, 0.0)) / (static_cast<double>(samples.size()) / 2));
}

/// The frequency of a pure tone in the left samples, by its zero crossings.
inline double frequency_of(std::span<const float> samples) {
    std::vector<std::size_t> rises;
    for (std::size_t i = 2; i < samples.size(); i += 2) {
        if (samples[i - 2] < 0 && samples[i] >= 0)
            rises.push_back(i / 2);
    }
    if (rises.size() < 2)
        return 0;
    return static_cast<double>(rises.size() - 1) * sound_rate /
           static_cast<double>(rises.back() - rises.front());
}

/// The launch syntax of what takes the units of that format and gives samples.
inline std::string decoder_of(const TrackFormat& format) {
    if (format.codec == Codec::opus)
        return "caps=audio/x-opus,rate=48000,channels=2,channel-mapping-family=0 ! opusdec";
    std::string config;
    for (const auto byte : format.config)
        config += std::string{"0123456789abcdef"[std::to_integer<unsigned>(byte) / 16],
                              "0123456789abcdef"[std::to_integer<unsigned>(byte) % 16]};
    return "caps=audio/mpeg,mpegversion=4,stream-format=raw,rate=48000,channels=2,codec_data=(buffer)" +
           config + " ! avdec_aac";
}

/// Samples that a unit of that format stands for, in each channel.
inline std::size_t frame_size(const TrackFormat& format) { return format.codec == Codec::opus ? 480 : 1024; }

/// Decodes units of sound; frame_size() interleaved frames for each.
inline std::vector<float> decode_sound(const std::vector<SharedUnit>& units) {
    auto pipeline =
        Pipeline::parse("appsrc name=in format=time max-bytes=0 " + decoder_of(*units.at(0)->format) +
                            " ! audioconvert ! audio/x-raw,format=F32LE,channels=2,"
                            "layout=interleaved ! appsink name=out sync=false",
                        {});
    EXPECT_TRUE(pipeline.has_value());
    EXPECT_TRUE((*pipeline)->play().has_value());
    const auto in = (*pipeline)->element("in");
    for (const auto& unit : units) {
        const auto bytes = unit->payload.view;
        gst_app_src_push_buffer(GST_APP_SRC(in.get()), gst_buffer_new_memdup(bytes.data(), bytes.size()));
    }
    gst_app_src_end_of_stream(GST_APP_SRC(in.get()));
    const auto out = (*pipeline)->element("out");
    std::vector<float> samples;
    while (const auto sample = Ref<GstSample>::adopt(
               gst_app_sink_try_pull_sample(GST_APP_SINK(out.get()), 10 * GST_SECOND))) {
        GstBuffer* buffer = gst_sample_get_buffer(sample.get());
        const auto old_size = samples.size();
        samples.resize(old_size + gst_buffer_get_size(buffer) / sizeof(float));
        gst_buffer_extract(buffer, 0, samples.data() + old_size, gst_buffer_get_size(buffer));
    }
    return samples;
}

} // namespace pixelpass::test
