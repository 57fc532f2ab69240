// SPDX-License-Identifier: MIT OR Apache-2.0
#include "audio/list_applications.h"

#include "audio/application_watch.h"

namespace pixelpass {

Result<std::vector<ApplicationInfo>> list_applications() {
    MainLoop loop;
    Result<std::vector<ApplicationInfo>> listed = std::vector<ApplicationInfo>();
    auto watch = ApplicationWatch::start({.on_changed =
                                              [&](const auto& applications) {
                                                  listed = applications;
                                                  loop.quit();
                                              },
                                          .on_failed =
                                              [&](const Error& error) {
                                                  listed = tl::unexpected(error);
                                                  loop.quit();
                                              }});
    if (!watch)
        return fail(watch);
    loop.run();
    return listed;
}

} // namespace pixelpass
