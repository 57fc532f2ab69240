// SPDX-License-Identifier: MIT OR Apache-2.0
#include "base/secret.h"

#include <fmt/format.h>
#include <sys/random.h>

#include <array>

namespace pixelpass {

Result<std::string> make_secret() {
    std::array<unsigned char, 16> bytes{};
    if (getrandom(bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size()))
        return fail(Code::internal, "the kernel gives no random numbers");
    return fmt::format("{:02x}", fmt::join(bytes, ""));
}

} // namespace pixelpass
