// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/newlimits/writers.h"
#include "tests/newlimits/people.h"

namespace streamscape::newlimits {

using base::Done;
using base::fail;
using base::Result;

Result<Done> Writers::send(const std::string& user, kafka::OutgoingRecord record) {
    auto& producer = m_producers[user];
    if (!producer) {
        auto spec = credentials(m_folder, user, m_admin, false);
        if (!spec)
            return fail(spec.error());
        spec->properties["client.id"] = user + "-service";
        auto opened = kafkard::openProducer(*spec);
        if (!opened)
            return fail(opened.error());
        producer = std::move(*opened);
    }
    return producer->send(std::move(record));
}

Result<Done> Writers::flush() {
    Result<Done> outcome = Done{};
    for (auto& [user, producer] : m_producers)
        if (auto flushed = producer ? producer->flush() : Result<Done>(Done{}); !flushed)
            outcome = std::move(flushed);
    return outcome;
}

} // namespace streamscape::newlimits
