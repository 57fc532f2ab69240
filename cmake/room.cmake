# SPDX-License-Identifier: MIT OR Apache-2.0

# room(NAME [DEPS rooms…] [LIBS targets…]): the static library of src/NAME. DEPS are the rooms that it may
# include, LIBS the third-party libraries that it alone includes; tests/lint holds both.
function(room name)
    cmake_parse_arguments(arg "" "" "DEPS;LIBS" ${ARGN})
    file(GLOB sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/src/${name}/*.cpp)
    list(FILTER sources EXCLUDE REGEX "/main\\.cpp$")
    list(TRANSFORM arg_DEPS PREPEND pp_)
    if(NOT sources) # headers alone
        add_library(pp_${name} INTERFACE)
        target_link_libraries(pp_${name} INTERFACE ${arg_DEPS} pixelpass_flags ${arg_LIBS})
        return()
    endif()
    add_library(pp_${name} STATIC ${sources})
    target_link_libraries(pp_${name} PUBLIC ${arg_DEPS} pixelpass_flags ${arg_LIBS})
    foreach(lib IN LISTS arg_LIBS)
        get_target_property(dirs ${lib} INTERFACE_INCLUDE_DIRECTORIES)
        if(dirs AND NOT lib STREQUAL "bridge")
            target_include_directories(pp_${name} SYSTEM PUBLIC ${dirs})
        endif()
    endforeach()
endfunction()
