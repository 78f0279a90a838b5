// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/kafka/connection_check.h"
#include "models/settings/profile_file.h"
#include "models/settings/secret_store.h"
#include "widgets/common/theme.h"

#include <QDialog>

#include <functional>
#include <memory>

class QLabel;
class QListWidget;
class QPushButton;

namespace streamscape::widgets {

class CheckView;
class ConnectionForm;

/// The saved connections: make, import, test step by step, save, connect. Secrets go to the secret store, or
/// stay in this run's memory, and the dialog says which. All it is given outlives it.
class ConnectionDialog final : public QDialog {
    Q_OBJECT

public:
    ConnectionDialog(const Theme& theme, const settings::ProfileFile& file, settings::SecretStore& secrets,
                     kafka::ConnectionCheckFactory checks, QWidget* parent = nullptr);
    ~ConnectionDialog() override;

    /// Shows the saved connection of this name, or a new one.
    void choose(const QString& name);

Q_SIGNALS:
    void profilesChanged();
    void connectRequested(const streamscape::settings::Profile& profile,
                          const streamscape::settings::Secrets& secrets);

private:
    using WithSecrets = std::function<void(const settings::Profile&, const settings::Secrets&)>;

    QWidget* makeList();
    void loadProfiles();
    void showProfile(const settings::Profile& profile, const settings::Secrets& secrets);
    void startNew();
    void importFrom(const QString& file);
    void test();
    /// Hands on the connection of the fields with every secret it has, typed or kept.
    void withSecrets(WithSecrets next);
    void save(bool thenConnect);
    void store(const settings::Profile& profile, bool thenConnect);
    void remove();
    void say(const QString& text);
    void stopTest();

    const Theme& m_theme;
    const settings::ProfileFile& m_file;
    settings::SecretStore& m_secrets;
    kafka::ConnectionCheckFactory m_checks;
    std::vector<settings::Profile> m_profiles;
    bool m_readable = true;   ///< else the file is not written over
    quint64 m_generation = 0; ///< another connection is shown: answers for the one before are dropped
    std::unique_ptr<kafka::ConnectionCheck> m_check;
    QListWidget* m_list;
    ConnectionForm* m_form;
    CheckView* m_steps;
    QLabel* m_message;
    QPushButton* m_test;
};

} // namespace streamscape::widgets
