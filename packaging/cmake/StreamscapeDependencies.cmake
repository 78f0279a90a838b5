# SPDX-License-Identifier: GPL-3.0-or-later
# Every outside library, its least version, and what to install where it is missing.

set(STREAMSCAPE_INSTALL_HINT "run packaging/dependencies, which installs it")

macro(streamscape_find name version package)
    find_package(${name} ${version} QUIET ${ARGN})
    if(NOT ${name}_FOUND)
        message(FATAL_ERROR "${name} ${version} or newer was not found. Install the package ${package}, or ${STREAMSCAPE_INSTALL_HINT}.")
    endif()
endmacro()

streamscape_find(Qt6 6.4 "qt6-base-dev, libqt6opengl6-dev, qt6-charts-dev and qt6-svg-dev"
                 COMPONENTS Core DBus Gui Widgets Network Concurrent Charts Svg Test)
streamscape_find(Qt6Keychain 0.13 qtkeychain-qt6-dev)
streamscape_find(SQLite3 3.40 libsqlite3-dev)
streamscape_find(SQLiteCpp 3.2 libsqlitecpp-dev)
streamscape_find(tl-expected 1.0 libexpected-dev)
streamscape_find(CLI11 2.1 libcli11-dev)
streamscape_find(simdjson 3.0 libsimdjson-dev)
streamscape_find(yaml-cpp 0.7 libyaml-cpp-dev)

# librdkafka: packaging/dependencies builds a new one into .deps where the system's is too old.
find_package(PkgConfig REQUIRED)
set(ENV{PKG_CONFIG_PATH} "${CMAKE_SOURCE_DIR}/.deps/lib/pkgconfig:$ENV{PKG_CONFIG_PATH}")
pkg_check_modules(RDKAFKA QUIET IMPORTED_TARGET GLOBAL rdkafka>=2.12)
if(NOT RDKAFKA_FOUND)
    message(FATAL_ERROR "librdkafka 2.12 or newer was not found. Run packaging/dependencies, which builds Debian's newer source package into .deps.")
endif()
set(CMAKE_BUILD_RPATH "${RDKAFKA_LIBDIR}")
