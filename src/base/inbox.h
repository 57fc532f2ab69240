// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "base/main_loop.h"

#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <utility>

namespace pixelpass {

/// A bounded queue from any thread to the main loop. A full inbox refuses, it never blocks: the sender
/// decides what to drop.
template <typename T>
class Inbox {
public:
    /// `receive` is called on the main loop for each item, in order.
    Inbox(std::size_t capacity, std::function<void(T)> receive)
        : capacity_(capacity)
        , receive_(std::move(receive))
        , wakeup_([this] { drain(); }) {}

    /// Any thread. False, and `item` is dropped, if `capacity` items wait already.
    [[nodiscard]] bool push(T item) {
        {
            const std::lock_guard lock(mutex_);
            if (items_.size() >= capacity_)
                return false;
            items_.push_back(std::move(item));
        }
        wakeup_.trigger();
        return true;
    }

private:
    void drain() {
        std::deque<T> items;
        {
            const std::lock_guard lock(mutex_);
            items.swap(items_);
        }
        for (auto& item : items)
            receive_(std::move(item));
    }

    const std::size_t capacity_;
    const std::function<void(T)> receive_;
    std::mutex mutex_;
    std::deque<T> items_; // guarded by mutex_
    Wakeup wakeup_;
};

} // namespace pixelpass
