// SPDX-License-Identifier: MIT OR Apache-2.0
#include "doctor/sent_pictures.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace pixelpass {

void SentPictures::keep(VideoSource& source, std::shared_ptr<SentPictures> kept) {
    source.paint = [paint = std::move(source.paint), kept = std::move(kept)](RawPicture& picture) {
        paint(picture);
        kept->add(picture);
    };
}

void SentPictures::add(const RawPicture& picture) {
    if (picture.size != trial_picture_size)
        return;
    TrialPicture copy;
    for (std::size_t plane = 0; plane < picture.planes.size(); ++plane) {
        const std::size_t part = plane == 0 ? 1 : 2;
        const auto& [samples, stride] = picture.planes[plane];
        for (std::size_t row = 0; row < picture.size.height / part; ++row) {
            const auto line = samples.subspan(row * stride, picture.size.width / part);
            std::ranges::transform(line, std::back_inserter(copy),
                                   [](std::byte value) { return std::to_integer<std::uint8_t>(value); });
        }
    }
    const std::lock_guard lock(mutex_);
    pictures_.push_back({picture.captured_at, std::move(copy)});
    if (pictures_.size() > most)
        pictures_.pop_front();
}

std::optional<TrialPicture> SentPictures::find(Microseconds captured_at) const {
    const std::lock_guard lock(mutex_);
    const auto found = std::ranges::find(pictures_, captured_at, &Sent::captured_at);
    return found == pictures_.end() ? std::nullopt : std::optional(found->picture);
}

} // namespace pixelpass
