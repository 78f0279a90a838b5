// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/lag/feed.h"

#include "models/lag/lookout.h"

namespace streamscape::lag {

Feed::Feed(kafka::Cluster& cluster, base::Clock clock, QObject* parent)
    : QObject(parent)
    , m_lookout(new Lookout(cluster, std::move(clock))) {
    m_thread.setObjectName(QStringLiteral("lag"));
    m_lookout->moveToThread(&m_thread);
    connect(&m_thread, &QThread::finished, m_lookout, &QObject::deleteLater);
    connect(m_lookout, &Lookout::looked, this, &Feed::take);
    m_thread.start();
}

Feed::~Feed() {
    m_thread.quit();
    m_thread.wait(); // for the look's next answer at most: nothing on that thread blocks
}

template<class Order>
void Feed::order(Order order) {
    QMetaObject::invokeMethod(m_lookout, std::move(order), Qt::QueuedConnection);
}

void Feed::start(base::Duration interval) {
    order([lookout = m_lookout, interval] { lookout->start(interval); });
}
void Feed::stop() {
    order([lookout = m_lookout] { lookout->stop(); });
}
void Feed::refresh() {
    order([lookout = m_lookout] { lookout->lookNow(); });
}
void Feed::setInterest(const std::string& group) {
    order([lookout = m_lookout, group] { lookout->setInterest(group); });
}

QFuture<base::Result<std::vector<Line>>> Feed::worstLines(base::Time from, base::Time to, std::size_t count,
                                                          int pixels) {
    const base::Reply<std::vector<Line>> reply;
    order([lookout = m_lookout, reply, from, to, count, pixels] {
        reply.answer(lookout->worstLines(from, to, count, pixels));
    });
    return reply.future();
}

void Feed::take(const base::Result<SnapshotPtr>& finding) {
    if (finding) {
        // A snapshot of a large cluster takes a while to free: not on this thread.
        order([old = std::exchange(m_snapshot, *finding)] {});
        m_error.reset();
    } else {
        m_error = finding.error();
    }
    Q_EMIT changed();
}

} // namespace streamscape::lag
