// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/audit/log_follower.h"

#include "models/base/answered.h"

#include <QFileInfo>
#include <QSet>

namespace streamscape::audit {

namespace {

constexpr std::chrono::milliseconds looksApart{100};
constexpr std::chrono::milliseconds pollEvery{2000};

} // namespace

LogFollower::LogFollower(store::Store& store, Source source, Mode mode, QObject* parent)
    : QObject(parent)
    , m_store(store)
    , m_source(std::move(source))
    , m_mode(mode) {
    m_soon.setSingleShot(true);
    m_soon.setInterval(looksApart);
    m_poll.setInterval(pollEvery);
    connect(&m_soon, &QTimer::timeout, this, &LogFollower::scan);
    connect(&m_poll, &QTimer::timeout, this, &LogFollower::scan);
    const auto soon = [this] {
        if (!m_soon.isActive())
            m_soon.start();
    };
    connect(&m_watcher, &QFileSystemWatcher::fileChanged, this, soon);
    connect(&m_watcher, &QFileSystemWatcher::directoryChanged, this, soon);
}

LogFollower::~LogFollower() = default;

void LogFollower::start() {
    if (m_mode == Mode::Follow)
        m_poll.start();
    load();
}

void LogFollower::load() {
    m_busy = true;
    const Source source = m_source;
    base::whenAnswered(m_store.read<std::vector<FileState>>(
                           "", [source](store::Sql& sql) { return knownFiles(sql, source); }),
                       this, [this](const base::Result<std::vector<FileState>>& known) {
                           m_busy = false;
                           if (!known)
                               return fail(known.error());
                           const auto parser = parserFor(m_source.kind);
                           if (!parser)
                               return fail(parser.error());
                           m_progress.failure.reset();
                           m_reader = std::make_shared<LogReader>(m_source, *parser, *known);
                           scan();
                       });
}

void LogFollower::scan() {
    if (m_busy || !m_reader) {
        m_scanAgain = m_busy;
        if (!m_busy)
            load(); // it failed before
        return;
    }
    m_busy = true;
    m_scanAgain = false;
    const bool follow = m_mode == Mode::Follow;
    base::whenAnswered(m_lane.ask<LogReader::Scan>([reader = m_reader, follow] {
        return base::Result<LogReader::Scan>(reader->scan(follow));
    }),
                       this, [this, reader = m_reader](const base::Result<LogReader::Scan>& scanned) {
                           m_busy = false;
                           if (!scanned || reader != m_reader)
                               return;
                           const Progress before = m_progress;
                           m_progress.files = scanned->files;
                           m_progress.bytes = scanned->bytes;
                           m_progress.unread = scanned->unread;
                           m_progress.already = scanned->alreadyLines;
                           m_progress.lines = m_progress.already + m_progress.events + m_progress.unparsed;
                           m_progress.errors = scanned->errors;
                           m_dry = false;
                           if (m_mode == Mode::Follow)
                               watch(scanned->growing);
                           if (m_progress != before)
                               Q_EMIT progressed();
                           pump();
                       });
}

void LogFollower::pump() {
    keepReady();
    if (m_ready || m_reading || !m_reader)
        return;
    if (m_dry) {
        if (!m_writing)
            ranDry();
        return;
    }
    m_reading = true;
    base::whenAnswered(
        m_lane.ask<BatchPtr>([reader = m_reader] { return base::Result<BatchPtr>(reader->next()); }), this,
        [this, reader = m_reader](const base::Result<BatchPtr>& batch) {
            m_reading = false;
            if (reader != m_reader)
                return; // a batch before it was not kept: this one would leave a hole
            m_ready = batch ? *batch : nullptr;
            m_dry = !m_ready;
            pump();
        });
}

void LogFollower::keepReady() {
    if (!m_ready || m_writing)
        return;
    m_writing = true;
    const BatchPtr batch = std::move(m_ready);
    m_ready.reset();
    base::whenAnswered(m_store.write<Indexed>([batch](store::Sql& sql) { return keep(sql, *batch); }), this,
                       [this, batch](const base::Result<Indexed>& kept) {
                           m_writing = false;
                           if (!kept)
                               return fail(kept.error());
                           m_progress.failure.reset();
                           m_progress.events += kept->events;
                           m_progress.unparsed += kept->unparsed;
                           m_progress.lines += kept->events + kept->unparsed;
                           noteEventless(*batch);
                           m_progress.unread = std::max<std::int64_t>(
                               0, m_progress.unread - (batch->file.position - batch->from));
                           Q_EMIT progressed();
                           pump();
                       });
}

void LogFollower::noteEventless(const Batch& batch) {
    const std::size_t before = m_eventless.size();
    if (batch.events > 0)
        m_eventless.erase(batch.file.token);
    else if (batch.from == 0 && batch.unparsed > 0)
        m_eventless[batch.file.token] = batch.file.path;
    if (m_eventless.size() == before)
        return;
    m_progress.eventless.clear();
    for (const auto& [token, path] : m_eventless)
        m_progress.eventless.push_back(path);
}

void LogFollower::ranDry() {
    if (m_scanAgain) {
        scan();
        return;
    }
    m_progress.caughtUp = true;
    Q_EMIT caughtUp();
}

// What could not be kept is read again, from where the store stands, at the next look.
void LogFollower::fail(const base::Error& error) {
    m_reader.reset();
    m_ready.reset();
    m_progress.failure = error;
    Q_EMIT progressed();
    if (m_mode == Mode::Once)
        Q_EMIT caughtUp();
}

void LogFollower::watch(const std::vector<std::string>& growing) {
    QSet<QString> wanted;
    const auto add = [&](const std::string& path) {
        const QFileInfo info(QString::fromStdString(path));
        if (info.exists())
            wanted.insert(info.filePath());
        if (info.isFile() && QFileInfo(info.path()).isDir())
            wanted.insert(info.path());
    };
    for (const std::string& path : growing)
        add(path);
    for (const std::string& path : m_source.paths)
        add(path);
    QStringList gone = m_watcher.files() + m_watcher.directories();
    gone.removeIf([&](const QString& path) { return wanted.remove(path); });
    if (!gone.isEmpty())
        m_watcher.removePaths(gone);
    if (!wanted.isEmpty())
        m_watcher.addPaths(wanted.values()); // what the system will not watch, the poll looks at
}

} // namespace streamscape::audit
