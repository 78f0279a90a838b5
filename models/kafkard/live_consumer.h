// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/kafka/connection.h"
#include "models/kafka/consumer.h"
#include "models/kafkard/handle.h"

namespace streamscape::kafkard {

/// A group member; one thread uses it. Leaves the group when destroyed.
class LiveConsumer final : public kafka::Consumer {
public:
    LiveConsumer(HandlePtr handle, const kafka::ConnectionSpec& spec);
    ~LiveConsumer() override;

    base::Result<base::Done> subscribe(const std::vector<std::string>& topics);
    using kafka::Consumer::read;
    base::Result<int> read(int count, base::Duration wait, const Accept& accept) override;
    base::Result<base::Done> commit() override;

private:
    const std::string m_where;
    HandlePtr m_handle;
};

} // namespace streamscape::kafkard
