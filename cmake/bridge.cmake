# SPDX-License-Identifier: MIT OR Apache-2.0
# The Rust bridge: built by cargo, once for all presets, and only when its own files change.
set(CARGO ${PROJECT_SOURCE_DIR}/scripts/cargo CACHE FILEPATH "A cargo that is new enough for the bridge")

set(bridge_dir ${PROJECT_SOURCE_DIR}/bridge)
set(bridge_target ${PROJECT_SOURCE_DIR}/build/bridge)
set(bridge_library ${bridge_target}/release/libpixelpass_bridge.a)
set(bridge_include ${bridge_target}/cxxbridge)
file(GLOB bridge_sources CONFIGURE_DEPENDS ${bridge_dir}/src/*.rs)
file(MAKE_DIRECTORY ${bridge_include})

add_custom_command(
    OUTPUT ${bridge_library}
    BYPRODUCTS ${bridge_include}/pixelpass-bridge/src/lib.rs.h
    COMMAND ${CMAKE_COMMAND} -E env CARGO_TARGET_DIR=${bridge_target} ${CARGO} build --release --locked
    COMMAND ${CMAKE_COMMAND} -E touch ${bridge_library}
    WORKING_DIRECTORY ${bridge_dir}
    DEPENDS ${bridge_sources} ${bridge_dir}/Cargo.toml ${bridge_dir}/Cargo.lock ${bridge_dir}/build.rs
        ${bridge_dir}/include/pixelpass_bridge/host.h
    COMMENT "Building the bridge (cargo)"
    USES_TERMINAL
    VERBATIM)
add_custom_target(bridge_build DEPENDS ${bridge_library})

# Cargo's lock file has each crate's name in one line and its version in the next.
file(READ ${bridge_dir}/Cargo.lock crates)
string(REGEX MATCH "name = \"iroh\"\nversion = \"([^\"]+)\"" iroh_lines "${crates}")
set(iroh_version ${CMAKE_MATCH_1})

add_library(bridge INTERFACE)
add_dependencies(bridge bridge_build)
target_include_directories(bridge SYSTEM INTERFACE ${bridge_include})
target_include_directories(bridge INTERFACE ${bridge_dir}/include)
target_link_libraries(bridge INTERFACE ${bridge_library} Threads::Threads ${CMAKE_DL_LIBS} m)
