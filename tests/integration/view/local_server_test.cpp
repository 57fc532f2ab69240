// SPDX-License-Identifier: MIT OR Apache-2.0
#include "view/local_server.h"

#include "base/file_descriptor.h"
#include "support/run_until.h"
#include "support/tiny_video.h"
#include "view/page_feed.h"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <array>
#include <memory>
#include <string>
#include <vector>

namespace pixelpass {
namespace {

using testing::HasSubstr;
using testing::StartsWith;
using Kind = PageRecord::Kind;

/// One request over a socket of its own, and what has been read of the answer.
class Client {
public:
    Client(const std::string& address, const std::string& headers = "", const std::string& method = "GET",
           const std::string& body = "")
        : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        const auto port_at = address.find(':', 7) + 1;
        const auto path_at = address.find('/', port_at);
        const std::string port = address.substr(port_at, path_at - port_at);
        sockaddr_in server{.sin_family = AF_INET,
                           .sin_port = htons(static_cast<std::uint16_t>(std::stoi(port))),
                           .sin_addr = {htonl(INADDR_LOOPBACK)},
                           .sin_zero = {}};
        EXPECT_EQ(connect(socket_.get(), reinterpret_cast<sockaddr*>(&server), sizeof server), 0);
        const auto request = fmt::format("{} {} HTTP/1.1\r\nHost: 127.0.0.1:{}\r\n{}\r\n{}", method,
                                         address.substr(path_at), port, headers, body);
        EXPECT_GT(send(socket_.get(), request.data(), request.size(), 0), 0);
    }

