// SPDX-License-Identifier: MIT OR Apache-2.0
// A link between two network namespaces, for kernels without netem: carries packets between two TUN devices
// with one-way delay, seeded random loss and a rate limit. Started by shaped_link.py; ends with the process
// that started it.
//   link_shaper NAMESPACE_A NAMESPACE_B DELAY_MS LOSS_AB_% LOSS_BA_% RATE_AB_KBIT QUEUE_MS SEED
// A rate of 0 is no limit. QUEUE_MS is what the bottleneck buffers before it drops. A line "RATE_AB_KBIT
// LOSS_AB_%" on stdin changes both while it runs.
#include <fcntl.h>
#include <linux/if.h>
#include <linux/if_tun.h>
#include <poll.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <deque>
#include <random>
#include <string>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::nanoseconds;

constexpr const char* device = "pp-link";

[[noreturn]] void die(const char* what) {
    std::perror(what);
    std::exit(1);
}

/// A TUN device in the namespace that `ip netns add` made. The process stays in that namespace.
int open_tun(const std::string& network_namespace) {
    const int space = open(("/run/netns/" + network_namespace).c_str(), O_RDONLY | O_CLOEXEC);
    if (space < 0 || setns(space, CLONE_NEWNET) != 0)
        die(network_namespace.c_str());
    close(space);
    const int tun = open("/dev/net/tun", O_RDWR | O_NONBLOCK | O_CLOEXEC);
    ifreq request{};
    request.ifr_flags = IFF_TUN | IFF_NO_PI;
    std::strncpy(request.ifr_name, device, IFNAMSIZ - 1);
    if (tun < 0 || ioctl(tun, TUNSETIFF, &request) != 0)
        die("/dev/net/tun");
    return tun;
}

struct Quality {
    nanoseconds delay;
    double loss;            ///< probability
    double bits_per_second; ///< 0: no limit
    nanoseconds queue;      ///< the longest that a packet waits for the bottleneck
};

/// One direction of the link.
class Direction {
public:
    Direction(int from, int to, const Quality& quality, std::uint64_t seed)
        : from_(from)
        , to_(to)
        , quality_(quality)
        , random_(seed) {}

    [[nodiscard]] int source() const { return from_; }
    /// Of what comes from now on.
    void change(double bits_per_second, double loss) {
        quality_.bits_per_second = bits_per_second;
        quality_.loss = loss;
    }
    [[nodiscard]] Clock::time_point next() const {
        return waiting_.empty() ? Clock::time_point::max() : waiting_.front().due;
    }
    /// Takes in what has come, and lets out what is due.
    void run() {
        ssize_t size = 0;
        while ((size = read(from_, buffer_.data(), buffer_.size())) > 0)
            accept(static_cast<std::size_t>(size));
        for (const auto now = Clock::now(); !waiting_.empty() && waiting_.front().due <= now;) {
            const auto& bytes = waiting_.front().bytes;
            // EIO: the device is not up yet. Anything else would falsify what is measured.
            if (write(to_, bytes.data(), bytes.size()) < 0 && errno != EIO)
                die("the shaper lost a packet");
            waiting_.pop_front();
        }
    }

private:
    struct Packet {
        Clock::time_point due;
        std::vector<char> bytes;
    };

    void accept(std::size_t size) {
        if (chance_(random_) < quality_.loss)
            return;
        const auto now = Clock::now();
        auto leaves = now;
        if (quality_.bits_per_second > 0) {
            free_ = std::max(free_, now);
            if (free_ - now > quality_.queue)
                return;
            const double seconds = static_cast<double>(size) * 8 / quality_.bits_per_second;
            free_ += nanoseconds(static_cast<std::int64_t>(seconds * 1e9));
            leaves = free_;
        }
        waiting_.push_back({leaves + quality_.delay, {buffer_.data(), buffer_.data() + size}});
    }

    int from_;
    int to_;
    Quality quality_;
    std::mt19937_64 random_;
    std::uniform_real_distribution<double> chance_{0, 1};
    Clock::time_point free_{};
    std::deque<Packet> waiting_;
    std::array<char, 65536> buffer_{};
};

/// Reads what there is of a line on stdin, which our starter writes whole; false at its end.
bool read_change(Direction& direction) {
    std::array<char, 64> line{};
    if (read(STDIN_FILENO, line.data(), line.size() - 1) <= 0)
        return false;
    double kbit = 0;
    double percent = 0;
    if (std::sscanf(line.data(), "%lf %lf", &kbit, &percent) == 2)
        direction.change(kbit * 1000, percent / 100);
    return true;
}

void carry(std::array<Direction, 2>& directions) {
    const int timer = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC);
    std::array<pollfd, 4> fds{{{timer, POLLIN, 0},
                               {directions[0].source(), POLLIN, 0},
                               {directions[1].source(), POLLIN, 0},
                               {STDIN_FILENO, POLLIN, 0}}};
    for (;;) {
        const auto next = std::min(directions[0].next(), directions[1].next());
        itimerspec when{};
        if (next != Clock::time_point::max()) {
            const auto due = next.time_since_epoch().count();
            when.it_value = {due / 1'000'000'000, due % 1'000'000'000};
        }
        timerfd_settime(timer, TFD_TIMER_ABSTIME, &when, nullptr);
        poll(fds.data(), fds.size(), -1);
        if (fds[3].revents != 0 && !read_change(directions[0]))
            fds[3].fd = -1;
        for (auto& direction : directions)
            direction.run();
    }
}

} // namespace

int main(int argc, char** argv) {
    if (argc != 9) {
        std::fputs("usage: see the head of tests/rigs/link_shaper.cpp\n", stderr);
        return 2;
    }
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    prctl(PR_SET_TIMERSLACK, 1);
    sched_param urgent{.sched_priority = 10};
    sched_setscheduler(0, SCHED_FIFO, &urgent); // or else a busy machine's delay is added to the link's
    const auto number = [&](int i) { return std::atof(argv[i]); };
    const auto ms = [&](int i) { return nanoseconds(static_cast<std::int64_t>(number(i) * 1e6)); };
    const int a = open_tun(argv[1]);
    const int b = open_tun(argv[2]);
    const auto seed = static_cast<std::uint64_t>(number(8));
    std::array<Direction, 2> directions{
        Direction(a, b, {ms(3), number(4) / 100, number(6) * 1000, ms(7)}, seed),
        Direction(b, a, {ms(3), number(5) / 100, 0, ms(7)}, seed + 1)};
    std::puts("ready");
    std::fflush(stdout);
    carry(directions);
}
