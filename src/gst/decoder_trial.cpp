// SPDX-License-Identifier: MIT OR Apache-2.0
#include "gst/decoder_trial.h"

#include "base/inbox.h"
#include "base/printable.h"
#include "gst/child_trial.h"
#include "gst/hardware_decoders.h"
#include "gst/picture_decoder.h"
#include "gst/sample_picture.h"
#include "gst/window_elements.h"
#include "media/codec_name.h"

#include <fmt/format.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

namespace pixelpass {
namespace {

using namespace std::chrono_literals;

/// A driver may have much to do at first, and a machine something else.
constexpr auto first_picture_limit = 3s;
constexpr auto picture_limit = 500ms;
constexpr std::size_t longest_verdict = 200;

/// Decodes units, one after the other, and waits for the picture of each.
class PatientDecoder {
public:
    PatientDecoder(Codec codec, DecoderKind kind, const std::string& decoder)
        : came_(1, [this](const Ref<GstSample>& sample) { picture_ = read_picture(sample.get()); }) {
        auto opened = PictureDecoder::open(
            codec, kind, decoder,
            {.on_picture =
                 [this](GstSample* sample) {
                     // A second one is a fault of the decoder, which shows in the picture.
                     static_cast<void>(came_.push(Ref<GstSample>::share(sample)));
                 },
             .on_failed = [this](const std::string& why) { failure_ = "it fails: " + why; }});
        if (opened)
            decoder_ = std::move(*opened);
        else
            failure_ = fmt::format("its driver does not start ({})", opened.error().message);
    }

    /// The picture of the next unit; of no size if there is none, and failure() says why.
    SamplePicture decode(const AccessUnit& unit, std::chrono::milliseconds limit) {
        picture_ = {};
        if (decoder_ && !decoder_->offer(unit))
            failure_ = "it takes no pictures";
        bool late = false;
        const auto timer = after(limit, [&late] { late = true; });
        while (failure_.empty() && !late && picture_.size == Size{})
            g_main_context_iteration(nullptr, TRUE);
        if (late && picture_.size == Size{})
            failure_ =
                fmt::format("it gave no picture for {} ms before it was given the next", limit.count());
        return std::move(picture_);
    }

    [[nodiscard]] const std::string& failure() const { return failure_; }

private:
    std::string failure_;
    SamplePicture picture_;
    Inbox<Ref<GstSample>> came_;
    std::unique_ptr<PictureDecoder> decoder_;
};

Bytes read_all(int file) {
    Bytes bytes;
    std::array<std::byte, 65536> part{};
    for (ssize_t got = 0; (got = read(file, part.data(), part.size())) > 0;)
        bytes.insert(bytes.end(), part.begin(), part.begin() + got);
    return bytes;
}

/// The units, each of which has its length before it.
std::vector<AccessUnit> split(ByteView bytes) {
    std::vector<AccessUnit> units;
    std::uint32_t length = 0;
    while (bytes.size() > sizeof length) {
        std::memcpy(&length, bytes.data(), sizeof length);
        bytes = bytes.subspan(sizeof length);
        if (length > bytes.size())
            break;
        AccessUnit& unit = units.emplace_back();
        unit.keyframe = units.size() == 1;
        unit.payload = SharedBytes::of(Bytes(bytes.begin(), bytes.begin() + length));
        bytes = bytes.subspan(length);
    }
    return units;
}

std::string try_by_name(std::string_view name, std::span<const AccessUnit> units) {
    for (const Codec codec : video_codecs) {
        if (std::ranges::count(hardware_decoders(codec), name, &HardwareDecoder::name) > 0)
            return decode_and_compare(codec, std::string(name), units);
    }
    return "it is unknown";
}

} // namespace

std::string decode_and_compare(Codec codec, const std::string& decoder, std::span<const AccessUnit> units) {
    const auto software = window_decoders(codec);
    if (!software)
        return software.error().message;
    if (units.empty())
        return "it was given nothing";
    PatientDecoder known(codec, DecoderKind::software, software->front());
    PatientDecoder tried(codec, DecoderKind::hardware, decoder);
    for (const auto& unit : units) {
        const auto limit =
            &unit == &units.front() ? std::chrono::milliseconds(first_picture_limit) : picture_limit;
        const auto meant = known.decode(unit, limit);
        if (!known.failure().empty())
            return fmt::format("{} can't tell: {}", software->front(), known.failure());
        const auto came = tried.decode(unit, limit);
        if (!tried.failure().empty())
            return tried.failure();
        if (came.size != meant.size)
            return "its picture has another size";
        if (auto wrong = judge_trial_picture(meant.pixels, came.pixels, came.size); !wrong.empty())
            return wrong;
    }
    return "";
}

FileDescriptor write_trial_units(std::span<const SharedUnit> units) {
    FileDescriptor file(memfd_create("pixelpass-trial", MFD_CLOEXEC));
    const auto put = [&file](const void* data, std::size_t size) {
        return write(file.get(), data, size) == static_cast<ssize_t>(size);
    };
    for (const auto& unit : units) {
        const ByteView bytes = unit->payload.view;
        const auto length = static_cast<std::uint32_t>(bytes.size());
        if (!put(&length, sizeof length) || !put(bytes.data(), bytes.size()))
            return {};
    }
    return lseek(file.get(), 0, SEEK_SET) == 0 ? std::move(file) : FileDescriptor();
}

std::string read_trial_verdict(const FileDescriptor& file) {
    std::array<std::byte, longest_verdict> text{};
    const ssize_t got = pread(file.get(), text.data(), text.size(), 0);
    return printable(ByteView(text).first(got > 0 ? static_cast<std::size_t>(got) : 0));
}

int run_decoder_trial(std::string_view name) {
    alarm(child_lifetime_s);
    const auto units = split(read_all(STDIN_FILENO));
    // What libraries print is no verdict.
    dup2(STDERR_FILENO, STDOUT_FILENO);
    const auto failure = try_by_name(name, units);
    const auto said =
        ftruncate(STDIN_FILENO, 0) == 0 ? pwrite(STDIN_FILENO, failure.data(), failure.size(), 0) : -1;
    alarm(0);
    return failure.empty() && said == 0 ? 0 : 1;
}

} // namespace pixelpass
