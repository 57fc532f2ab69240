// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "host/viewer.h"
#include "view/watch.h"

#include <string>
#include <vector>

namespace pixelpass {

/// How packets travel, in one word.
[[nodiscard]] const char* path_name(const net::PathInfo& path);

/// A viewer's name, if it has given one, and the words for its endpoint id: alice (otter-basil).
[[nodiscard]] std::string short_name(const std::string& name, const std::string& id);

/// What a viewer sees at the moment: how long ago it was, or why it is nothing.
[[nodiscard]] std::string describe_seen(const WatchStatus& status);

/// What a viewer is told all the time: how long ago what it sees was.
[[nodiscard]] std::string describe_watch(const WatchStatus& status);

/// What is written over the pictures of our own window: that they are replayed, and the figures, if wanted.
[[nodiscard]] std::string describe_overlay(const WatchStatus& status);

/// The same of all who watch, for the host; empty if nobody does.
[[nodiscard]] std::string describe_viewers(const std::vector<ViewerStatus>& viewers);

} // namespace pixelpass
