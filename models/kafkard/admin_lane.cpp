// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/kafkard/admin_lane.h"
#include "models/kafkard/errors.h"
#include "models/kafkard/token_error.h"

#include <pthread.h>

#include <algorithm>

namespace streamscape::kafkard {

using namespace std::chrono_literals;

namespace {

constexpr auto beatEvery = 2s;
// A hung broker shows after at most beatEvery + beatTimeout.
constexpr base::Duration beatTimeout = 2500ms;
// How long "no broker is left" waits for its reason, or for an answer that proves it wrong.
constexpr auto patience = 300ms;

std::optional<base::Error> firstSilence(const kafka::ConnectionSpec& spec) {
    if (!spec.tokenEndpoint())
        return std::nullopt;
    return silentTokenEndpoint(spec);
}

void ring(rd_kafka_t*, void* inbox) { static_cast<Inbox*>(inbox)->ring(); }

} // namespace

AdminLane::AdminLane(rd_kafka_t* handle, kafka::ConnectionSpec spec, LinkWatch::Sink onState)
    : m_handle(handle)
    , m_spec(std::move(spec))
    , m_queue(rd_kafka_queue_get_main(handle))
    , m_link(m_spec.describe(), std::move(onState), firstSilence(m_spec)) {
    rd_kafka_queue_cb_event_enable(m_queue.get(), ring, m_inbox.get());
    m_thread = std::thread([this] { run(); });
    pthread_setname_np(m_thread.native_handle(), "cluster-lane");
}

AdminLane::~AdminLane() {
    rd_kafka_queue_cb_event_enable(m_queue.get(), nullptr, nullptr);
    m_inbox->close();
    m_thread.join();
}

void AdminLane::run() {
    for (;;) {
        auto jobs = m_inbox->wait(std::min(m_nextBeat, m_breakAt));
        if (!jobs)
            return;
        for (const Inbox::Job& job : *jobs)
            job();
        // The queue rings only when it was empty, so it is drained until it is empty again.
        drain();
        if (Inbox::Clock::now() >= m_breakAt)
            breakWith(std::nullopt);
        if (Inbox::Clock::now() >= m_nextBeat)
            beat();
    }
}

void AdminLane::drain() {
    while (EventPtr event{rd_kafka_queue_poll(m_queue.get(), 0)}) {
        if (rd_kafka_event_type(event.get()) == RD_KAFKA_EVENT_ERROR) {
            onError(event.get());
            continue;
        }
        if (rd_kafka_event_type(event.get()) == RD_KAFKA_EVENT_LOG) {
            onLog(event.get());
            continue;
        }
        const auto id = reinterpret_cast<std::uintptr_t>(rd_kafka_event_opaque(event.get()));
        auto found = m_pending.extract(id);
        if (found.empty())
            continue;
        // Refused by the broker, this event points to a text on librdkafka's stack (2.14.2): it must be
        // neither read nor freed, so its few bytes are given up.
        if (rd_kafka_event_type(event.get()) == RD_KAFKA_EVENT_DESCRIBEUSERSCRAMCREDENTIALS_RESULT &&
            rd_kafka_event_error(event.get()) > RD_KAFKA_RESP_ERR_NO_ERROR) {
            const auto code = rd_kafka_event_error(event.release());
            found.mapped().answered(base::fail(error(code, where(), rd_kafka_err2str(code))));
            continue;
        }
        if (const auto code = rd_kafka_event_error(event.get()); code != RD_KAFKA_RESP_ERR_NO_ERROR)
            found.mapped().answered(base::fail(failure(code, rd_kafka_event_error_string(event.get()))));
        else
            found.mapped().answered(event.get());
    }
}

/// "Timed out while waiting for controller" says less than what the connection knows of itself.
base::Error AdminLane::failure(rd_kafka_resp_err_t code, const char* text) const {
    if (kind(code) == base::ErrorKind::Timeout && m_link.state().error)
        return *m_link.state().error;
    return error(code, where(), text);
}

void AdminLane::request(rd_kafka_admin_op_t op, const Submit& submit, Answered answered,
                        const Configure& configure) {
    if (down()) {
        answered(base::fail(*down()));
        return;
    }
    send(op, m_spec.timeout, submit, Pending{std::move(answered), false}, configure);
}

std::uintptr_t AdminLane::expect(Answered broken) {
    const std::uintptr_t id = ++m_lastId;
    m_pending.emplace(id, Pending{std::move(broken), false});
    return id;
}

void AdminLane::send(rd_kafka_admin_op_t op, base::Duration timeout, const Submit& submit, Pending pending,
                     const Configure& configure) {
    OptionsPtr options(rd_kafka_AdminOptions_new(m_handle, op));
    const int ms = static_cast<int>(std::clamp<std::int64_t>(timeout.count(), 1, 3'600'000));
    (void)rd_kafka_AdminOptions_set_request_timeout(options.get(), ms, nullptr, 0);
    if (configure)
        if (const ErrorPtr wrong = configure(options.get())) {
            pending.answered(base::fail(*error(wrong.get(), where())));
            return;
        }
    const std::uintptr_t id = ++m_lastId;
    rd_kafka_AdminOptions_set_opaque(options.get(), reinterpret_cast<void*>(id));
    m_pending.emplace(id, std::move(pending));
    submit(m_handle, options.get(), m_queue.get());
}

void AdminLane::beat() {
    m_nextBeat = Inbox::Clock::now() + beatEvery;
    if (m_beating)
        return;
    m_beating = true;
    const auto asked = Inbox::Clock::now();
    const auto answered = [this, asked](base::Result<rd_kafka_event_t*> event) {
        m_beating = false;
        if (!event) {
            m_link.missed(event.error());
            m_nextBeat = std::min(m_nextBeat, Inbox::Clock::now() + 500ms);
            return;
        }
        m_breakAt = Inbox::Clock::time_point::max();
        m_inbox->setDown(false);
        std::size_t brokers = 0;
        rd_kafka_DescribeCluster_result_nodes(rd_kafka_event_DescribeCluster_result(*event), &brokers);
        m_link.answered(std::chrono::round<base::Duration>(Inbox::Clock::now() - asked),
                        static_cast<int>(brokers), base::systemNow());
    };
    send(RD_KAFKA_ADMIN_OP_DESCRIBECLUSTER, beatTimeout,
         [](rd_kafka_t* handle, const rd_kafka_AdminOptions_t* options, rd_kafka_queue_t* queue) {
             rd_kafka_DescribeCluster(handle, options, queue);
         },
         Pending{answered, true}, {});
}

void AdminLane::onError(rd_kafka_event_t* event) {
    const auto code = rd_kafka_event_error(event);
    const char* text = rd_kafka_event_error_string(event);
    if (code == RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN) {
        // It may come before the error that says why.
        m_breakAt = std::min(m_breakAt, Inbox::Clock::now() + (m_link.isSuspected() ? 0ms : patience));
        return;
    }
    const base::Error cause = connectionError(code, text ? text : "", m_spec);
    // A token that was not renewed is no reason to hang up on a broker that still answers.
    if (cause.where == m_spec.tokenEndpoint())
        return m_link.state().link == kafka::LinkState::Up ? suspect(cause) : breakWith(cause);
    if (cause.kind == base::ErrorKind::Auth)
        return breakWith(cause);
    suspect(cause);
}

/// Some failures (a TLS port spoken to without TLS) are only ever logged.
void AdminLane::onLog(rd_kafka_event_t* event) {
    const char* facility = nullptr;
    const char* text = nullptr;
    int level = 0;
    if (rd_kafka_event_log(event, &facility, &text, &level) != 0 || std::string_view(facility) != "FAIL")
        return;
    // "[thrd:…]: host:port/id: what happened"
    std::string_view line = text ? text : "";
    if (const auto end = line.find("]: "); line.starts_with('[') && end != std::string_view::npos)
        line.remove_prefix(end + 3);
    suspect(connectionError(RD_KAFKA_RESP_ERR__TRANSPORT, std::string(line), m_spec));
}

void AdminLane::suspect(const base::Error& cause) {
    m_link.suspect(cause);
    m_nextBeat = Inbox::Clock::time_point{};
    if (m_breakAt != Inbox::Clock::time_point::max())
        m_breakAt = Inbox::Clock::now();
}

void AdminLane::breakWith(std::optional<base::Error> cause) {
    m_breakAt = Inbox::Clock::time_point::max();
    m_link.broken(std::move(cause));
    m_inbox->setDown(true);
    failPending();
}

void AdminLane::failPending() {
    const base::Error why = *down();
    std::vector<Answered> failed;
    for (auto it = m_pending.begin(); it != m_pending.end();) {
        if (it->second.heartbeat) {
            ++it;
            continue;
        }
        failed.push_back(std::move(it->second.answered));
        it = m_pending.erase(it);
    }
    for (const Answered& answered : failed)
        answered(base::fail(why));
}

namespace {

class Fanout final : public std::enable_shared_from_this<Fanout> {
public:
    std::size_t count = 0;
    std::size_t limit = 1;
    std::function<void(std::size_t, std::function<void()>)> part;
    std::function<void()> finished;

    void next() {
        if (m_inNext) // a part that ended at once
            return;
        m_inNext = true;
        while (m_started < count && m_running < limit) {
            ++m_running;
            part(m_started++, [self = shared_from_this()] {
                --self->m_running;
                self->next();
            });
        }
        m_inNext = false;
        if (m_running == 0 && m_started == count && finished)
            std::exchange(finished, nullptr)();
    }

private:
    std::size_t m_started = 0;
    std::size_t m_running = 0;
    bool m_inNext = false;
};

} // namespace

void inFlight(std::size_t count, std::size_t limit,
              std::function<void(std::size_t index, std::function<void()> done)> part,
              std::function<void()> finished) {
    const auto fanout = std::make_shared<Fanout>();
    fanout->count = count;
    fanout->limit = limit;
    fanout->part = std::move(part);
    fanout->finished = std::move(finished);
    fanout->next();
}

} // namespace streamscape::kafkard
