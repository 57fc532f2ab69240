// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "media/rendition.h"
#include "net/unit_sender.h"
#include "wire/unit_header.h"

#include <atomic>
#include <memory>
#include <vector>

namespace pixelpass::test {

/// A network that keeps what it is given and settles it when told to. settle() may come from any thread.
class FakeSender final : public net::UnitSender {
public:
    struct Sent {
        wire::UnitHeader header;
        int priority = 0;
        std::shared_ptr<std::atomic<bool>> settled = std::make_shared<std::atomic<bool>>(false);
        std::shared_ptr<std::atomic<bool>> reset = std::make_shared<std::atomic<bool>>(false);

        void settle() const { settled->store(true); }
    };

    [[nodiscard]] std::unique_ptr<net::SentUnit> send(ByteView header, const SharedBytes& /*payload*/,
                                                      int priority) override {
        Sent one{.header = wire::decode_unit(header).value().value().header, .priority = priority};
        sent.push_back(one);
        return std::make_unique<FakeUnit>(one);
    }

    /// What has not been given up.
    [[nodiscard]] std::vector<std::uint64_t> kept_sequences() const {
        std::vector<std::uint64_t> result;
        for (const Sent& one : sent) {
            if (!one.reset->load())
                result.push_back(one.header.sequence);
        }
        return result;
    }

    std::vector<Sent> sent;

private:
    class FakeUnit final : public net::SentUnit {
    public:
        explicit FakeUnit(Sent sent)
            : sent_(std::move(sent)) {}
        [[nodiscard]] bool settled() const override { return sent_.settled->load(); }
        void reset() override { sent_.reset->store(true); }

    private:
        Sent sent_;
    };
};

inline SharedUnit make_unit(Rendition rendition, bool keyframe = false, std::size_t size = 1000,
                            Microseconds pts = {}) {
    static const auto format = std::make_shared<const TrackFormat>();
    return std::make_shared<const AccessUnit>(AccessUnit{.kind = rendition.kind,
                                                         .rendition = rendition.id,
                                                         .keyframe = keyframe,
                                                         .pts = pts,
                                                         .payload = SharedBytes::of(Bytes(size)),
                                                         .format = format});
}

inline SharedUnit keyframe() { return make_unit(video_rendition, true); }
inline SharedUnit delta() { return make_unit(video_rendition); }
inline SharedUnit sound(Rendition rendition = aac_rendition) { return make_unit(rendition); }

} // namespace pixelpass::test
