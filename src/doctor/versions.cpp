// SPDX-License-Identifier: MIT OR Apache-2.0
#include "doctor/versions.h"

#include <fmt/format.h>
#include <glib.h>
#include <gst/gst.h>
#include <libsoup/soup.h>
#include <pipewire/pipewire.h>

namespace pixelpass {

std::string versions() {
    guint major = 0;
    guint minor = 0;
    guint micro = 0;
    guint nano = 0;
    gst_version(&major, &minor, &micro, &nano);
    return fmt::format(
        "pixelpass {}\niroh {}\nGStreamer {}.{}.{}\nPipeWire {}\nGLib {}.{}.{}\nlibsoup {}.{}.{}\n"
        "libportal {}\n",
        PIXELPASS_VERSION, PIXELPASS_IROH_VERSION, major, minor, micro, pw_get_library_version(),
        glib_major_version, glib_minor_version, glib_micro_version, soup_get_major_version(),
        soup_get_minor_version(), soup_get_micro_version(), PIXELPASS_LIBPORTAL_VERSION);
}

} // namespace pixelpass
