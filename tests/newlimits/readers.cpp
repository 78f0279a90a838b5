// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/newlimits/readers.h"
#include "tests/newlimits/people.h"

#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace streamscape::newlimits {

using namespace std::chrono_literals;
using kafkard::GroupProtocol;
using Steady = std::chrono::steady_clock;

namespace {

const std::string movements = "inventory.movements";

Reader projector() {
    Reader reader{
        "svc-projector", "inventory-projector", {movements}, GroupProtocol::Classic, 0, -1, false, true};
    return reader;
}
Reader storefront() {
    return Reader{
        "erick", "storefront-cache", {movements, "inventory.products"}, GroupProtocol::Consumer, 0, -1, false,
        false};
}
Reader reno() {
    return Reader{"kaff", "warehouse-sync-reno", {movements}, GroupProtocol::Classic, 0, -1, false, false};
}

} // namespace

std::vector<Reader> tradingReaders(double speed) {
    Reader slow = reno();
    slow.perSecond = 1.2 * speed; // of about three
    return {projector(), projector(), storefront(), storefront(), slow};
}

std::vector<Reader> historyReaders(std::int64_t count) {
    std::vector<Reader> readers{projector(), storefront(), reno()};
    readers.push_back(Reader{"svc-bi",
                             "bi-stock-report",
                             {movements, "orders"},
                             GroupProtocol::Classic,
                             0,
                             count * 6 / 10,
                             true,
                             false});
    readers.push_back(
        Reader{"kaff", "kaff-replay-test", {movements}, GroupProtocol::Classic, 0, 3000, true, false});
    for (Reader& reader : readers)
        reader.untilIdle = true;
    readers[0].stopsAtBad = false;
    return readers;
}

bool canBeBooked(std::string_view value) {
    const QJsonObject object =
        QJsonDocument::fromJson(QByteArray::fromRawData(value.data(), static_cast<qsizetype>(value.size())))
            .object();
    const QJsonValue quantity = object.value(QLatin1String("quantity"));
    return object.value(QLatin1String("type")).isString() && object.contains(QLatin1String("warehouse")) &&
           quantity.isDouble() && quantity.toDouble() == std::floor(quantity.toDouble());
}

Readers::Readers(std::string folder, kafka::ConnectionSpec admin, std::vector<Reader> readers)
    : m_folder(std::move(folder))
    , m_admin(std::move(admin)) {
    for (Reader& reader : readers)
        m_threads.emplace_back([this, reader = std::move(reader)] { run(reader); });
}

Readers::~Readers() {
    m_stop = true;
    wait();
}

void Readers::wait() {
    for (std::thread& thread : m_threads)
        if (thread.joinable())
            thread.join();
}

void Readers::pause(base::Duration duration) const {
    const auto until = Steady::now() + duration;
    while (!m_stop && Steady::now() < until)
        std::this_thread::sleep_for(std::min<Steady::duration>(50ms, until - Steady::now()));
}

void Readers::run(const Reader& reader) {
    std::int64_t count = 0;
    while (!m_stop) {
        auto spec = credentials(m_folder, reader.user, m_admin, false);
        if (!spec) {
            std::fprintf(stderr, "%s: %s\n", reader.group.c_str(), base::describe(spec.error()).c_str());
            return;
        }
        spec->properties["client.id"] = reader.group;
        spec->properties["heartbeat.interval.ms"] = "1000";
        if (reader.protocol == GroupProtocol::Consumer)
            spec->properties.erase("heartbeat.interval.ms"); // the broker's to say
        auto consumer = kafkard::openConsumer(*spec, reader.group, reader.topics, reader.protocol);
        if (!consumer) {
            std::fprintf(stderr, "%s: %s\n", reader.group.c_str(), base::describe(consumer.error()).c_str());
            pause(2s);
            continue;
        }
        if (session(reader, **consumer, count))
            return;
        pause(2s);
    }
}

/// Answers true where the reader is done, false where it is to connect again.
bool Readers::session(const Reader& reader, kafka::Consumer& consumer, std::int64_t& count) {
    bool bad = false;
    const kafka::Consumer::Accept accept = [&](auto, std::optional<std::string_view> value) {
        bad = reader.stopsAtBad && !(value && canBeBooked(*value));
        return !bad;
    };
    auto idleSince = Steady::now() + 6s; // joining takes its time
    double credit = 0;
    auto last = Steady::now();
    while (!m_stop) {
        int wanted = 500;
        if (reader.perSecond > 0) {
            credit = std::min(credit + std::chrono::duration<double>(Steady::now() - last).count() *
                                           reader.perSecond,
                              500.0);
            last = Steady::now();
            wanted = static_cast<int>(credit);
            if (wanted == 0) {
                pause(300ms);
                continue;
            }
        }
        if (reader.limit >= 0)
            wanted = static_cast<int>(std::min<std::int64_t>(wanted, reader.limit - count));
        const auto came = consumer.read(wanted, 200ms, accept);
        if (!came) {
            std::fprintf(stderr, "%s: %s\n", reader.group.c_str(), base::describe(came.error()).c_str());
            return false;
        }
        credit -= *came;
        count += *came;
        if (*came > 0) {
            idleSince = Steady::now();
            if (const auto done = consumer.commit(); !done)
                std::fprintf(stderr, "%s: %s\n", reader.group.c_str(), base::describe(done.error()).c_str());
        }
        if (bad) {
            std::fprintf(stderr, "%s: stops at a record it cannot book\n", reader.group.c_str());
            return true;
        }
        if (reader.limit >= 0 && count >= reader.limit)
            return true;
        if (reader.untilIdle && Steady::now() - idleSince > 2s)
            return true;
    }
    return true;
}

} // namespace streamscape::newlimits
