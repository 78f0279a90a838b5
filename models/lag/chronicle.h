// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/lag/history.h"
#include "models/lag/picture.h"
#include "models/lag/recording.h"

#include <QObject>

namespace streamscape::lag {

/// One cluster's lag in a store: samples and marks go in as they come, the past comes out. Thread: its
/// owner's, with an event loop; the store outlives it.
class Chronicle final : public QObject {
    Q_OBJECT

public:
    /// clusterName: as people call it.
    Chronicle(store::Store& store, std::string clusterId, std::string clusterName, base::Clock clock,
              QObject* parent = nullptr);

    /// Of several programs on one store only one keeps.
    bool keeps() const { return m_store.mode() == store::Mode::ReadWrite; }
    /// A sample every ten seconds, however often it is called.
    void keep(const Snapshot& snapshot);
    void keep(const std::vector<Mark>& marks);

    /// What the rules look back on; an empty one where nothing was kept.
    QFuture<base::Result<std::shared_ptr<History>>> recall();
    /// The query names its groups.
    QFuture<base::Result<Picture>> picture(const PictureQuery& query);
    QFuture<base::Result<SnapshotPtr>> at(base::Time moment);
    QFuture<base::Result<std::vector<Alert>>> alertsBetween(base::Time from, base::Time to);

Q_SIGNALS:
    /// Something could not be kept; nullopt: keeping works again.
    void kept(const std::optional<streamscape::base::Error>& failure);

private:
    template<class T>
    void expect(const QFuture<base::Result<T>>& answer);
    /// A newer question of a kind takes the older one's place, of this cluster only.
    std::string slot(const char* kind) const;

    store::Store& m_store;
    const std::string m_clusterId;
    const std::string m_clusterName;
    const base::Clock m_clock;
    Recording m_recording;
    base::Time m_newestFrame{};
};

} // namespace streamscape::lag
