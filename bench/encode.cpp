// SPDX-License-Identifier: MIT OR Apache-2.0
// Encodes a clip of raw pictures at its own pace, as a share does, and writes the access units to a file.
//   bench_encode ENCODER CLIP WIDTH HEIGHT KBPS UNITS-FILE
// The clip has pictures of the encoder's format, 30 a second. Prints one JSON object a line for each unit:
// the number of its picture in the clip, and how long it took (µs from the picture's arrival at the pacer).
#include "base/main_loop.h"
#include "base/monotonic.h"
#include "gst/encoding_pipeline.h"
#include "gst/init.h"

#include <fmt/format.h>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <map>
#include <mutex>
#include <string>

namespace {

using namespace pixelpass;

constexpr unsigned frame_rate = 30;

[[noreturn]] void die(const std::string& why) {
    fmt::print(stderr, "{}\n", why);
    std::_Exit(1);
}

/// The next picture of the clip, if there is one.
Ref<GstSample> read_picture(std::ifstream& clip, const EncoderSpec& encoder, int width, int height) {
    const auto size = static_cast<gsize>(width) * static_cast<gsize>(height) * 3 / 2;
    auto buffer = Ref<GstBuffer>::adopt(gst_buffer_new_allocate(nullptr, size, nullptr));
    GstMapInfo map{};
    gst_buffer_map(buffer.get(), &map, GST_MAP_WRITE);
    clip.read(reinterpret_cast<char*>(map.data), static_cast<std::streamsize>(size));
    gst_buffer_unmap(buffer.get(), &map);
    if (!clip)
        return {};
    const auto caps = Ref<GstCaps>::adopt(gst_caps_new_simple(
        "video/x-raw", "format", G_TYPE_STRING, std::string(encoder.raw_format).c_str(), "width", G_TYPE_INT,
        width, "height", G_TYPE_INT, height, "framerate", GST_TYPE_FRACTION, static_cast<int>(frame_rate), 1,
        "colorimetry", G_TYPE_STRING, "bt709", nullptr));
    return Ref<GstSample>::adopt(gst_sample_new(buffer.get(), caps.get(), nullptr, nullptr));
}

void write_unit(std::ofstream& file, const AccessUnit& unit, int picture) {
    const auto took = monotonic_now() - unit.pts;
    const auto bytes = unit.payload.view;
    file.write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
    fmt::print("{{\"picture\":{},\"took_us\":{}}}\n", picture, took.count());
}

} // namespace

int main(int argc, char** argv) {
    if (argc != 7)
        die("bench_encode ENCODER CLIP WIDTH HEIGHT KBPS UNITS-FILE");
    const auto* encoder = find_encoder(argv[1]);
    if (!encoder || !start_gstreamer())
        die("no such encoder");
    std::ifstream clip(argv[2], std::ios::binary);
    std::ofstream units(argv[6], std::ios::binary);
    MainLoop loop;
    std::mutex mutex;
    std::map<Microseconds, int> numbers; // of the pictures, by when they came
    const auto picture_at = [&](Microseconds time) {
        const std::lock_guard lock(mutex);
        return std::prev(numbers.upper_bound(time))->second;
    };
    auto pipeline = EncodingPipeline::start(
        *encoder,
        {.frame_rate = frame_rate, .size = {}, .bitrate_kbps = static_cast<unsigned>(std::atoi(argv[5]))},
        {.on_unit = [&](const SharedUnit& unit) { write_unit(units, *unit, picture_at(unit->pts)); },
         .on_failed = [](const EncoderFailure& failure) { die(failure.error.message); }});
    if (!pipeline)
        die(pipeline.error().message);
    const auto hold = [&](Ref<GstSample> picture) {
        {
            const std::lock_guard lock(mutex);
            numbers.emplace(monotonic_now(), static_cast<int>(numbers.size()));
        }
        (*pipeline)->pacer().hold(std::move(picture));
    };
    const Source pace = every(std::chrono::milliseconds(1000) / frame_rate, [&] {
        if (auto picture = read_picture(clip, *encoder, std::atoi(argv[3]), std::atoi(argv[4])))
            hold(std::move(picture));
        else
            loop.quit();
    });
    loop.run();
    return 0;
}
