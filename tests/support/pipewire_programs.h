// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "base/child.h"
#include "support/run_until.h"
#include "support/sound.h"

#include <glib.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstring>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

namespace pixelpass::test {

/// Runs a program to its end; what it wrote to stdout. The main loop runs meanwhile, since PipeWire's tools
/// may wait for nodes of our own.
inline std::string output_of(const std::string& command) {
    gchar** argv = nullptr;
    gint out = -1;
    GPid process = 0;
    EXPECT_TRUE(g_shell_parse_argv(command.c_str(), nullptr, &argv, nullptr)) << command;
    const bool started = g_spawn_async_with_pipes(
        nullptr, argv, nullptr, static_cast<GSpawnFlags>(G_SPAWN_SEARCH_PATH | G_SPAWN_DO_NOT_REAP_CHILD),
        nullptr, nullptr, &process, nullptr, &out, nullptr, nullptr);
    g_strfreev(argv);
    EXPECT_TRUE(started) << command;
    std::string text;
    bool ended = !started;
    const Source reading =
        started ? on_readable(out,
                              [&] {
                                  std::array<char, 4096> part;
                                  const auto size = read(out, part.data(), part.size());
                                  ended = ended || size <= 0;
                                  text.append(part.data(), size > 0 ? static_cast<std::size_t>(size) : 0);
                              })
                : Source();
    EXPECT_TRUE(run_until([&] { return ended; })) << command;
    if (!started)
        return text;
    close(out);
    if (!ended)
        kill(process, SIGKILL);
    int status = -1;
    waitpid(process, &status, 0);
    EXPECT_EQ(status, 0) << command;
    return text;
}

/// Whether PipeWire has a node of that name.
inline bool has_node(const std::string& name) {
    return output_of("pw-dump").find(R"("node.name": ")" + name + '"') != std::string::npos;
}

/// Starts a program that runs for as long as what is given lives.
inline std::unique_ptr<Child> start_program(std::vector<std::string> argv) {
    auto started = Child::start({.argv = std::move(argv), .environment = {}}, [](int) {});
    EXPECT_TRUE(started);
    return started ? std::move(*started) : nullptr;
}

/// Makes a sink, which stays.
inline void make_sink(const std::string& name, int priority = 0, const std::string& channels = "FL FR") {
    output_of("pw-cli create-node adapter '{ factory.name=support.null-audio-sink media.class=Audio/Sink "
              "node.name=" +
              name + " object.linger=true audio.position=[" + channels +
              "] priority.session=" + std::to_string(priority) + " }'");
}

/// A virtual sink whose sound goes through an equalizer and a gain of -12 dB to another sink, as with
/// EasyEffects.
class FilterChain {
public:
    explicit FilterChain(const std::string& sink) {
        std::ofstream(path_) << R"(context.modules = [
  { name = libpipewire-module-protocol-native }
  { name = libpipewire-module-client-node }
  { name = libpipewire-module-adapter }
  { name = libpipewire-module-filter-chain args = {
    node.description = effects
    filter.graph = { nodes = [ { type = builtin name = eq label = bq_highshelf
                                 control = { Freq = 10 Q = 1.0 Gain = -12.0 } } ] }
    audio.channels = 2 audio.position = [ FL FR ]
    capture.props = { node.name = )"
                             << sink << R"( media.class = Audio/Sink }
    playback.props = { node.name = )"
                             << sink << R"(_out node.passive = true }
  } }
]
)";
        process_ = start_program({"pipewire", "-c", path_});
    }
    ~FilterChain() { unlink(path_.c_str()); }
    FilterChain(const FilterChain&) = delete;
    FilterChain& operator=(const FilterChain&) = delete;

private:
    std::string path_ = testing::TempDir() + "filter-" + std::to_string(getpid()) + ".conf";
    std::unique_ptr<Child> process_;
};

/// A program that plays a sine for as long as it lives, at most half a minute: an application, or with the
/// right properties a microphone.
class TonePlayer {
public:
    TonePlayer(double frequency, double peak, std::vector<std::string> arguments = {}) {
        write(sine(frequency, peak, 30 * 48'000));
        std::vector<std::string> argv{"pw-play"};
        argv.insert(argv.end(), arguments.begin(), arguments.end());
        argv.push_back(path_);
        child_ = start_program(std::move(argv));
    }
    /// An application of that name, on the default sink or another one.
    static std::unique_ptr<TonePlayer> application(const std::string& name, double frequency,
                                                   const std::string& sink = {}) {
        std::vector<std::string> arguments{"-P", "{ application.name=\"" + name + "\" node.name=\"" + name +
                                                     "\" }"};
        if (!sink.empty())
            arguments.insert(arguments.end(), {"--target", sink});
        return std::make_unique<TonePlayer>(frequency, 0.1, std::move(arguments));
    }
    ~TonePlayer() { unlink(path_.c_str()); }
    TonePlayer(const TonePlayer&) = delete;
    TonePlayer& operator=(const TonePlayer&) = delete;

    /// The WAV file that it plays.
    [[nodiscard]] const std::string& file() const { return path_; }

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
