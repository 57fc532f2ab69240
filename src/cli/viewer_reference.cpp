// SPDX-License-Identifier: MIT OR Apache-2.0
#include "cli/viewer_reference.h"

#include "base/printable.h"

#include <fmt/format.h>

#include <algorithm>

namespace pixelpass {
namespace {

constexpr std::size_t most_listed = 8;
constexpr std::size_t shown_of_id = 10;

bool fits(const std::string& reference, const KnownViewer& viewer) {
    return viewer.id.starts_with(reference) || viewer.words == reference || viewer.name == reference;
}

std::string describe(const KnownViewer& viewer) {
    const auto id = viewer.id.substr(0, shown_of_id);
    const auto first = viewer.words.empty() ? id : fmt::format("{} {}", viewer.words, id);
    return viewer.name.empty() ? first : fmt::format("{} ({})", first, printable(bytes_of(viewer.name)));
}

std::string list_of(const std::vector<KnownViewer>& viewers) {
    std::string list;
    for (std::size_t i = 0; i < std::min(viewers.size(), most_listed); ++i)
        list += (i ? ", " : "") + describe(viewers[i]);
    if (viewers.size() > most_listed)
        list += fmt::format(" and {} more", viewers.size() - most_listed);
    return list;
}

/// Some have several connections.
std::vector<KnownViewer> distinct(std::vector<KnownViewer> viewers) {
    std::ranges::sort(viewers, {}, &KnownViewer::id);
    const auto same = [](const KnownViewer& one, const KnownViewer& next) { return one.id == next.id; };
    viewers.erase(std::unique(viewers.begin(), viewers.end(), same), viewers.end());
    return viewers;
}

} // namespace

Result<std::string> find_viewer(const std::string& reference, const std::vector<KnownViewer>& known) {
    const auto all = distinct(known);
    std::vector<KnownViewer> found;
    for (const auto& viewer : all) {
        if (viewer.id == reference)
            return viewer.id;
        if (!reference.empty() && fits(reference, viewer))
            found.push_back(viewer);
    }
    const auto shown = printable(bytes_of(reference));
    if (found.empty())
        return fail(Code::usage, "nobody is called " + shown,
                    all.empty() ? "there is nobody" : "there are: " + list_of(all));
    if (found.size() > 1)
        return fail(Code::usage, shown + " may be several: " + list_of(found),
                    "give the words, or more of the endpoint id");
    return found.front().id;
}

} // namespace pixelpass
