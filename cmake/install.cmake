# SPDX-License-Identifier: MIT OR Apache-2.0
# What is installed besides the program. Its page and its completions are made only then; it knows its options best.
install(FILES packaging/io.github.pixelpass.desktop DESTINATION ${CMAKE_INSTALL_DATADIR}/applications)

# Installs in `folder` what a command prints: the words of execute_process.
function(install_printed name folder)
    set(made ${PROJECT_BINARY_DIR}/installed/${name})
    string(JOIN "\" \"" words ${ARGN} OUTPUT_FILE ${made} COMMAND_ERROR_IS_FATAL ANY)
    install(CODE "file(MAKE_DIRECTORY \"${PROJECT_BINARY_DIR}/installed\")\nexecute_process(\"${words}\")")
    install(FILES ${made} DESTINATION ${folder})
endfunction()

install_printed(pixelpass.1 ${CMAKE_INSTALL_MANDIR}/man1 COMMAND scdoc INPUT_FILE ${PROJECT_SOURCE_DIR}/man/pixelpass.1.scd)
install_printed(pixelpass ${CMAKE_INSTALL_DATADIR}/bash-completion/completions COMMAND $<TARGET_FILE:pixelpass> completions bash)
install_printed(_pixelpass ${CMAKE_INSTALL_DATADIR}/zsh/site-functions COMMAND $<TARGET_FILE:pixelpass> completions zsh)
install_printed(pixelpass.fish ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d
    COMMAND $<TARGET_FILE:pixelpass> completions fish)
