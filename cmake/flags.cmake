# SPDX-License-Identifier: MIT OR Apache-2.0
# Warnings, hardening and sanitizers, as one interface target that every target of ours links.

add_library(pixelpass_flags INTERFACE)
target_compile_options(pixelpass_flags INTERFACE
    -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wnon-virtual-dtor -Werror)
if(CMAKE_UNITY_BUILD)
    # There a file's own names are seen by those behind it; each by itself is looked at without.
    target_compile_options(pixelpass_flags INTERFACE -Wno-shadow -Wno-subobject-linkage)
endif()
target_include_directories(pixelpass_flags INTERFACE ${PROJECT_SOURCE_DIR}/src)
target_compile_definitions(pixelpass_flags INTERFACE PIXELPASS_VERSION="${PROJECT_VERSION}")

if(CMAKE_BUILD_TYPE STREQUAL "Release")
    target_compile_options(pixelpass_flags INTERFACE
        -fstack-protector-strong -fstack-clash-protection -fcf-protection -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2)
    if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
        # At -O3 it warns of `"literal" + std::string`, wrongly (GCC's bug 105651).
        target_compile_options(pixelpass_flags INTERFACE -Wno-restrict)
    endif()
    target_link_options(pixelpass_flags INTERFACE -Wl,-z,relro,-z,now -Wl,--as-needed -Wl,--gc-sections -s)
endif()
set(CMAKE_POSITION_INDEPENDENT_CODE ON)

set(PIXELPASS_SANITIZE "" CACHE STRING "Sanitizers for all of our targets, for example address,undefined")
if(PIXELPASS_SANITIZE)
    target_compile_options(pixelpass_flags INTERFACE
        -fsanitize=${PIXELPASS_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
    target_link_options(pixelpass_flags INTERFACE -fsanitize=${PIXELPASS_SANITIZE})
endif()
