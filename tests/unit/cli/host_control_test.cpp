// SPDX-License-Identifier: MIT OR Apache-2.0
#include "cli/host_control.h"

#include "cli/viewer_name.h"

#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

namespace pixelpass {
namespace {

using nlohmann::json;
using testing::ElementsAre;
using testing::IsEmpty;

class RecordedActions final : public HostActions {
public:
    Result<void> answer(const std::string& id, Answer answer) override {
        done.push_back("answer " + id + " " + std::to_string(static_cast<int>(answer)));
        return {};
    }
    Result<void> kick(const std::string& id) override {
        done.push_back("kick " + id);
        return {};
    }
    void set_paused(bool paused) override { done.emplace_back(paused ? "pause" : "resume"); }
    void set_muted(bool muted) override { done.emplace_back(muted ? "mute" : "unmute"); }
    Result<std::filesystem::path> save_clip() override {
        return fail(Code::source, "nothing was sent", "let somebody watch");
    }
    void set_bitrate(std::optional<unsigned> kbps) override {
        done.push_back("bitrate " + std::to_string(kbps.value_or(0)));
    }
    void stop() override { done.emplace_back("stop"); }

    std::vector<std::string> done;
};

class Controlled : public testing::Test {
protected:
    Controlled() {
        ViewerStatus anna;
        anna.id = "3f2a00";
        anna.name = "anna";
        state.viewers = {anna};
        state.requests = {{.id = "777700", .name = "bob", .protocol = {}, .path = {}}};
    }
    json ask(const std::string& line) { return json::parse(control.answer(line).line); }

    HostState state;
    RecordedActions actions;
    HostControl control{state, actions};
};

TEST_F(Controlled, DoesWhatItIsAsked) {
    for (const std::string line :
         {R"({"do": "approve", "viewer": "bob"})", R"({"do": "approve", "viewer": "7777", "always": true})",
          R"({"do": "refuse", "viewer": "bob"})", R"({"do": "kick", "viewer": "anna"})", R"({"do": "pause"})",
          R"({"do": "resume"})", R"({"do": "mute"})", R"({"do": "unmute"})",
          R"({"do": "bitrate", "kbps": 2000})", R"({"do": "bitrate", "kbps": null})", R"({"do": "stop"})"})
        EXPECT_EQ(ask(line), json({{"ok", true}})) << line;
    EXPECT_THAT(actions.done,
                ElementsAre("answer 777700 0", "answer 777700 1", "answer 777700 2", "kick 3f2a00", "pause",
                            "resume", "mute", "unmute", "bitrate 2000", "bitrate 0", "stop"));
}

TEST_F(Controlled, KnowsViewersByTheirWords) {
    EXPECT_EQ(ask(R"({"do": "kick", "viewer": ")" + viewer_words("3f2a00") + "\"}")["ok"], true);
    EXPECT_EQ(ask(R"({"do": "refuse", "viewer": ")" + viewer_words("777700") + "\"}")["ok"], true);
    EXPECT_THAT(actions.done, ElementsAre("kick 3f2a00", "answer 777700 2"));
}

TEST_F(Controlled, TellsWhoWatchesFromWhoAsks) {
    EXPECT_EQ(ask(R"({"do": "kick", "viewer": "bob"})")["status"], 2);
    EXPECT_EQ(ask(R"({"do": "approve", "viewer": "anna"})")["status"], 2);
    EXPECT_THAT(actions.done, IsEmpty());
}

TEST_F(Controlled, SaysWhatIsKnownOfTheShare) {
    state.muted = true;
    state.guard.password = true;
    const auto answer = ask(R"({"do": "status"})");
    EXPECT_EQ(answer["ok"], true);
    EXPECT_EQ(answer["state"]["viewers"][0]["name"], "anna");
    EXPECT_EQ(answer["state"]["requests"][0]["id"], "777700");
    EXPECT_EQ(answer["state"]["muted"], true);
    EXPECT_EQ(answer["state"]["guard"]["password"], true);
    EXPECT_EQ(answer["state"]["guard"]["expires_at_s"], json());
}

TEST_F(Controlled, SaysWhyItCannot) {
    const auto answer = ask(R"({"do": "clip"})");
    EXPECT_EQ(answer, json({{"ok", false},
                            {"status", static_cast<int>(Code::source)},
                            {"message", "nothing was sent"},
                            {"hint", "let somebody watch"}}));
    EXPECT_EQ(ask("\xff")["ok"], false);
}

TEST_F(Controlled, TellsThoseWhoWatchTheEventsAndNobodyElse) {
    EXPECT_TRUE(control.answer(R"({"do": "watch"})").watches);
    EXPECT_FALSE(control.answer(R"({"do": "status"})").watches);
    EXPECT_FALSE(control.answer("watch").watches);
}

TEST_F(Controlled, AnswersWhatIsNoUtf8) {
    state.viewers[0].name = "\xff";
    EXPECT_EQ(ask(R"({"do": "status"})")["ok"], true);
}

} // namespace
} // namespace pixelpass
