// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/audit/index_writer.h"
#include "models/audit/log_reader.h"
#include "models/base/lane.h"
#include "models/store/store.h"

#include <QFileSystemWatcher>
#include <QObject>
#include <QTimer>

namespace streamscape::audit {

/// How far a source is read. Counts are of this run.
struct Progress {
    std::size_t files = 0;
    std::int64_t bytes = 0;    ///< of all files
    std::int64_t unread = 0;   ///< of them still to read; a last line that waits for its end among them
    std::int64_t lines = 0;    ///< events and unparsed, already known ones among them
    std::int64_t events = 0;   ///< new
    std::int64_t unparsed = 0; ///< new
    std::int64_t already = 0;  ///< lines the index had before
    std::vector<std::string> eventless; ///< files read from their first line on, and not one is an event
    std::vector<base::Error> errors;    ///< what is named but cannot be read
    std::optional<base::Error> failure; ///< why nothing is kept at the moment
    bool caughtUp = false;
    bool operator==(const Progress&) const = default;
};

/// Brings one source into the index and keeps it there as its files grow and roll. Disk reads run on a lane
/// of its own, one batch ahead of the store. GUI thread (or ctl's main); told by the system where it can,
/// with a slow look of its own beside.
class LogFollower final : public QObject {
    Q_OBJECT

public:
    enum class Mode { Once, Follow };
    /// The store must outlive this. The source's zone must be valid, its kind one of parserFor().
    LogFollower(store::Store& store, Source source, Mode mode, QObject* parent = nullptr);
    ~LogFollower() override;

    void start();
    const Source& source() const { return m_source; }
    const Progress& progress() const { return m_progress; }

Q_SIGNALS:
    /// A batch was kept, or something about the files changed.
    void progressed();
    /// All there was is read; in mode Once this ends it. Also where reading failed: see progress().failure.
    void caughtUp();

private:
    void load();
    void scan();
    void pump();
    void keepReady();
    void noteEventless(const Batch& batch);
    void ranDry();
    void watch(const std::vector<std::string>& growing);
    void fail(const base::Error& error);

    store::Store& m_store;
    Source m_source;
    Mode m_mode;
    Progress m_progress;
    std::map<std::string, std::string> m_eventless; ///< token and path
    std::shared_ptr<LogReader> m_reader;            ///< used on the lane only
    BatchPtr m_ready;
    bool m_busy = false; ///< loading or scanning
    bool m_reading = false;
    bool m_writing = false;
    bool m_dry = false; ///< the reader has nothing more since the last scan
    bool m_scanAgain = false;
    QFileSystemWatcher m_watcher;
    QTimer m_soon; ///< many writes, one look
    QTimer m_poll;
    base::Lane m_lane{"audit-reader"};
};

} // namespace streamscape::audit
