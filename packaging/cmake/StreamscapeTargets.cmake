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

# The library headers that nearly every source reads, parsed once for each of four kinds of target: half of a build's
# time is reading them. Sources still include what they use.
function(streamscape_precompiled kind)
    cmake_parse_arguments(P "" "" "LIBS;HEADERS" ${ARGN})
    file(CONFIGURE OUTPUT ${CMAKE_BINARY_DIR}/precompiled/${kind}.cpp CONTENT "// nothing of its own\n")
    add_library(precompiled_${kind} OBJECT ${CMAKE_BINARY_DIR}/precompiled/${kind}.cpp)
    target_link_libraries(precompiled_${kind} PRIVATE streamscape_options ${P_LIBS})
    target_precompile_headers(precompiled_${kind} PRIVATE ${P_HEADERS})
    set_target_properties(precompiled_${kind} PROPERTIES AUTOMOC OFF AUTORCC OFF)
    # A test's own folder is no part of what it shares.
    target_compile_options(precompiled_${kind} PRIVATE -UQT_TESTCASE_BUILDDIR -UQT_TESTCASE_SOURCEDIR)
endfunction()

set(core_headers <algorithm> <chrono> <functional> <map> <memory> <optional> <set> <string> <string_view>
    <unordered_map> <utility> <vector> <tl/expected.hpp> <QAbstractTableModel> <QFuture> <QFutureWatcher> <QJsonArray>
    <QJsonObject> <QObject> <QPromise> <QString> <QStringList> <QTimer> <QVariant>)
streamscape_precompiled(core LIBS Qt6::Core tl::expected HEADERS ${core_headers})
streamscape_precompiled(widgets LIBS Qt6::Widgets tl::expected HEADERS ${core_headers} <QtWidgets>)
if(STREAMSCAPE_TESTS)
    streamscape_precompiled(test LIBS Qt6::Test tl::expected HEADERS ${core_headers} <QtTest>)
    streamscape_precompiled(widgets_test LIBS Qt6::Test Qt6::Widgets tl::expected HEADERS ${core_headers} <QtWidgets> <QtTest>)
endif()

# streamscape_library(<name> <libs…>): a static library of every source in this folder.
function(streamscape_library name)
    file(GLOB sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cpp ${CMAKE_CURRENT_SOURCE_DIR}/*.h)
    add_library(${name} STATIC ${sources})
    target_link_libraries(${name} PUBLIC streamscape_options ${ARGN})
    if(name MATCHES "^widgets_")
        target_precompile_headers(${name} REUSE_FROM precompiled_widgets)
    else()
        target_precompile_headers(${name} REUSE_FROM precompiled_core)
    endif()
    set_target_properties(${name} PROPERTIES LINKER_LANGUAGE CXX)
endfunction()

# streamscape_test(<name> [SOURCES …] [LIBS …] [LABELS live] [FIXTURE broker]): tests/<folder>/<name>.cpp under QtTest.
function(streamscape_test name)
    cmake_parse_arguments(T "" "FIXTURE" "SOURCES;LIBS;LABELS" ${ARGN})
    add_executable(${name} ${name}.cpp ${T_SOURCES})
    target_link_libraries(${name} PRIVATE ${T_LIBS} Qt6::Test streamscape_options)
    target_compile_options(${name} PRIVATE -UQT_TESTCASE_BUILDDIR -UQT_TESTCASE_SOURCEDIR)
    if(T_LIBS MATCHES "widgets_|workspace")
        target_precompile_headers(${name} REUSE_FROM precompiled_widgets_test)
    elseif(NOT T_LIBS MATCHES "Qt6::Network") # which makes QtTest another header
        target_precompile_headers(${name} REUSE_FROM precompiled_test)
    endif()
    add_test(NAME ${name} COMMAND ${name})
    set_tests_properties(${name} PROPERTIES LABELS "${T_LABELS}"
        ENVIRONMENT "QT_QPA_PLATFORM=offscreen;STREAMSCAPE_SOURCE_DIR=${CMAKE_SOURCE_DIR};STREAMSCAPE_BINARY_DIR=${CMAKE_BINARY_DIR};STREAMSCAPE_TEST_BROKER=${CMAKE_BINARY_DIR}/test-broker")
    if(T_FIXTURE)
        set_tests_properties(${name} PROPERTIES FIXTURES_REQUIRED ${T_FIXTURE})
    endif()
endfunction()

# streamscape_test_timeout(<name> <seconds>): longer than the preset's, and three times that under a sanitizer.
function(streamscape_test_timeout name seconds)
    if(STREAMSCAPE_SANITIZE)
        math(EXPR seconds "${seconds} * 3")
    endif()
    set_tests_properties(${name} PROPERTIES TIMEOUT ${seconds})
endfunction()
