// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/closing.h"
#include "models/kafka/readonly_cluster.h"
#include "models/lag/feed.h"
#include "models/settings/profile.h"

#include <QObject>

#include <map>
#include <memory>

namespace streamscape::app {

/// The connections whose lag is watched beside that of the one in use. Nothing can be changed on them. GUI
/// thread; closing outlives it.
class WatchedClusters final : public QObject {
    Q_OBJECT

public:
    using SecretReader = std::function<QFuture<base::Result<settings::Secrets>>(const settings::Profile&)>;

    /// secrets asks for a profile's; it may be called at any time.
    WatchedClusters(SecretReader secrets, base::Closing& closing, QObject* parent = nullptr);
    ~WatchedClusters() override;

    /// Connects, once its secrets are there; changed() or failed() follows.
    void add(const settings::Profile& profile);
    /// One that waits for its secrets is not connected; a feed ends with changed().
    void remove(const std::string& name);
    void clear();
    /// By name, those whose connection was made; whether a cluster answers is said by its feed.
    std::vector<std::pair<std::string, lag::Feed*>> feeds() const;

    /// For those there are and those to come. The store outlives it.
    void useStore(store::Store& store);
    void setAlertRules(std::vector<lag::AlertRule> rules);

Q_SIGNALS:
    /// feeds() are other ones. One that is no longer among them ends after this: who holds it lets go now.
    void changed();
    void failed(const std::string& name, const streamscape::base::Error& error);
    void told(const std::string& name, const streamscape::lag::Alert& alert);

private:
    struct Watched {
        std::unique_ptr<kafka::ReadOnlyCluster> cluster;
        std::unique_ptr<lag::Feed> feed;
    };

    using Entries = std::map<std::string, Watched>;

    void open(Entries::iterator entry, const settings::Profile& profile, const settings::Secrets& secrets);

    SecretReader m_readSecrets;
    base::Closing& m_closing;
    store::Store* m_store = nullptr;
    std::vector<lag::AlertRule> m_rules;
    Entries m_watched; ///< an entry without a feed waits for its secrets
};

} // namespace streamscape::app
