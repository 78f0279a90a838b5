// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/settings/profile.h"

#include <QWidget>

class QCheckBox;
class QComboBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QPlainTextEdit;

namespace streamscape::widgets {

/// The fields of one connection. Which are shown follows the protocol and the mechanism.
class ConnectionForm final : public QWidget {
    Q_OBJECT

public:
    explicit ConnectionForm(QWidget* parent = nullptr);

    /// keptWhere: where a password goes, in the words of the secret store.
    void setKeptWhere(const QString& keptWhere);
    /// Shows a connection; secrets holds what was just imported or typed.
    void load(const settings::Profile& profile, const settings::Secrets& secrets);
    /// The connection as the fields say it, with the id of the one loaded.
    settings::Profile profile() const;
    /// Only what was typed or imported: what is in the keychain already is not read back into a field.
    settings::Secrets secrets() const;

Q_SIGNALS:
    void edited();

private:
    QWidget* fileLine(QLineEdit* edit, const QString& what);
    void showRows();
    bool usesSasl() const;
    bool usesTls() const;

    settings::Profile m_loaded;
    settings::Secrets m_otherSecrets; ///< imported ones without a field
    QFormLayout* m_form;
    QLineEdit* m_name;
    QLineEdit* m_servers;
    QComboBox* m_protocol;
    QComboBox* m_mechanism;
    QLineEdit* m_user;
    QLineEdit* m_password;
    QLabel* m_kept;
    std::vector<std::pair<const char*, QLineEdit*>> m_files; ///< property, field
    QLineEdit* m_keyPassword;
    QPlainTextEdit* m_extra;
    QLineEdit* m_auditDirs;
    QCheckBox* m_readOnly;
    std::vector<QWidget*> m_saslRows;
    std::vector<QWidget*> m_userRows;
    std::vector<QWidget*> m_tlsRows;
};

} // namespace streamscape::widgets
