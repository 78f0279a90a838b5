// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/inventory/projection_store.h"
#include "models/kafka/tail.h"
#include "models/store/store.h"

namespace streamscape::inventory {

/// Follows the topics by a tail and has each batch projected and committed on the store's writer, in one
/// line. GUI thread; the store outlives it.
class StockStream final : public QObject {
    Q_OBJECT

public:
    StockStream(kafka::TailFactory tails, store::Store& store, ProjectionSpec spec, base::Clock clock,
                QObject* parent = nullptr);

    /// Reads these on from where they stand, in place of what it read before.
    base::Result<base::Done> open(const ProjectionRow& row, std::vector<kafka::TailStart> starts,
                                  std::map<std::string, int> partitionCounts);
    /// What was read and not committed is dropped; the store keeps where it stands.
    void close();
    bool isOpen() const { return m_tail != nullptr; }

    /// Why records do not come: from when a tail says so until a tail brings something, be it another one.
    const std::optional<base::Error>& tailError() const { return m_tailError; }

Q_SIGNALS:
    /// A batch is in the store. wrote is false where the store had all of it before.
    void committed(const streamscape::kafka::BatchPtr& batch, bool wrote);
    /// Nothing of a batch was kept, nor will be of those behind it: close, and open where the store stands.
    void refused(const streamscape::base::Error& error);
    /// tailError() is another.
    void tailErrorChanged();

private:
    void take(const kafka::BatchPtr& batch);
    void setTailError(std::optional<base::Error> error);

    const kafka::TailFactory m_tails;
    store::Store& m_store;
    const ProjectionSpec m_spec;
    const base::Clock m_clock;
    std::map<std::string, int> m_partitionCounts;
    std::shared_ptr<CommitLine> m_line; ///< used on the store's writer
    std::optional<base::Error> m_tailError;
    int m_generation = 0;                ///< of the tail; what older ones read is dropped
    std::unique_ptr<kafka::Tail> m_tail; // last: its thread stops first
};

} // namespace streamscape::inventory
