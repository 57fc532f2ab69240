// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "base/child.h"
#include "support/sound.h"

#include <glib.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstring>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

namespace pixelpass::test {

/// Runs a program to its end; what it wrote to stdout.
inline std::string output_of(const std::string& command) {
    gchar* output = nullptr;
    gint status = -1;
    EXPECT_TRUE(g_spawn_command_line_sync(command.c_str(), &output, nullptr, &status, nullptr)) << command;
    EXPECT_EQ(status, 0) << command;
    std::string text = output ? output : "";
    g_free(output);
    return text;
}

/// Whether PipeWire has a node of that name.
inline bool has_node(const std::string& name) {
    return output_of("pw-dump").find(R"("node.name": ")" + name + '"') != std::string::npos;
}

/// A program that plays a sine for as long as it lives, at most half a minute: an application, or with the
/// right properties a microphone.
class TonePlayer {
public:
    TonePlayer(double frequency, double peak, std::vector<std::string> arguments = {}) {
        write(sine(frequency, peak, 30 * 48'000));
        std::vector<std::string> argv{"pw-play"};
        argv.insert(argv.end(), arguments.begin(), arguments.end());
        argv.push_back(path_);
        auto started = Child::start({.argv = std::move(argv), .environment = {}}, [](int) {});
        EXPECT_TRUE(started);
        if (started)
            child_ = std::move(*started);
    }
    ~TonePlayer() { unlink(path_.c_str()); }
    TonePlayer(const TonePlayer&) = delete;
    TonePlayer& operator=(const TonePlayer&) = delete;

private:
    /// A WAV file of 32 bit floats.
    void write(const std::vector<float>& samples) {
        const auto size = static_cast<std::uint32_t>(samples.size() * sizeof(float));
        std::ofstream file(path_, std::ios::binary);
        const auto put = [&](auto value) { file.write(reinterpret_cast<const char*>(&value), sizeof value); };
        file << "RIFF";
        put(size + 36U);
        file << "WAVEfmt ";
        for (const std::uint32_t field : {16U, 3U | 2U << 16U, 48'000U, 48'000U * 8U, 8U | 32U << 16U})
            put(field);
        file << "data";
        put(size);
        file.write(reinterpret_cast<const char*>(samples.data()), size);
    }

    std::string path_ = testing::TempDir() + "tone-" + std::to_string(getpid()) + "-" +
                        std::to_string(reinterpret_cast<std::uintptr_t>(this)) + ".wav";
    std::unique_ptr<Child> child_;
};

} // namespace pixelpass::test
