// SPDX-License-Identifier: MIT OR Apache-2.0
#pragma once

#include <glib-object.h>

#include <memory>

namespace pixelpass {

/// How a kind of reference-counted C object is shared and let go; specialised for kinds that are no GObject.
template <typename T>
struct RefTraits {
    static void ref(T* object) { g_object_ref(object); }
    static void unref(T* object) { g_object_unref(object); }
};

/// One reference to a C object. The makers have the documentation's words for how the pointer was come by.
template <typename T>
class Ref {
public:
    Ref() = default;
    /// Transfer full: takes over the caller's reference.
    [[nodiscard]] static Ref adopt(T* object) { return Ref(object); }
    /// Transfer none: adds a reference.
    [[nodiscard]] static Ref share(T* object) {
        if (object)
            RefTraits<T>::ref(object);
        return Ref(object);
    }
    /// Transfer floating.
    [[nodiscard]] static Ref sink(T* object) {
        if (object)
            g_object_ref_sink(object);
        return Ref(object);
    }

    [[nodiscard]] T* get() const { return object_.get(); }
    /// Gives the reference away.
    [[nodiscard]] T* release() { return object_.release(); }
    explicit operator bool() const { return object_ != nullptr; }

private:
    explicit Ref(T* object)
        : object_(object) {}

    struct Unref {
        void operator()(T* object) const { RefTraits<T>::unref(object); }
    };
    std::unique_ptr<T, Unref> object_;
};

} // namespace pixelpass