    /// Takes what has come.
    const std::string& read() {
        std::array<char, 65536> buffer{};
        for (ssize_t size = 1; size > 0;) {
            size = recv(socket_.get(), buffer.data(), buffer.size(), MSG_DONTWAIT);
            if (size > 0)
                answer_.append(buffer.data(), static_cast<std::size_t>(size));
        }
        return answer_;
    }
    /// The whole records that have come.
    std::vector<PageRecord> records() {
        const auto body = read().find("\r\n\r\n");
        std::vector<PageRecord> records;
        const auto number = [&](std::size_t at, unsigned bytes) {
            std::uint64_t value = 0;
            for (unsigned i = 0; i < bytes; ++i)
                value = value << 8U | static_cast<unsigned char>(answer_[at + i]);
            return value;
        };
        for (std::size_t at = body + 4;
             body != std::string::npos && at + PageRecord::head_size <= answer_.size();) {
            records.push_back({.kind = static_cast<Kind>(number(at + 4, 1)),
                               .keyframe = number(at + 5, 1) == 1,
                               .pts = Microseconds(static_cast<std::int64_t>(number(at + 8, 8))),
                               .written = {}});
            at += PageRecord::head_size + number(at, 4);
        }
        return records;
    }

private:
    FileDescriptor socket_;
    std::string answer_;
};

class LocalServing : public testing::Test {
protected:
    bool page_allowed = true;
    std::vector<std::chrono::milliseconds> shown; ///< what pages have said
    MuxTracks tracks{.video = std::make_shared<const TrackFormat>(TrackFormat{.width = 64, .height = 48}),
                     .audio = nullptr};
    std::vector<SharedUnit> pictures = test::tiny_video(tracks.video, Microseconds(7'000'000), 33'333);
    std::unique_ptr<LocalServer> server = start();
    std::unique_ptr<PageFeed> feed;

    std::unique_ptr<LocalServer> start() {
        auto started = LocalServer::start(0, {.for_player = [](auto*, auto) { return false; },
                                              .for_page =
                                                  [this](auto* message, PageForm form) {
                                                      if (page_allowed)
                                                          open(message, form);
                                                      return page_allowed;
                                                  },
                                              .on_shown = [this](auto behind) { shown.push_back(behind); }});
        EXPECT_TRUE(started);
        return std::move(*started);
    }
    void open(SoupServerMessage* message, PageForm form) {
        feed = std::make_unique<PageFeed>(
            message, form,
            PageFeed::Events{.on_ended = [] {}, .on_keyframe_needed = [] {}, .status = [] { return "{}"; }});
    }
    /// The unit with that many bytes more, as one of a large picture.
    static SharedUnit enlarged(const SharedUnit& unit, std::size_t more, Microseconds pts) {
        auto copy = std::make_shared<AccessUnit>(*unit);
        Bytes bytes(unit->payload.view.begin(), unit->payload.view.end());
        bytes.resize(bytes.size() + more, std::byte{0x55});
        copy->payload = SharedBytes::of(std::move(bytes));
        copy->pts = pts;
        return copy;
    }
    std::string answer_to(const std::string& address, const std::string& headers = "",
                          const std::string& method = "GET", const std::string& body = "") {
        Client client(address, headers, method, body);
        EXPECT_TRUE(test::run_until([&] { return client.read().find("\r\n\r\n") != std::string::npos; }));
        return client.read();
    }
};

TEST_F(LocalServing, GivesThePageUnderAStrictPolicy) {
    const auto page = answer_to(server->page_url());
    EXPECT_THAT(page, StartsWith("HTTP/1.1 200"));
    EXPECT_THAT(page, HasSubstr("Content-Security-Policy: default-src 'none'"));
    EXPECT_THAT(page, HasSubstr("Cache-Control: no-store"));
    EXPECT_THAT(page, HasSubstr("Referrer-Policy: no-referrer"));
    const auto script = answer_to(server->page_url() + "main.js");
    EXPECT_THAT(script, HasSubstr("Content-Type: text/javascript"));
    EXPECT_THAT(script, HasSubstr("X-Content-Type-Options: nosniff"));
}

TEST_F(LocalServing, TurnsPagesOfOthersAway) {
    for (const char* header : {"Origin: https://example.org\r\n", "Origin: null\r\n",
                               "Sec-Fetch-Site: cross-site\r\n", "Sec-Fetch-Site: same-site\r\n"}) {
        EXPECT_THAT(answer_to(server->page_url(), header), StartsWith("HTTP/1.1 403")) << header;
        EXPECT_THAT(answer_to(server->page_url() + "units", header), StartsWith("HTTP/1.1 403")) << header;
    }
    EXPECT_FALSE(feed);
    EXPECT_THAT(answer_to(server->page_url() + "units", "Sec-Fetch-Site: same-origin\r\n"),
                StartsWith("HTTP/1.1 200"));
}

TEST_F(LocalServing, TakesNoBody) {
    EXPECT_THAT(answer_to(server->page_url(), "Content-Length: 5\r\n", "POST", "bytes"),
                StartsWith("HTTP/1.1 413"));
    EXPECT_THAT(
        answer_to(server->page_url(), "Transfer-Encoding: chunked\r\n", "POST", "1\r\nx\r\n0\r\n\r\n"),
        StartsWith("HTTP/1.1 413"));
}

TEST_F(LocalServing, HearsHowFarThePageIsBehind) {
    const auto say = [this](const std::string& query, const std::string& headers = "") {
        return answer_to(server->page_url() + "shown" + query, headers, "POST");
    };
    EXPECT_THAT(say("?ms=37"), StartsWith("HTTP/1.1 204"));
    EXPECT_THAT(shown, testing::ElementsAre(std::chrono::milliseconds(37)));
    for (const char* query :
         {"", "?ms=", "?ms=-1", "?ms=60001", "?ms=1e3", "?ms=99999999999999999999", "?s=1"})
        EXPECT_THAT(say(query), StartsWith("HTTP/1.1 400")) << query;
    EXPECT_THAT(say("?ms=37", "Origin: https://example.org\r\n"), StartsWith("HTTP/1.1 403"));
    EXPECT_THAT(answer_to(server->page_url() + "shown?ms=37"), StartsWith("HTTP/1.1 405"));
    EXPECT_EQ(shown.size(), 1U);
}

TEST_F(LocalServing, LeadsToThePageOnce) {
    const auto link = server->make_link().value();
    EXPECT_EQ(link.find(server->page_url()), std::string::npos);
    EXPECT_THAT(answer_to(link), HasSubstr("Location: " + server->page_url()));
    EXPECT_THAT(answer_to(link), StartsWith("HTTP/1.1 404"));
}

TEST_F(LocalServing, TellsAPageThatItsHostIsNoneForIt) {
    page_allowed = false;
    EXPECT_THAT(answer_to(server->page_url() + "units"), StartsWith("HTTP/1.1 404"));
}

TEST_F(LocalServing, GivesUnitsFromAKeyframeOnAndTheirCodecBefore) {
    Client client(server->page_url() + "units");
    ASSERT_TRUE(test::run_until([&] { return feed != nullptr; }));
    for (std::size_t i = 1; i < 5; ++i)
        feed->offer(pictures[i], tracks);
    ASSERT_TRUE(test::run_until([&] { return client.records().size() == 4; }));
    const auto records = client.records();
    EXPECT_EQ(records[0].kind, Kind::status);
    EXPECT_EQ(records[1].kind, Kind::config);
    EXPECT_THAT(client.read(), HasSubstr(R"("codec":"avc1.42c00a")"));
    EXPECT_TRUE(records[2].kind == Kind::video && records[2].keyframe);
    EXPECT_EQ(records[2].pts, pictures[3]->pts);
    EXPECT_TRUE(records[3].kind == Kind::video && !records[3].keyframe);
}

TEST_F(LocalServing, GivesFragments) {
    Client client(server->page_url() + "fragments");
    ASSERT_TRUE(test::run_until([&] { return feed != nullptr; }));
    feed->offer(pictures[0], tracks);
    feed->offer(pictures[1], tracks);
    ASSERT_TRUE(test::run_until(
        [&] { return !client.records().empty() && client.records().back().pts == pictures[1]->pts; }));
    const auto records = client.records();
    EXPECT_GE(records.size(), 5U); // a status, the config, the MP4's head, and two pictures
    for (std::size_t i = 2; i < records.size(); ++i)
        EXPECT_EQ(records[i].kind, Kind::fragment);
}

TEST_F(LocalServing, DropsWhatAStalledPageDoesNotTake) {
    Client client(server->page_url() + "units");
    ASSERT_TRUE(test::run_until([&] { return feed != nullptr; }));
    constexpr int count = 300; // of 64 KiB: more than all buffers hold
    for (int i = 0; i < count; ++i) {
        feed->offer(enlarged(pictures[i % 3 == 0 ? 0 : 1], 64U << 10U, Microseconds(i)), tracks);
        test::run_until([] { return false; }, std::chrono::milliseconds(1)); // the server writes
    }
    ASSERT_TRUE(test::run_until([&] {
        feed->offer(enlarged(pictures[0], 0, Microseconds(count)), tracks);
        const auto records = client.records();
        return !records.empty() && records.back().pts == Microseconds(count);
    }));
    Microseconds before(-1);
    bool gap = false;
    for (const auto& record : client.records()) {
        if (record.kind != Kind::video)
            continue;
        if (record.pts > before + Microseconds(1)) {
            gap = true;
            EXPECT_TRUE(record.keyframe) << "what follows what was dropped";
        }
        before = record.pts;
    }
    EXPECT_TRUE(gap);
}

TEST_F(LocalServing, TellsAPageWhyItIsOver) {
    Client client(server->page_url() + "units");
    ASSERT_TRUE(test::run_until([&] { return feed != nullptr; }));
    EXPECT_TRUE(feed->tell_end(R"({"message":"over"})"));
    ASSERT_TRUE(test::run_until([&] { return client.records().size() == 2; }));
    EXPECT_EQ(client.records()[1].kind, Kind::end);
}

} // namespace
} // namespace pixelpass
