// SPDX-License-Identifier: MIT OR Apache-2.0
#include "doctor/clock_check.h"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <sys/timex.h>

namespace pixelpass {
namespace {

using std::chrono::sys_seconds;

constexpr const char* keep_it_right = "sudo timedatectl set-ntp true";
/// Of microseconds that the clock may be wrong by, as systemd-timedated has it; the kernel counts up to it
/// where nothing corrects the clock.
constexpr long most_error = 16'000'000;

/// When this program's file was written, which is no later than now.
sys_seconds built_at() {
    struct stat status {};
    if (stat("/proc/self/exe", &status) != 0)
        return {};
    return sys_seconds(std::chrono::seconds(status.st_mtim.tv_sec));
}

bool is_kept() {
    timex state{};
    return adjtimex(&state) >= 0 && state.maxerror < most_error;
}

} // namespace

Check judge_clock(sys_seconds now, bool kept, sys_seconds built) {
    Check check{.name = "clock", .found = "kept right by NTP"};
    if (now + std::chrono::hours(24) < built) {
        check.health = Health::warning;
        check.found = fmt::format("it shows {:%Y-%m-%d}, before this program was made", now);
        check.cause = "with a wrong clock the relay's certificate is taken for invalid";
        check.mend = keep_it_right;
    } else if (!kept) {
        check.health = Health::warning;
        check.found = "nothing keeps it right";
        check.cause = "once it is far off, the relay's certificate is taken for invalid";
        check.mend = keep_it_right;
    }
    return check;
}

Check check_clock() {
    const auto now = std::chrono::floor<std::chrono::seconds>(std::chrono::system_clock::now());
    return judge_clock(now, is_kept(), built_at());
}

} // namespace pixelpass
