// SPDX-License-Identifier: MIT OR Apache-2.0
#include "doctor/element_check.h"

#include "doctor/mend.h"
#include "gst/installed_element.h"
#include "gst/plugin_packages.h"

#include <fmt/format.h>
#include <gst/gst.h>

#include <algorithm>
#include <array>
#include <span>
#include <string>
#include <vector>

namespace pixelpass {
namespace {

constexpr PackageNames core{.debian = "libgstreamer1.0-0", .arch = "gstreamer", .fedora = "gstreamer1"};

/// One element of these has to be there, or something is lost; which, is nothing if it is the share itself.
struct Need {
    std::array<std::string_view, 3> elements;
    std::string_view lost;
    PackageNames packages;
};
constexpr std::array needs{
    Need{{"capsfilter"}, {}, core},
    Need{{"queue"}, {}, core},
    Need{{"funnel"}, {}, core},
    Need{{"appsrc"}, {}, plugins_base},
    Need{{"appsink"}, {}, plugins_base},
    Need{{"videoconvertscale"}, {}, plugins_base},
    Need{{"videobox"}, {}, plugins_good},
    Need{{"videoflip"}, {}, plugins_good},
    Need{{"h264parse"}, {}, plugins_bad},
    Need{{"audioconvert"}, "sound", plugins_base},
    Need{{"audioresample"}, "sound", plugins_base},
    Need{{"fdkaacenc", "avenc_aac", "voaacenc"}, "sound", plugins_libav},
    Need{{"videotestsrc"}, "the test picture", plugins_base},
    Need{{"clockoverlay"}, "the test picture", plugins_base},
    Need{{"timeoverlay"}, "the test picture", plugins_base},
    Need{{"avdec_h264", "openh264dec"}, "the window to watch in", plugins_libav},
    Need{{"avdec_aac", "fdkaacdec", "faad"}, "the window's sound", plugins_libav},
    Need{{"pulsesink", "pipewiresink"}, "the window's sound", plugins_good},
};

/// What is missing, and what would bring it in each distribution.
struct Missing {
    std::vector<std::string> elements;
    std::vector<std::string_view> lost;
    std::vector<std::string_view> debian, arch, fedora;
};

void add(std::vector<std::string_view>& list, std::string_view one) {
    if (!one.empty() && std::ranges::find(list, one) == list.end())
        list.push_back(one);
}

std::string names_of(const Need& need) {
    std::string names;
    for (const auto element : need.elements) {
        if (!element.empty())
            names.append(names.empty() ? "" : " or ").append(element);
    }
    return names;
}

std::string in_one(const std::vector<std::string_view>& words) {
    return fmt::format("{}", fmt::join(words, " "));
}

std::string mend_of(const Missing& missing, Distribution distribution) {
    const auto debian = in_one(missing.debian);
    const auto arch = in_one(missing.arch);
    const auto fedora = in_one(missing.fedora);
    return install_command(distribution, PackageNames{.debian = debian, .arch = arch, .fedora = fedora});
}

bool is_met(const Need& need, const std::function<bool(std::string_view)>& has) {
    return std::ranges::any_of(need.elements,
                               [&](std::string_view element) { return !element.empty() && has(element); });
}

} // namespace

Check judge_elements(const std::function<bool(std::string_view)>& has, std::string_view version,
                     Distribution distribution) {
    Check check{.name = "gstreamer", .found = fmt::format("GStreamer {}", version), .code = Code::encoder};
    Missing missing;
    for (const Need& need : needs) {
        if (is_met(need, has))
            continue;
        if (need.lost.empty())
            check.health = Health::fail;
        else
            check.health = std::max(check.health, Health::warning);
        missing.elements.push_back(names_of(need));
        add(missing.lost, need.lost.empty() ? "the share itself" : need.lost);
        add(missing.debian, need.packages.debian);
        add(missing.arch, need.packages.arch);
        add(missing.fedora, need.packages.fedora);
    }
    if (missing.elements.empty()) {
        check.found += ", all elements";
        return check;
    }
    check.found += fmt::format(", without {}", fmt::join(missing.elements, ", "));
    check.cause = fmt::format("what these make is not to be had: {}", fmt::join(missing.lost, ", "));
    check.mend = mend_of(missing, distribution);
    return check;
}

Check check_elements() {
    guint major = 0;
    guint minor = 0;
    guint micro = 0;
    guint nano = 0;
    gst_version(&major, &minor, &micro, &nano);
    return judge_elements(has_element, fmt::format("{}.{}.{}", major, minor, micro), this_distribution());
}

} // namespace pixelpass
