// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/result.h"
#include "models/kafka/connection.h"

#include <functional>
#include <string>

namespace streamscape::kafkard {

/// From heartbeats and the library's error events to the connection's state. A rule without a clock or thread
/// of its own: time is an argument. Tells the sink at every heartbeat and change.
class LinkWatch final {
public:
    using Sink = std::function<void(const kafka::ConnectionState&)>;

    /// firstSilence: what a heartbeat that timed out means as long as none was ever answered, where it is
    /// more than a cluster that does not answer.
    LinkWatch(std::string where, Sink sink, std::optional<base::Error> firstSilence = {})
        : m_where(std::move(where))
        , m_sink(std::move(sink))
        , m_firstSilence(std::move(firstSilence)) {}

    void answered(base::Duration latency, int brokers, base::Time now);
    /// A heartbeat that failed. A timeout says only that; a cause the library named before says more.
    void missed(const base::Error& error);
    /// A connection to a broker failed; others may still answer.
    void suspect(const base::Error& error);
    /// No broker can be reached, or none lets us in. error nullopt: the suspicion is the reason.
    void broken(std::optional<base::Error> error);

    const kafka::ConnectionState& state() const { return m_state; }
    bool isSuspected() const { return m_suspicion.has_value(); }
    /// Set while the connection is known to be broken, as opposed to slow.
    const std::optional<base::Error>& down() const { return m_down; }

private:
    void goDown(base::Error error);

    std::string m_where;
    Sink m_sink;
    std::optional<base::Error> m_firstSilence;
    kafka::ConnectionState m_state;
    std::optional<base::Error> m_suspicion;
    std::optional<base::Error> m_down;
};

} // namespace streamscape::kafkard
