// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include "base/ref.h"

#include <gst/gst.h>

namespace pixelpass {

/// How the kinds that share GstMiniObject's count are shared and let go.
template <typename T>
struct MiniObjectTraits {
    static void ref(T* object) { gst_mini_object_ref(GST_MINI_OBJECT_CAST(object)); }
    static void unref(T* object) { gst_mini_object_unref(GST_MINI_OBJECT_CAST(object)); }
};

template <>
struct RefTraits<GstCaps> : MiniObjectTraits<GstCaps> {};
template <>
struct RefTraits<GstBuffer> : MiniObjectTraits<GstBuffer> {};
template <>
struct RefTraits<GstSample> : MiniObjectTraits<GstSample> {};
template <>
struct RefTraits<GstMessage> : MiniObjectTraits<GstMessage> {};
template <>
struct RefTraits<GstEvent> : MiniObjectTraits<GstEvent> {};
template <>
struct RefTraits<GstContext> : MiniObjectTraits<GstContext> {};
template <>
struct RefTraits<GstMemory> : MiniObjectTraits<GstMemory> {};
template <>
struct RefTraits<GstQuery> : MiniObjectTraits<GstQuery> {};

} // namespace pixelpass
