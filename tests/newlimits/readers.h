// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/kafkard/connect.h"

#include <atomic>
#include <string>
#include <thread>
#include <vector>

namespace streamscape::newlimits {

/// One of NewLimits' applications that read: a group member under its own user.
struct Reader {
    std::string user;
    std::string group;
    std::vector<std::string> topics;
    kafkard::GroupProtocol protocol = kafkard::GroupProtocol::Classic;
    double perSecond = 0;    ///< 0: as fast as it can
    std::int64_t limit = -1; ///< stops after so many records; -1: never
    bool untilIdle = false;  ///< stops when nothing came for two seconds
    bool stopsAtBad = false; ///< the projector gives up at a record it cannot book
};

/// The groups that run while NewLimits trades. speed: how many times faster than life.
std::vector<Reader> tradingReaders(double speed);
/// What every group has read when the history ends; movements is how many there are.
std::vector<Reader> historyReaders(std::int64_t movements);

/// One thread for each reader. Destruction asks them to stop, and joins.
class Readers final {
public:
    Readers(std::string folder, kafka::ConnectionSpec admin, std::vector<Reader> readers);
    ~Readers();
    Readers(const Readers&) = delete;
    Readers& operator=(const Readers&) = delete;

    /// Until each has come to its own end.
    void wait();

private:
    void run(const Reader& reader);
    bool session(const Reader& reader, kafka::Consumer& consumer, std::int64_t& count);
    void pause(base::Duration duration) const;

    const std::string m_folder;
    const kafka::ConnectionSpec m_admin;
    std::atomic_bool m_stop = false;
    std::vector<std::thread> m_threads;
};

/// What the projector insists on: a JSON object with a type and a whole number for its quantity.
bool canBeBooked(std::string_view value);

} // namespace streamscape::newlimits
