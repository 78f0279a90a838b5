// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/desktop_notifier.h"
#include "app/gui_options.h"
#include "app/live_connection.h"
#include "app/watched_clusters.h"
#include "models/base/lane.h"
#include "models/journal/journal.h"
#include "models/offsets/changes.h"
#include "models/samples/caretaker.h"
#include "models/settings/app_settings.h"
#include "models/settings/secret_store.h"
#include "models/store/store.h"
#include "widgets/lag/lag_source.h"
#include "widgets/shell/file_memory.h"
#include "widgets/shell/main_window.h"

namespace streamscape::app {

/// Every object of the window, wired by hand. Members are declared in the order they depend on each other, so
/// that destruction stops them in the other order. Closing outlives it. GUI thread.
class Workspace final : public QObject {
    Q_OBJECT

public:
    Workspace(GuiOptions options, base::Closing& closing);
    ~Workspace() override;

    widgets::MainWindow& window() { return *m_window; }
    widgets::Theme& theme() { return m_theme; }
    /// Connects, and opens the store beside; nothing here waits for either.
    void start();

private:
    void wireWindow();
    void loadProfiles();
    void loadRules();
    void takeRules(const std::vector<lag::AlertRule>& rules);
    widgets::LagSources lagSources() const;
    widgets::Page* makeLagPage(const widgets::PageContext& context, QWidget* parent);
    void tell(const std::string& cluster, const lag::Alert& alert);
    void stayForChanges();
    void changeOffsets(const std::string& cluster, const std::string& group, const std::string& topic);
    void showClusters();
    void wireBeside();
    void watchBeside(const QString& name, bool beside);
    void addBeside();
    void openStore();
    void takeStore(const base::Result<std::shared_ptr<store::Store>>& opened);
    void startFromFile();
    void connectTo(const std::string& profileName);
    void connectWith(const settings::Profile& profile, settings::Secrets secrets);
    const settings::Profile* saved(const std::string& name) const;
    QFuture<base::Result<settings::Secrets>> secretsOf(const settings::Profile& profile);
    void disconnect();
    void useStore();
    widgets::PageContext context() { return {m_view, m_theme, m_memory, base::systemNow}; }
    QString whyLocked() const; ///< empty where changes are allowed
    std::vector<widgets::PageEntry> pages();
    void goFirst();
    void setLocked(bool locked);
    void openConnections();
    void save();

    GuiOptions m_options;
    base::Closing& m_closing;
    std::filesystem::path m_configFolder;
    settings::AppSettings m_settings;
    bool m_settingsReadable = true; ///< else they are not written over
    settings::ProfileFile m_profileFile;
    std::vector<settings::Profile> m_profiles;
    std::unique_ptr<settings::SecretStore> m_secrets;
    std::vector<lag::AlertRule> m_alertRules;
    bool m_rulesReadable = true; ///< else their file is not written over
    DesktopNotifier m_notifier;
    widgets::FileMemory m_memory;
    widgets::Theme m_theme;
    widgets::View m_view;
    std::unique_ptr<journal::Journal> m_journal; ///< in the store's folder, and there without a store
    offsets::Changes m_changes;
    std::unique_ptr<base::Lane> m_storeLane = std::make_unique<base::Lane>("open-store");
    std::shared_ptr<store::Store> m_store;
    std::unique_ptr<samples::Caretaker> m_caretaker; ///< none where another copy writes the store
    std::optional<base::Error> m_storeError;
    settings::Profile m_profile; ///< of the connection
    quint64 m_attempt = 0;       ///< an older profile's secrets may come late
    std::unique_ptr<LiveConnection> m_connection;
    std::unique_ptr<WatchedClusters> m_beside;
    std::unique_ptr<widgets::MainWindow> m_window;
};

} // namespace streamscape::app
