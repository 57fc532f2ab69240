// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

// For headers: all of CLI11 takes seconds to compile.
namespace CLI { // NOLINT(readability-identifier-naming): it is CLI11's name
class App;
class Option;
} // namespace CLI
