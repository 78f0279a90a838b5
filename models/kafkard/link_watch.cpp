// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/kafkard/link_watch.h"

namespace streamscape::kafkard {

using kafka::LinkState;

void LinkWatch::answered(base::Duration latency, int brokers, base::Time now) {
    m_suspicion.reset();
    m_down.reset();
    m_state = kafka::ConnectionState{LinkState::Up, std::nullopt, latency, now, brokers};
    m_sink(m_state);
}

void LinkWatch::suspect(const base::Error& error) {
    // What says why we were refused is worth more than a later "connection closed".
    if (!m_suspicion || m_suspicion->kind != base::ErrorKind::Auth)
        m_suspicion = error;
}

void LinkWatch::missed(const base::Error& error) {
    if (m_suspicion)
        goDown(*m_suspicion);
    else if (error.kind == base::ErrorKind::Timeout && m_firstSilence && !m_state.lastAnswer)
        goDown(*m_firstSilence);
    else if (error.kind == base::ErrorKind::Timeout)
        goDown(base::Error{base::ErrorKind::Timeout, "The cluster does not answer", m_where,
                           "check the address, firewalls, and the brokers' load", error.native});
    else
        goDown(error);
}

void LinkWatch::broken(std::optional<base::Error> error) {
    if (error)
        m_suspicion = std::move(error);
    // A TLS listener spoken to without TLS closes the connection, of which the library says nothing at all.
    if (!m_suspicion)
        m_suspicion =
            base::Error{base::ErrorKind::Transport, "No broker can be reached, or it hung up on us", m_where,
                        m_state.lastAnswer ? "check that the brokers are running"
                                           : "check the address, and whether this listener wants TLS or SASL "
                                             "(security.protocol)",
                        "_ALL_BROKERS_DOWN"};
    m_down = m_suspicion;
    goDown(*m_suspicion);
}

void LinkWatch::goDown(base::Error error) {
    const bool wasUp = m_state.link == LinkState::Up || m_state.link == LinkState::Lost;
    const LinkState link = wasUp ? LinkState::Lost : LinkState::Failed;
    if (m_state.link == link && m_state.error == error)
        return;
    m_state.link = link;
    m_state.error = std::move(error);
    m_state.latency.reset();
    m_sink(m_state);
}

} // namespace streamscape::kafkard
