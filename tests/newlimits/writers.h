// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/kafkard/connect.h"

#include <map>
#include <memory>
#include <string>

namespace streamscape::newlimits {

/// One producer for each user who writes, under that user's own credentials. One thread.
class Writers final {
public:
    Writers(std::string folder, kafka::ConnectionSpec admin)
        : m_folder(std::move(folder))
        , m_admin(std::move(admin)) {}

    base::Result<base::Done> send(const std::string& user, kafka::OutgoingRecord record);
    /// Everything that was sent is in the log, or why not.
    base::Result<base::Done> flush();

private:
    std::string m_folder;
    kafka::ConnectionSpec m_admin;
    std::map<std::string, std::unique_ptr<kafka::Producer>> m_producers;
};

} // namespace streamscape::newlimits
