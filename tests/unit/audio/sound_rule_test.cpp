// SPDX-License-Identifier: MIT OR Apache-2.0
#include "audio/sound_rule.h"

#include "unit/audio/graph_builder.h"

#include <gmock/gmock.h>

namespace pixelpass {
namespace {

using test::GraphBuilder;
using testing::ElementsAre;
using testing::IsEmpty;

/// Speakers, and applications that play on them.
struct Desktop : GraphBuilder {
    std::uint32_t speakers = sink("speakers");

    std::uint32_t playing(const std::string& name, GraphNode node = {}) {
        const auto id = application(name, std::move(node));
        link(id, speakers);
        return id;
    }
    [[nodiscard]] Heard heard(const SoundRule& rule = {}) const { return select(model, rule).heard; }
};

TEST(SoundRule, HearsWhatPlaysOnTheDefaultSink) {
    Desktop desktop;
    const auto firefox = desktop.playing("Firefox");
    const auto mpv = desktop.playing("mpv");
    desktop.playing("Firefox");
    const auto other = desktop.sink("other");
    desktop.link(desktop.application("VLC"), other);
    desktop.application("Unlinked");
    const auto selection = select(desktop.model, {});
    EXPECT_THAT(selection.heard.heard, ElementsAre("Firefox", "mpv"));
    EXPECT_THAT(selection.heard.not_heard, ElementsAre("Unlinked", "VLC"));
    EXPECT_THAT(selection.heard.waiting_for, IsEmpty());
    EXPECT_EQ(selection.nodes.size(), 3U);
    EXPECT_THAT(selection.nodes, testing::IsSupersetOf({firefox, mpv}));
    EXPECT_TRUE(std::ranges::is_sorted(selection.nodes));
}

TEST(SoundRule, HearsNothingWithoutADefaultSink) {
    Desktop desktop;
    desktop.playing("Firefox");
    for (const auto* name : {"", "gone"}) {
        desktop.model.default_sink = name;
        EXPECT_THAT(desktop.heard().heard, IsEmpty());
    }
    // A node without a name is not the sink without one.
    desktop.model.default_sink.clear();
    desktop.link(desktop.application("Trick"), desktop.sink(""));
    EXPECT_THAT(desktop.heard().heard, IsEmpty());
}

TEST(SoundRule, LeavesAloneWhatPlaysNowhere) {
    Desktop desktop;
    const auto app = desktop.application("mpv");
    // What only records it is another program like this one.
    desktop.link(app, desktop.capture_end("recorder"));
    desktop.link(app, desktop.add({.name = "pixelpass-sound", .media_class = capture_class}, {false}));
    const auto heard = desktop.heard({.only = {"mpv"}});
    EXPECT_THAT(heard.heard, IsEmpty());
    EXPECT_THAT(heard.not_heard, ElementsAre("mpv"));
    EXPECT_THAT(heard.waiting_for, ElementsAre("mpv"));
    desktop.link(app, desktop.sink("other"));
    EXPECT_THAT(select(desktop.model, {.only = {"mpv"}}).nodes, ElementsAre(app));
}

TEST(SoundRule, CountsAnApplicationOnTwoSinksOnce) {
    Desktop desktop;
    const auto app = desktop.playing("mpv");
    const auto other = desktop.sink("other");
    desktop.link(app, other);
    desktop.link(app, desktop.speakers);
    EXPECT_THAT(select(desktop.model, {}).nodes, ElementsAre(app));
}

TEST(SoundRule, LooksThroughAFilter) {
    Desktop desktop;
    const auto app = desktop.application("Firefox");
    const auto effects = desktop.sink("effects_sink");
    const auto equalizer = desktop.filter("equalizer");
    const auto limiter = desktop.filter("limiter");
    desktop.link(app, effects);
    desktop.link(effects, equalizer); // from its monitor
    desktop.link(equalizer, limiter);
    desktop.link(limiter, desktop.speakers);
    const auto selection = select(desktop.model, {});
    EXPECT_THAT(selection.nodes, ElementsAre(app));
    EXPECT_THAT(selection.heard.not_heard, IsEmpty());
}

TEST(SoundRule, LooksThroughPairsOfALinkGroup) {
    Desktop desktop;
    const auto app = desktop.application("Firefox");
    desktop.link(app, desktop.sink("virtual", "pair"));
    desktop.link(desktop.playback_end("pair"), desktop.speakers);
    EXPECT_THAT(select(desktop.model, {}).nodes, ElementsAre(app));

    // The same from the monitor of a null sink.
    const auto other = desktop.application("mpv");
    const auto null_sink = desktop.sink("null");
    desktop.link(other, null_sink);
    desktop.link(null_sink, desktop.capture_end("second"));
    desktop.link(desktop.playback_end("second"), desktop.speakers);
    EXPECT_THAT(select(desktop.model, {}).nodes, ElementsAre(app, other));
}

TEST(SoundRule, TakesFromAMonitorWhatGoesIntoItsOwnSink) {
    Desktop desktop;
    const auto app = desktop.application("Firefox");
    const auto sink = desktop.sink("canceller_sink", "canceller");
    desktop.link(app, sink);
    desktop.link(sink, desktop.speakers); // its monitor
    desktop.link(desktop.application("mpv"), desktop.capture_end("canceller"));
    EXPECT_THAT(select(desktop.model, {}).nodes, ElementsAre(app));
}

TEST(SoundRule, HearsNothingOfALoopbackThatIsNotFed) {
    Desktop desktop;
    desktop.sink("virtual", "pair");
    desktop.link(desktop.playback_end("pair"), desktop.speakers);
    const auto heard = desktop.heard();
    EXPECT_THAT(heard.heard, IsEmpty());
    EXPECT_THAT(heard.not_heard, IsEmpty());
}

TEST(SoundRule, FollowsWhatPlaysIntoADefaultSinkThatIsVirtual) {
    Desktop desktop;
    const auto app = desktop.application("Firefox");
    desktop.link(app, desktop.sink("effects_sink", "pair"));
    desktop.link(desktop.playback_end("pair"), desktop.speakers);
    desktop.playing("bell");
    desktop.model.default_sink = "effects_sink";
    EXPECT_THAT(select(desktop.model, {}).nodes, ElementsAre(app));
}

TEST(SoundRule, EndsWhereLinksGoInACircle) {
    Desktop desktop;
    const auto first = desktop.filter("first");
    const auto second = desktop.filter("second");
    desktop.link(first, second);
    desktop.link(second, first);
    desktop.link(second, second);
    desktop.link(second, desktop.speakers);
    desktop.link(desktop.speakers, first);
    const auto app = desktop.application("mpv");
    desktop.link(app, first);
    EXPECT_THAT(select(desktop.model, {}).nodes, ElementsAre(app));
}

TEST(SoundRule, NeverTakesAMicrophone) {
    Desktop desktop;
    const auto microphone = desktop.source("microphone");
    desktop.link(microphone, desktop.speakers);
    desktop.link(microphone, desktop.capture_end("listen"));
    desktop.link(desktop.playback_end("listen"), desktop.speakers);
    const auto headset = desktop.add({.name = "headset", .media_class = "Audio/Duplex"}, {true});
    desktop.link(headset, desktop.speakers);
    const auto synthesizer =
        desktop.add({.name = "daw", .category = "Duplex", .application = "DAW"}, {false, true});
    desktop.link(microphone, synthesizer);
    desktop.link(synthesizer, desktop.speakers);
    for (const SoundRule& rule : {SoundRule{}, SoundRule{.voice_programs = true},
                                  SoundRule{.only = {"microphone", "listen-out", "headset", "DAW"}}})
        EXPECT_THAT(select(desktop.model, rule).nodes, IsEmpty());
}

TEST(SoundRule, TakesTheFarEndOfAnEchoCanceller) {
    Desktop desktop;
    desktop.link(desktop.source("microphone"), desktop.capture_end("canceller"));
    desktop.source("cancelled", "canceller");
    const auto app = desktop.application("Firefox");
    desktop.link(app, desktop.sink("canceller_sink", "canceller"));
    desktop.link(desktop.playback_end("canceller"), desktop.speakers);
    EXPECT_THAT(select(desktop.model, {}).nodes, ElementsAre(app));
}

TEST(SoundRule, HearsWhatSpeaksJack) {
    Desktop desktop;
    const auto synthesizer =
        desktop.add({.name = "synth", .category = "Duplex", .application = "synth"}, {false, true});
    desktop.link(synthesizer, desktop.speakers);
    EXPECT_THAT(desktop.heard().heard, ElementsAre("synth"));
}

TEST(SoundRule, LeavesVoiceProgramsOut) {
    Desktop desktop;
    desktop.playing("Firefox");
    desktop.playing("MUMBLE");
    desktop.playing("WEBRTC VoiceEngine", {.binary = "Discord"});
    desktop.playing("Chromium", {.binary = "vesktop.bin", .flatpak = "dev.vencord.Vesktop"});
    desktop.playing("A browser's call", {.role = "Communication"});
    desktop.playing("A telephone", {.role = "phone"});
    const auto heard = desktop.heard();
    EXPECT_THAT(heard.heard, ElementsAre("Firefox"));
    EXPECT_THAT(heard.not_heard,
                ElementsAre("A browser's call", "A telephone", "Discord", "MUMBLE", "vesktop.bin"));
    EXPECT_EQ(desktop.heard({.voice_programs = true}).heard.size(), 6U);
    EXPECT_THAT(desktop.heard({.only = {"mumble"}}).heard, ElementsAre("MUMBLE"));
    EXPECT_THAT(desktop.heard({.except = {"mumble"}, .voice_programs = true}).not_heard,
                ElementsAre("MUMBLE"));
}

TEST(SoundRule, LeavesAVoiceProgramOutBehindAFilterThatOthersUse) {
    Desktop desktop;
    const auto effects = desktop.sink("effects_sink");
    const auto equalizer = desktop.filter("equalizer");
    desktop.link(desktop.application("Mumble"), effects);
    const auto music = desktop.application("music");
    desktop.link(music, effects);
    desktop.link(effects, equalizer);
    desktop.link(equalizer, desktop.speakers);
    const auto selection = select(desktop.model, {});
    EXPECT_THAT(selection.nodes, ElementsAre(music));
    EXPECT_THAT(selection.heard.not_heard, ElementsAre("Mumble"));
}

TEST(SoundRule, NeverTakesAPlayerOfOurs) {
    Desktop desktop;
    desktop.playing("mpv", {.own = true});
    for (const SoundRule& rule :
         {SoundRule{}, SoundRule{.only = {"mpv"}}, SoundRule{.voice_programs = true}}) {
        const auto selection = select(desktop.model, rule);
        EXPECT_THAT(selection.nodes, IsEmpty());
        EXPECT_THAT(selection.heard.not_heard, IsEmpty());
    }
}

TEST(SoundRule, FindsApplicationsByEachOfTheirNames) {
    Desktop desktop;
    const auto app = desktop.application(
        "Firefox", {.binary = "firefox-bin", .process = "4711", .flatpak = "org.mozilla.Fox"});
    desktop.link(app, desktop.speakers);
    desktop.playing("mpv");
    for (const auto* name :
         {"Firefox", "firefox", "FIREFOX-BIN", "firefox-node", "4711", "org.mozilla.fox", "fox"}) {
        const auto selection = select(desktop.model, {.only = {name}});
        EXPECT_THAT(selection.nodes, ElementsAre(app)) << name;
        EXPECT_THAT(selection.heard.not_heard, ElementsAre("mpv")) << name;
    }
    for (const auto* name : {"", "fire", "Firefox ", "471", "mozilla", "mozilla.fox", "Fírefox"})
        EXPECT_THAT(select(desktop.model, {.only = {name}}).nodes, IsEmpty()) << name;
}

TEST(SoundRule, LeavesOutWhatItIsTold) {
    Desktop desktop;
    desktop.playing("Firefox");
    desktop.playing("mpv", {.binary = "mpv"});
    desktop.playing("Mumble");
    const auto heard = desktop.heard({.except = {"FIREFOX", "vlc"}});
    EXPECT_THAT(heard.heard, ElementsAre("mpv"));
    EXPECT_THAT(heard.not_heard, ElementsAre("Firefox", "Mumble"));
    EXPECT_THAT(heard.waiting_for, IsEmpty());
}

TEST(SoundRule, WaitsForWhatDoesNotPlay) {
    Desktop desktop;
    desktop.playing("mpv");
    const auto heard = desktop.heard({.only = {"vlc", "MPV", "firefox", "vlc"}});
    EXPECT_THAT(heard.heard, ElementsAre("mpv"));
    EXPECT_THAT(heard.waiting_for, ElementsAre("firefox", "vlc"));
}

TEST(SoundRule, BearsAGraphThatMakesNoSense) {
    Desktop desktop;
    desktop.model.links = {{0, 0}, {99, 1}, {1, 99}, {3, 3}};
    desktop.model.ports.push_back({.id = 500, .node = 99, .output = true, .monitor = false, .channel = ""});
    desktop.model.links.push_back({500, desktop.model.ports.front().id});
    EXPECT_THAT(select(desktop.model, {}).nodes, IsEmpty());
}

TEST(SoundRule, JudgesEachApplication) {
    Desktop desktop;
    desktop.playing("Firefox");
    desktop.playing("Mumble");
    desktop.playing("mpv", {.own = true});
    desktop.application("VLC");
    std::vector<Verdict> verdicts;
    for (const auto& application : judge(desktop.model, {}))
        verdicts.push_back(application.verdict);
    EXPECT_THAT(verdicts, ElementsAre(Verdict::captured, Verdict::voice_program, Verdict::own_player,
                                      Verdict::elsewhere));
}

} // namespace
} // namespace pixelpass
