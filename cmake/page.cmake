# SPDX-License-Identifier: MIT OR Apache-2.0
# The page for browsers: glib-compile-resources puts the files of src/view/page into the library of that room.
find_program(GLIB_COMPILE_RESOURCES glib-compile-resources REQUIRED)

set(page_dir ${PROJECT_SOURCE_DIR}/src/view/page)
set(page_list ${page_dir}/page.gresource.xml)
set(page_made ${PROJECT_BINARY_DIR}/page)
file(MAKE_DIRECTORY ${page_made})
file(GLOB page_files CONFIGURE_DEPENDS ${page_dir}/*)
set(page_command ${GLIB_COMPILE_RESOURCES} --c-name page --sourcedir ${page_dir} ${page_list})

add_custom_command(
    OUTPUT ${page_made}/page_resource.h ${page_made}/page_resource.cpp
    COMMAND ${page_command} --generate-header --target ${page_made}/page_resource.h
    COMMAND ${page_command} --generate-source --target ${page_made}/page_resource.cpp
    DEPENDS ${page_files}
    VERBATIM)

target_sources(pp_view PRIVATE ${page_made}/page_resource.cpp ${page_made}/page_resource.h)
target_include_directories(pp_view SYSTEM PRIVATE ${page_made})
set_source_files_properties(${page_made}/page_resource.cpp PROPERTIES COMPILE_OPTIONS -w)
