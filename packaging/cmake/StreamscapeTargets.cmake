# SPDX-License-Identifier: GPL-3.0-or-later
# How a folder becomes a target, and how a test is registered. Warnings and sanitizers are set in one place.

add_library(streamscape_options INTERFACE)
target_include_directories(streamscape_options INTERFACE ${CMAKE_SOURCE_DIR})
target_compile_definitions(streamscape_options INTERFACE
    QT_NO_CAST_FROM_ASCII QT_NO_CAST_TO_ASCII QT_NO_KEYWORDS QT_NO_FOREACH
    STREAMSCAPE_VERSION="${PROJECT_VERSION}")
target_compile_options(streamscape_options INTERFACE
    -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wnon-virtual-dtor -Wold-style-cast
    -Woverloaded-virtual -Wnull-dereference -Wimplicit-fallthrough -Wextra-semi)
if(STREAMSCAPE_WERROR)
    target_compile_options(streamscape_options INTERFACE -Werror)
endif()
if(STREAMSCAPE_SANITIZE)
    target_compile_options(streamscape_options INTERFACE
        -fsanitize=${STREAMSCAPE_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=undefined)
    target_link_options(streamscape_options INTERFACE -fsanitize=${STREAMSCAPE_SANITIZE})
endif()

# streamscape_library(<name> <libs…>): a static library of every source in this folder.
function(streamscape_library name)
    file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cpp ${CMAKE_CURRENT_SOURCE_DIR}/*.h)
    add_library(${name} STATIC ${sources})
    target_link_libraries(${name} PUBLIC streamscape_options ${ARGN})
    set_target_properties(${name} PROPERTIES LINKER_LANGUAGE CXX)
endfunction()

# streamscape_test(<name> [SOURCES …] [LIBS …] [LABELS live] [FIXTURE broker]): tests/<folder>/<name>.cpp under QtTest.
function(streamscape_test name)
    cmake_parse_arguments(T "" "FIXTURE" "SOURCES;LIBS;LABELS" ${ARGN})
    add_executable(${name} ${name}.cpp ${T_SOURCES})
    target_link_libraries(${name} PRIVATE ${T_LIBS} Qt6::Test streamscape_options)
    add_test(NAME ${name} COMMAND ${name})
    set_tests_properties(${name} PROPERTIES LABELS "${T_LABELS}"
        ENVIRONMENT "QT_QPA_PLATFORM=offscreen;STREAMSCAPE_SOURCE_DIR=${CMAKE_SOURCE_DIR};STREAMSCAPE_BINARY_DIR=${CMAKE_BINARY_DIR};STREAMSCAPE_TEST_BROKER=${CMAKE_BINARY_DIR}/test-broker")
    if(T_FIXTURE)
        set_tests_properties(${name} PROPERTIES FIXTURES_REQUIRED ${T_FIXTURE})
    endif()
endfunction()
