// SPDX-License-Identifier: MIT OR Apache-2.0
#include "base/log.h"

#include <spdlog/sinks/stdout_color_sinks.h>

namespace pixelpass {

void start_log(Verbosity verbosity) {
    spdlog::set_default_logger(spdlog::stderr_color_mt("pixelpass"));
    spdlog::set_pattern("%H:%M:%S.%e %^%l%$ %v");
    switch (verbosity) {
    case Verbosity::quiet:
        spdlog::set_level(spdlog::level::off);
        break;
    case Verbosity::normal:
        spdlog::set_level(spdlog::level::err);
        break;
    case Verbosity::verbose:
        spdlog::set_level(spdlog::level::info);
        break;
    case Verbosity::debug:
        spdlog::set_level(spdlog::level::debug);
        break;
    }
}

} // namespace pixelpass
