// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/workspace.h"

#include "app/alert_rules_file.h"
#include "app/connection_check.h"
#include "models/base/answered.h"
#include "models/settings/import.h"
#include "widgets/access/access_page.h"
#include "widgets/audit/audit_page.h"
#include "widgets/inventory/inventory_page.h"
#include "widgets/lag/lag_page.h"
#include "widgets/offsets/offsets_dialog.h"
#include "widgets/shell/connection_dialog.h"
#include "widgets/shell/range_picker.h"

#include <algorithm>
#include <cstdlib>

namespace streamscape::app {

namespace {

widgets::ThemeChoice choiceOf(settings::Theme theme) {
    switch (theme) {
    case settings::Theme::Dark:
        return widgets::ThemeChoice::Dark;
    case settings::Theme::Light:
        return widgets::ThemeChoice::Light;
    case settings::Theme::System:
        break;
    }
    return widgets::ThemeChoice::System;
}

settings::Theme settingOf(widgets::ThemeChoice choice) {
    switch (choice) {
    case widgets::ThemeChoice::Dark:
        return settings::Theme::Dark;
    case widgets::ThemeChoice::Light:
        return settings::Theme::Light;
    case widgets::ThemeChoice::System:
        break;
    }
    return settings::Theme::System;
}

QString tooltip(const base::Error& error) { return base::toQString(base::describe(error)); }

base::Result<std::shared_ptr<store::Store>> openStoreIn(const std::filesystem::path& folder) {
    auto store = store::Store::open({folder, store::Mode::Either, "streamscape"});
    if (!store)
        return base::fail(store.error());
    return std::shared_ptr<store::Store>(std::move(*store));
}

samples::Retention retentionOf(const settings::HistoryKept& kept) {
    return {kept.finest, kept.minutes, kept.tenMinutes};
}

} // namespace

Workspace::Workspace(GuiOptions options, base::Closing& closing)
    : m_options(std::move(options))
    , m_closing(closing)
    , m_configFolder(settings::defaultConfigFolder())
    , m_profileFile(m_configFolder)
    , m_notifier(closing)
    , m_memory(QString::fromStdString((m_configFolder / "window.ini").string()))
    , m_theme(m_options.theme.value_or(widgets::ThemeChoice::System)) {
    const auto loaded = settings::loadAppSettings(m_configFolder);
    m_settingsReadable = loaded.has_value();
    if (loaded)
        m_settings = *loaded;
    if (!m_options.theme)
        m_theme.setChoice(choiceOf(m_settings.theme));
    m_view.setZone(m_settings.zone);
    m_view.setRange(base::lastOf(widgets::RangePicker::liveSpan));
    m_window = std::make_unique<widgets::MainWindow>(context());
    if (!loaded)
        m_window->statusLine()->setNotice(
            QStringLiteral("settings"),
            {tr("Settings cannot be read"), base::Severity::Warn, tooltip(loaded.error())});
    wireWindow();
    wireBeside();
}

Workspace::~Workspace() {
    save();
    disconnect();
    m_closing.take(std::move(m_storeLane)); // it may still wait for another copy
}

void Workspace::wireWindow() {
    widgets::MainWindow* window = m_window.get();
    connect(window, &widgets::MainWindow::clusterChosen, this,
            [this](const QString& name) { connectTo(base::toStd(name)); });
    connect(window, &widgets::MainWindow::besideChosen, this, &Workspace::watchBeside);
    connect(window, &widgets::MainWindow::lockRequested, this, &Workspace::setLocked);
    connect(window, &widgets::MainWindow::connectionsRequested, this, &Workspace::openConnections);
    connect(&m_changes, &offsets::Changes::changed, this, &Workspace::stayForChanges);
    connect(&m_notifier, &DesktopNotifier::chosen, this, [this](const base::Location& place) {
        m_window->go(place);
        m_window->activateWindow();
    });
}

void Workspace::start() {
    loadProfiles();
    loadRules();
    openStore();
    if (!m_options.config.empty())
        startFromFile();
    else if (!m_options.cluster.empty())
        connectTo(m_options.cluster);
    else if (const std::string last = base::toStd(m_settings.lastConnection);
             std::any_of(m_profiles.begin(), m_profiles.end(), [&](const auto& p) { return p.name == last; }))
        connectTo(last);
}

void Workspace::loadProfiles() {
    auto loaded = m_profileFile.load();
    m_window->statusLine()->setNotice(
        QStringLiteral("profiles"), loaded ? widgets::Notice{}
                                           : widgets::Notice{tr("Saved connections cannot be read"),
                                                             base::Severity::Warn, tooltip(loaded.error())});
    if (loaded)
        m_profiles = std::move(*loaded);
    showClusters();
}

void Workspace::showClusters() {
    widgets::ClusterChoice choice;
    for (const settings::Profile& profile : m_profiles)
        choice.saved << base::toQString(profile.name);
    if (m_connection)
        choice.current = base::toQString(m_profile.name);
    choice.beside = m_settings.beside;
    m_window->setClusters(choice);
}

const settings::Profile* Workspace::saved(const std::string& name) const {
    const auto it = std::find_if(m_profiles.begin(), m_profiles.end(),
                                 [&](const settings::Profile& p) { return p.name == name; });
    return it == m_profiles.end() ? nullptr : &*it;
}

QFuture<base::Result<settings::Secrets>> Workspace::secretsOf(const settings::Profile& profile) {
    if (!m_secrets)
        m_secrets = settings::openSecretStore();
    return settings::readSecrets(*m_secrets, profile);
}

void Workspace::wireBeside() {
    m_beside = std::make_unique<WatchedClusters>(
        [this](const settings::Profile& profile) { return secretsOf(profile); }, m_closing);
    connect(m_beside.get(), &WatchedClusters::changed, this, [this] {
        if (auto* page = qobject_cast<widgets::LagPage*>(m_window->page(QStringLiteral("lag"))))
            page->setSources(lagSources());
    });
    connect(m_beside.get(), &WatchedClusters::told, this, &Workspace::tell);
    connect(m_beside.get(), &WatchedClusters::failed, this,
            [this](const std::string& name, const base::Error& error) {
                m_window->statusLine()->setNotice(QStringLiteral("beside"),
                                                  {tr("%1 is not watched").arg(base::toQString(name)),
                                                   base::Severity::Warn, tooltip(error)});
            });
}

void Workspace::watchBeside(const QString& name, bool beside) {
    m_settings.beside.removeAll(name);
    m_window->statusLine()->setNotice(QStringLiteral("beside"), {});
    if (beside)
        m_settings.beside << name;
    const settings::Profile* profile = saved(base::toStd(name));
    if (beside && profile)
        m_beside->add(*profile);
    else
        m_beside->remove(base::toStd(name));
    showClusters();
}

void Workspace::addBeside() {
    for (const QString& name : m_settings.beside)
        if (const settings::Profile* profile = saved(base::toStd(name));
            profile && profile->name != m_profile.name)
            m_beside->add(*profile);
}

void Workspace::loadRules() {
    auto rules = loadAlertRules(m_configFolder);
    m_rulesReadable = rules.has_value();
    if (rules)
        m_alertRules = std::move(*rules);
    m_beside->setAlertRules(m_alertRules);
    m_window->statusLine()->setNotice(
        QStringLiteral("alert rules"),
        rules ? widgets::Notice{}
              : widgets::Notice{tr("Alert rules cannot be read: nothing is watched for"),
                                base::Severity::Warn, tooltip(rules.error())});
}

// They hold from now on, and after a restart where they can be kept.
void Workspace::takeRules(const std::vector<lag::AlertRule>& rules) {
    m_alertRules = rules;
    m_beside->setAlertRules(rules);
    if (m_connection)
        m_connection->lag().setAlertRules(rules);
    if (!m_rulesReadable)
        return; // the notice that says so still stands
    const base::Result<base::Done> kept = saveAlertRules(rules, m_configFolder);
    m_window->statusLine()->setNotice(
        QStringLiteral("alert rules"),
        kept ? widgets::Notice{}
             : widgets::Notice{tr("Alert rules are not kept"), base::Severity::Bad, tooltip(kept.error())});
}

void Workspace::tell(const std::string& cluster, const lag::Alert& alert) {
    if (!m_options.pictures.empty())
        return;
    const QString topic = QStringLiteral("%1/%2").arg(base::toQString(cluster)).arg(alert.id);
    m_notifier.tell(topic, tr("%1: %2").arg(base::toQString(alert.group), base::toQString(alert.name)),
                    base::toQString(alert.text), alert.severity, lag::placeOf({cluster, alert.group}));
}

void Workspace::openStore() {
    const std::filesystem::path folder =
        m_options.store.empty() ? settings::defaultDataFolder() : std::filesystem::path(m_options.store);
    m_journal = std::make_unique<journal::Journal>(folder);
    m_storeError = base::Error{base::ErrorKind::Cancelled, "Opening the store", {}, {}, {}};
    base::whenAnswered(
        m_storeLane->ask<std::shared_ptr<store::Store>>([folder] { return openStoreIn(folder); }), this,
        [this](const auto& opened) { takeStore(opened); });
}

void Workspace::takeStore(const base::Result<std::shared_ptr<store::Store>>& opened) {
    if (!opened) {
        m_storeError = opened.error();
        m_window->statusLine()->setNotice(
            QStringLiteral("store"),
            {base::toQString(opened.error().what), base::Severity::Bad, tooltip(opened.error())});
    } else {
        m_storeError.reset();
        m_store = *opened;
        if (m_store->mode() == store::Mode::ReadWrite) {
            m_caretaker = std::make_unique<samples::Caretaker>(*m_store, retentionOf(m_settings.history),
                                                               base::systemNow);
            m_caretaker->start();
        } else
            m_window->statusLine()->setNotice(
                QStringLiteral("store"),
                {tr("Store is read-only"), base::Severity::Warn,
                 tr("Another copy holds %1 and writes it. This window shows what that copy keeps.")
                     .arg(QString::fromStdString(m_store->folder().string()))});
    }
    useStore();
}

void Workspace::useStore() {
    if (!m_connection)
        return;
    if (m_store) {
        m_beside->useStore(*m_store);
        std::vector<std::string> folders = m_profile.auditLogDirs;
        folders.insert(folders.end(), m_options.auditLogDirs.begin(), m_options.auditLogDirs.end());
        m_connection->useStore(*m_store, folders);
    }
    m_window->pageMayExist(QStringLiteral("inventory"));
    m_window->pageMayExist(QStringLiteral("audit"));
}

void Workspace::startFromFile() {
    auto imported = settings::importFile(m_options.config);
    if (!imported)
        return m_window->showFailure(imported.error());
    if (!m_options.name.empty())
        imported->profile.name = m_options.name;
    QStringList left;
    for (const settings::ImportWarning& warning : imported->warnings)
        left << tr("line %1: %2 %3")
                    .arg(warning.line)
                    .arg(base::toQString(warning.key), base::toQString(warning.reason));
    if (!left.isEmpty())
        m_window->statusLine()->setNotice(QStringLiteral("import"),
                                          {tr("%1 settings of the file were not used").arg(left.size()),
                                           base::Severity::None, left.join(QLatin1Char('\n'))});
    // For this connection alone: another cluster must not be sent this one's password.
    if (const char* password = std::getenv("STREAMSCAPE_SASL_PASSWORD"); password && *password)
        imported->secrets["sasl.password"] = password;
    connectWith(imported->profile, std::move(imported->secrets));
}

void Workspace::connectTo(const std::string& profileName) {
    const settings::Profile* profile = saved(profileName);
    if (!profile) {
        const auto found = m_profileFile.find(profileName);
        return found ? connectWith(*found, {}) : m_window->showFailure(found.error());
    }
    const quint64 attempt = ++m_attempt;
    base::whenAnswered(secretsOf(*profile), this,
                       [this, attempt, profile = *profile](const base::Result<settings::Secrets>& secrets) {
                           if (attempt != m_attempt)
                               return;
                           if (!secrets) {
                               disconnect();
                               return m_window->showFailure(secrets.error());
                           }
                           connectWith(profile, *secrets);
                       });
}

void Workspace::connectWith(const settings::Profile& profile, settings::Secrets secrets) {
    ++m_attempt;
    disconnect();
    const bool locked = profile.readOnly || m_options.readOnly;
    auto opened = LiveConnection::open(profile, secrets, locked, m_closing);
    if (!opened)
        return m_window->showFailure(opened.error());
    m_connection = std::move(*opened);
    m_profile = profile;
    m_connection->lag().setAlertRules(m_alertRules);
    connect(&m_connection->lag(), &lag::Feed::told, this,
            [this](const lag::Alert& alert) { tell(m_profile.name, alert); });
    showClusters();
    m_window->setLocked(locked);
    m_window->setCommandOptions(m_options.config.empty()
                                    ? QStringLiteral("--cluster ") + base::shellQuoted(profile.name)
                                    : QStringLiteral("--config ") + base::shellQuoted(m_options.config));
    m_window->setConnection(m_connection->cluster().state());
    connect(&m_connection->cluster(), &kafka::Cluster::stateChanged, m_window.get(),
            [this](const kafka::ConnectionState& state) { m_window->setConnection(state); });
    m_window->setPages(pages());
    useStore();
    goFirst();
    addBeside();
}

void Workspace::disconnect() {
    m_window->setPages({}); // pages look at feeds
    m_window->setConnection(std::nullopt);
    m_connection.reset();
    m_beside->clear();
    showClusters(); // none of them is the current one
}

// That of the connection is the first.
widgets::LagSources Workspace::lagSources() const {
    widgets::LagSources sources{{m_profile.name, &m_connection->lag()}};
    for (const auto& [name, feed] : m_beside->feeds())
        sources.push_back({name, feed});
    return sources;
}

widgets::Page* Workspace::makeLagPage(const widgets::PageContext& context, QWidget* parent) {
    auto* page = new widgets::LagPage(context, lagSources(), parent);
    page->setAlertRules(m_alertRules);
    connect(page, &widgets::LagPage::alertRulesChanged, this, &Workspace::takeRules);
    connect(page, &widgets::LagPage::resetRequested, this, &Workspace::changeOffsets);
    return page;
}

std::vector<widgets::PageEntry> Workspace::pages() {
    const widgets::PageContext context = this->context();
    std::vector<widgets::PageEntry> entries;
    entries.push_back({QStringLiteral("lag"), tr("Consumer lag"),
                       [this, context](QWidget* parent) -> base::Result<widgets::Page*> {
                           return makeLagPage(context, parent);
                       }});
    entries.push_back({QStringLiteral("inventory"), tr("Inventory"),
                       [this, context](QWidget* parent) -> base::Result<widgets::Page*> {
                           if (!m_store && m_storeError && m_storeError->kind == base::ErrorKind::Cancelled)
                               return base::fail(*m_storeError); // still opening
                           return new widgets::InventoryPage(context, m_connection->stock(),
                                                             m_connection->clusterView(),
                                                             m_storeError.value_or(base::Error{}), parent);
                       }});
    entries.push_back({QStringLiteral("audit"), tr("Audit"),
                       [this, context](QWidget* parent) -> base::Result<widgets::Page*> {
                           if (!m_connection->audit())
                               return base::fail(m_storeError.value_or(base::Error{}));
                           return new widgets::AuditPage(context, *m_connection->audit(), parent);
                       }});
    entries.push_back({QStringLiteral("access"), tr("Access"),
                       [this, context](QWidget* parent) -> base::Result<widgets::Page*> {
                           return new widgets::AccessPage(m_connection->access(), context, parent);
                       }});
    return entries;
}

void Workspace::goFirst() {
    base::Location first{"lag", {}, {}, {}};
    if (m_options.location)
        first = *m_options.location;
    else if (const auto last = base::fromUrl(m_settings.lastLocation))
        first = *last;
    m_options.location.reset(); // another connection begins at its own place
    m_window->go(first);
    if (m_window->location().page.empty()) // no such page; one that waits for the store is one
        m_window->go({"lag", {}, {}, {}});
}

void Workspace::setLocked(bool locked) {
    if (!m_connection)
        return;
    if (!locked && m_options.readOnly) {
        m_window->statusLine()->confirm(tr("Started with --read-only: the lock stays"));
        locked = true;
    }
    m_connection->cluster().setLocked(locked);
    m_window->setLocked(locked);
    for (auto* dialog : m_window->findChildren<widgets::OffsetsDialog*>())
        dialog->setReadOnly(whyLocked());
}

void Workspace::changeOffsets(const std::string& cluster, const std::string& group,
                              const std::string& topic) {
    if (!m_connection)
        return;
    if (cluster != m_profile.name)
        return m_window->statusLine()->confirm(
            tr("%1 is only watched here: connect to it to change offsets").arg(base::toQString(cluster)));
    auto* dialog = new widgets::OffsetsDialog(context(), m_connection->cluster(), *m_journal, m_changes,
                                              m_connection->principal(), m_window.get());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setReadOnly(whyLocked());
    dialog->setGroup(group, topic);
    connect(dialog, &widgets::OffsetsDialog::locationRequested, m_window.get(), &widgets::MainWindow::go);
    connect(dialog, &widgets::OffsetsDialog::applied, &m_connection->lag(), &lag::Feed::refresh);
    dialog->show();
}

// What is sent must be read back and written to the journal.
void Workspace::stayForChanges() {
    QStringList groups;
    for (const std::string& group : m_changes.underWay())
        groups << base::toQString(group);
    m_window->keepOpen(groups.isEmpty() ? QString()
                                        : tr("changing the offsets of %1").arg(groups.join(tr(", "))));
}

QString Workspace::whyLocked() const {
    return m_connection && m_connection->cluster().isLocked()
               ? tr("The read-only lock in the top bar is set: it refuses every change")
               : QString();
}

void Workspace::openConnections() {
    if (!m_secrets)
        m_secrets = settings::openSecretStore();
    auto* dialog = new widgets::ConnectionDialog(m_theme, m_profileFile, *m_secrets,
                                                 connectionChecks(&m_closing), m_window.get());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    if (m_connection)
        dialog->choose(base::toQString(m_profile.name));
    connect(dialog, &widgets::ConnectionDialog::profilesChanged, this, &Workspace::loadProfiles);
    connect(dialog, &widgets::ConnectionDialog::connectRequested, this, &Workspace::connectWith);
    dialog->open();
}

void Workspace::save() {
    if (!m_settingsReadable || !m_options.pictures.empty())
        return;
    if (!m_options.theme)
        m_settings.theme = settingOf(m_theme.choice());
    m_settings.zone = m_view.zone();
    if (m_connection) {
        base::Location place = m_window->location();
        if (place.range && !place.range->isLive())
            place.range.reset(); // yesterday's stretch is no way to begin today
        m_settings.lastLocation = base::toUrl(place);
        if (m_options.config.empty())
            m_settings.lastConnection = base::toQString(m_profile.name);
    }
    // Nobody is left to tell where this fails, and only conveniences are lost.
    (void)settings::saveAppSettings(m_settings, m_configFolder);
}

} // namespace streamscape::app
