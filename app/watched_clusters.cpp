// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/watched_clusters.h"

#include "models/base/answered.h"
#include "models/kafkard/connect.h"

namespace streamscape::app {

WatchedClusters::WatchedClusters(SecretReader secrets, base::Closing& closing, QObject* parent)
    : QObject(parent)
    , m_readSecrets(std::move(secrets))
    , m_closing(closing) {}

WatchedClusters::~WatchedClusters() = default;

void WatchedClusters::add(const settings::Profile& profile) {
    if (!m_watched.try_emplace(profile.name).second)
        return;
    base::whenAnswered(m_readSecrets(profile), this,
                       [this, profile](const base::Result<settings::Secrets>& secrets) {
                           const auto it = m_watched.find(profile.name);
                           if (it == m_watched.end() || it->second.feed)
                               return; // taken away meanwhile, or that and added again
                           if (secrets)
                               return open(it, profile, *secrets);
                           m_watched.erase(it);
                           Q_EMIT failed(profile.name, secrets.error());
                       });
}

void WatchedClusters::open(Entries::iterator it, const settings::Profile& profile,
                           const settings::Secrets& secrets) {
    const auto spec = settings::toConnectionSpec(profile, secrets);
    auto cluster = spec ? kafkard::connect(*spec, &m_closing) : base::fail(spec.error());
    if (!cluster) {
        m_watched.erase(it);
        return Q_EMIT failed(profile.name, cluster.error());
    }
    Watched& watched = it->second;
    watched.cluster = std::make_unique<kafka::ReadOnlyCluster>(std::move(*cluster), true);
    watched.feed = std::make_unique<lag::Feed>(*watched.cluster, base::systemNow);
    connect(watched.feed.get(), &lag::Feed::told, this,
            [this, name = profile.name](const lag::Alert& alert) { Q_EMIT told(name, alert); });
    watched.feed->setAlertRules(m_rules);
    if (m_store)
        watched.feed->useStore(*m_store, profile.name);
    watched.feed->start();
    Q_EMIT changed();
}

void WatchedClusters::remove(const std::string& name) {
    const auto gone = m_watched.extract(name);
    if (gone && gone.mapped().feed)
        Q_EMIT changed();
}

void WatchedClusters::clear() {
    const bool any = !feeds().empty();
    const Entries gone = std::exchange(m_watched, {});
    if (any)
        Q_EMIT changed();
}

std::vector<std::pair<std::string, lag::Feed*>> WatchedClusters::feeds() const {
    std::vector<std::pair<std::string, lag::Feed*>> feeds;
    for (const auto& [name, watched] : m_watched)
        if (watched.feed)
            feeds.emplace_back(name, watched.feed.get());
    return feeds;
}

void WatchedClusters::useStore(store::Store& store) {
    m_store = &store;
    for (const auto& [name, watched] : m_watched)
        if (watched.feed)
            watched.feed->useStore(store, name);
}

void WatchedClusters::setAlertRules(std::vector<lag::AlertRule> rules) {
    m_rules = std::move(rules);
    for (const auto& [name, watched] : m_watched)
        if (watched.feed)
            watched.feed->setAlertRules(m_rules);
}

} // namespace streamscape::app
