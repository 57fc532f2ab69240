// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <cstdlib>
#include <memory>

namespace pixelpass {

struct FreeReply {
    void operator()(void* reply) const { std::free(reply); }
};
/// What the X server answered or told; empty if the request failed or the connection is broken.
template <typename T>
using XReply = std::unique_ptr<T, FreeReply>;

} // namespace pixelpass
