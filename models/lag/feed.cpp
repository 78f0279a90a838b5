// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/lag/feed.h"

#include "models/base/answered.h"
#include "models/base/post.h"
#include "models/base/reply.h"
#include "models/lag/lookout.h"

namespace streamscape::lag {

template<class Said, class Listener>
void Feed::hear(void (Lookout::*signal)(const Said&), Listener listener) {
    connect(m_lookout, signal, m_lookout, [this, listener = std::move(listener)](const Said& said) {
        base::post(this, [listener, said] { listener(said); });
    });
}

Feed::Feed(kafka::Cluster& cluster, base::Clock clock, QObject* parent)
    : QObject(parent)
    , m_lookout(new Lookout(cluster, std::move(clock))) {
    m_thread.setObjectName(QStringLiteral("lag"));
    m_lookout->moveToThread(&m_thread);
    connect(&m_thread, &QThread::finished, m_lookout, &QObject::deleteLater);
    hear(&Lookout::looked, [this](const base::Result<SnapshotPtr>& finding) { take(finding); });
    hear(&Lookout::alertsChanged, [this](const std::vector<Alert>& open) {
        m_alerts = open;
        Q_EMIT alertsChanged();
    });
    hear(&Lookout::told, [this](const Alert& alert) { Q_EMIT told(alert); });
    hear(&Lookout::kept, [this](const std::optional<base::Error>& failure) {
        if (std::exchange(m_keepingError, failure) != failure)
            Q_EMIT changed();
    });
    hear(&Lookout::alarmed, [this](const std::optional<base::Error>& failure) {
        if (std::exchange(m_alarmError, failure) != failure)
            Q_EMIT changed();
    });
    m_thread.start();
}

Feed::~Feed() {
    m_thread.quit();
    // For what the lookout does right now: assessing a large cluster takes it up to 100 ms, and the command
    // of an alert that still runs is killed and waited for. This is not left to base::Closing as the end of
    // other threads is: the lookout asks the cluster and the store until its last step, and both may go next.
    m_thread.wait();
}

template<class Order>
void Feed::order(Order order) {
    base::post(m_lookout, std::move(order));
}

template<class T, class Question>
QFuture<base::Result<T>> Feed::ask(Question question) {
    const base::Reply<T> reply;
    order([lookout = m_lookout, question = std::move(question), reply] {
        base::whenAnswered(question(*lookout), lookout,
                           [reply](base::Result<T> answer) { reply.answer(std::move(answer)); });
    });
    return reply.future();
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
void Feed::setRules(Rules rules) {
    order([lookout = m_lookout, rules] { lookout->setRules(rules); });
}
void Feed::setAlertRules(std::vector<AlertRule> rules) {
    order([lookout = m_lookout, rules = std::move(rules)]() mutable {
        lookout->setAlertRules(std::move(rules));
    });
}
void Feed::useStore(store::Store& store, const std::string& name) {
    order([lookout = m_lookout, &store, name] { lookout->useStore(store, name); });
}
void Feed::acknowledge(std::int64_t id) {
    order([lookout = m_lookout, id] { lookout->acknowledge(id); });
}
void Feed::mute(std::int64_t id, std::optional<base::Time> until) {
    order([lookout = m_lookout, id, until] { lookout->mute(id, until); });
}

QFuture<base::Result<Picture>> Feed::picture(PictureQuery query) {
    return ask<Picture>([query = std::move(query)](Lookout& lookout) { return lookout.picture(query); });
}
QFuture<base::Result<SnapshotPtr>> Feed::at(base::Time moment) {
    return ask<SnapshotPtr>([moment](Lookout& lookout) { return lookout.at(moment); });
}
QFuture<base::Result<std::vector<Alert>>> Feed::alertsBetween(base::Time from, base::Time to) {
    return ask<std::vector<Alert>>([from, to](Lookout& lookout) { return lookout.alertsBetween(from, to); });
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
