// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/result.h"
#include "models/kafka/connection.h"

#include <atomic>
#include <cstdint>
#include <string>

namespace streamscape::newlimits {

struct Options {
    kafka::ConnectionSpec admin;
    std::string credentials; ///< a folder
    std::uint64_t seed = 42;
    double speed = 1;    ///< trade: times three movements a second
    int days = 2;        ///< history
    int perDay = 10'000; ///< history
    int count = 4'000;   ///< dump
};

// The orders. Each says on standard output what it does, and stops soon after stop is set.
base::Result<base::Done> setUp(const Options& options);
base::Result<base::Done> addHistory(const Options& options, const std::atomic_bool& stop);
base::Result<base::Done> trade(const Options& options, const std::atomic_bool& stop);
base::Result<base::Done> dump(const Options& options, const std::atomic_bool& stop);
/// The groups alone.
base::Result<base::Done> consume(const Options& options, const std::atomic_bool& stop);

} // namespace streamscape::newlimits
