// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/shell/connection_form.h"

#include "models/base/text.h"
#include "models/settings/requirements.h"
#include "widgets/common/buttons.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFileDialog>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>

namespace streamscape::widgets {

namespace {

std::string text(const QLineEdit* edit) { return base::toStd(edit->text().trimmed()); }

// The properties that have a field of their own; the rest is shown as lines.
bool hasField(const std::string& property) {
    static const std::set<std::string> fields{
        "bootstrap.servers", "security.protocol", "sasl.mechanism",           "sasl.mechanisms",
        "sasl.username",     "ssl.ca.location",   "ssl.certificate.location", "ssl.key.location"};
    return fields.contains(property);
}

std::string valueOf(const settings::Profile& profile, const std::string& property) {
    const auto it = profile.properties.find(property);
    return it == profile.properties.end() ? std::string{} : it->second;
}

} // namespace

ConnectionForm::ConnectionForm(QWidget* parent)
    : QWidget(parent)
    , m_form(new QFormLayout(this))
    , m_name(new QLineEdit(this))
    , m_servers(new QLineEdit(this))
    , m_protocol(new QComboBox(this))
    , m_mechanism(new QComboBox(this))
    , m_user(new QLineEdit(this))
    , m_password(new QLineEdit(this))
    , m_kept(new QLabel(this))
    , m_keyPassword(new QLineEdit(this))
    , m_extra(new QPlainTextEdit(this))
    , m_auditDirs(new QLineEdit(this))
    , m_readOnly(new QCheckBox(tr("Open with the read-only lock set"), this)) {
    m_form->setContentsMargins(0, 0, 0, 0);
    m_form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    m_name->setObjectName(QStringLiteral("connectionName"));
    m_servers->setObjectName(QStringLiteral("connectionServers"));
    m_servers->setPlaceholderText(QStringLiteral("host:9092, host:9092"));
    m_protocol->setObjectName(QStringLiteral("connectionProtocol"));
    m_protocol->addItems({QStringLiteral("PLAINTEXT"), QStringLiteral("SSL"),
                          QStringLiteral("SASL_PLAINTEXT"), QStringLiteral("SASL_SSL")});
    m_mechanism->setObjectName(QStringLiteral("connectionMechanism"));
    m_mechanism->addItems({QStringLiteral("SCRAM-SHA-512"), QStringLiteral("SCRAM-SHA-256"),
                           QStringLiteral("PLAIN"), QStringLiteral("OAUTHBEARER")});
    m_user->setObjectName(QStringLiteral("connectionUser"));
    m_password->setObjectName(QStringLiteral("connectionPassword"));
    m_password->setEchoMode(QLineEdit::Password);
    m_keyPassword->setEchoMode(QLineEdit::Password);
    m_kept->setProperty("role", QStringLiteral("small"));
    m_kept->setObjectName(QStringLiteral("connectionKept"));
    m_kept->setWordWrap(true);
    m_extra->setObjectName(QStringLiteral("connectionExtra"));
    m_extra->setPlaceholderText(tr("any librdkafka property=value, one a line"));
    m_extra->setFixedHeight(72);
    m_auditDirs->setPlaceholderText(tr("folders with the brokers' logs, separated by commas"));
    m_form->addRow(tr("Name"), m_name);
    m_form->addRow(tr("Servers"), m_servers);
    m_form->addRow(tr("Protocol"), m_protocol);
    m_form->addRow(tr("Mechanism"), m_mechanism);
    m_form->addRow(tr("User"), m_user);
    m_form->addRow(tr("Password"), m_password);
    m_form->addRow(QString(), m_kept);
    m_saslRows = {m_mechanism};
    m_userRows = {m_user, m_password, m_kept};
    const auto addFile = [&](const char* property, const QString& what) {
        auto* edit = new QLineEdit(this);
        m_files.emplace_back(property, edit);
        QWidget* row = fileLine(edit, what);
        m_form->addRow(what, row);
        m_tlsRows.push_back(row);
    };
    addFile("ssl.ca.location", tr("CA (PEM)"));
    addFile("ssl.certificate.location", tr("Certificate (PEM)"));
    addFile("ssl.key.location", tr("Key (PEM)"));
    m_form->addRow(tr("Key's password"), m_keyPassword);
    m_tlsRows.push_back(m_keyPassword);
    m_form->addRow(tr("More"), m_extra);
    m_form->addRow(tr("Audit logs"), m_auditDirs);
    m_form->addRow(QString(), m_readOnly);
    connect(m_protocol, &QComboBox::currentTextChanged, this, &ConnectionForm::showRows);
    connect(m_mechanism, &QComboBox::currentTextChanged, this, &ConnectionForm::showRows);
    const QList<QLineEdit*> lines = findChildren<QLineEdit*>();
    for (QLineEdit* edit : lines)
        connect(edit, &QLineEdit::textEdited, this, &ConnectionForm::edited);
    connect(m_protocol, &QComboBox::activated, this, &ConnectionForm::edited);
    connect(m_mechanism, &QComboBox::activated, this, &ConnectionForm::edited);
    showRows();
}

QWidget* ConnectionForm::fileLine(QLineEdit* edit, const QString& what) {
    auto* box = new QWidget(this);
    auto* row = new QHBoxLayout(box);
    row->setContentsMargins(0, 0, 0, 0);
    QPushButton* choose = makeButton(tr("Choose…"), ButtonLook::Secondary, box);
    edit->setAccessibleName(what);
    row->addWidget(edit, 1);
    row->addWidget(choose);
    connect(choose, &QPushButton::clicked, this, [this, edit, what] {
        auto* dialog = new QFileDialog(this, what);
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->setFileMode(QFileDialog::ExistingFile);
        connect(dialog, &QFileDialog::fileSelected, edit, &QLineEdit::setText);
        connect(dialog, &QFileDialog::fileSelected, this, &ConnectionForm::edited);
        dialog->open();
    });
    return box;
}

bool ConnectionForm::usesSasl() const { return m_protocol->currentText().startsWith(QLatin1String("SASL")); }
bool ConnectionForm::usesTls() const { return m_protocol->currentText().endsWith(QLatin1String("SSL")); }

void ConnectionForm::showRows() {
    const auto show = [this](const std::vector<QWidget*>& rows, bool shown) {
        for (QWidget* row : rows) {
            row->setVisible(shown);
            if (QWidget* label = m_form->labelForField(row))
                label->setVisible(shown);
        }
    };
    show(m_saslRows, usesSasl());
    show(m_userRows, usesSasl() && m_mechanism->currentText() != QLatin1String("OAUTHBEARER"));
    show(m_tlsRows, usesTls());
}

void ConnectionForm::setKeptWhere(const QString& keptWhere) {
    m_kept->setText(tr("The password is kept in %1.").arg(keptWhere));
}

void ConnectionForm::load(const settings::Profile& profile, const settings::Secrets& secrets) {
    m_loaded = profile;
    m_otherSecrets = secrets;
    m_name->setText(base::toQString(profile.name));
    m_servers->setText(base::toQString(valueOf(profile, "bootstrap.servers")));
    const QString protocol = base::toQString(valueOf(profile, "security.protocol")).toUpper();
    m_protocol->setCurrentText(protocol.isEmpty() ? QStringLiteral("PLAINTEXT") : protocol);
    std::string mechanism = valueOf(profile, "sasl.mechanism");
    if (mechanism.empty())
        mechanism = valueOf(profile, "sasl.mechanisms");
    if (!mechanism.empty())
        m_mechanism->setCurrentText(base::toQString(mechanism));
    m_user->setText(base::toQString(valueOf(profile, "sasl.username")));
    const auto secretField = [&](QLineEdit* field, const char* property) {
        const auto it = secrets.find(property);
        field->setText(it == secrets.end() ? QString() : base::toQString(it->second));
        field->setPlaceholderText(profile.secretProperties.contains(property) ? tr("kept; type to replace it")
                                                                              : QString());
        m_otherSecrets.erase(property);
    };
    secretField(m_password, "sasl.password");
    secretField(m_keyPassword, "ssl.key.password");
    for (const auto& [property, edit] : m_files)
        edit->setText(base::toQString(valueOf(profile, property)));
    QStringList extra;
    for (const auto& [key, value] : profile.properties)
        if (!hasField(key))
            extra << base::toQString(key + "=" + value);
    m_extra->setPlainText(extra.join(QLatin1Char('\n')));
    QStringList folders;
    for (const std::string& folder : profile.auditLogDirs)
        folders << base::toQString(folder);
    m_auditDirs->setText(folders.join(QStringLiteral(", ")));
    m_readOnly->setChecked(profile.readOnly);
    showRows();
}

settings::Profile ConnectionForm::profile() const {
    settings::Profile profile = m_loaded;
    profile.name = text(m_name);
    profile.readOnly = m_readOnly->isChecked();
    profile.properties.clear();
    const auto set = [&](const char* property, const std::string& value) {
        if (!value.empty())
            profile.properties[property] = value;
    };
    const QStringList extra = m_extra->toPlainText().split(QLatin1Char('\n'), Qt::SkipEmptyParts);
    for (const QString& line : extra) {
        const std::string key = base::toStd(line.section(QLatin1Char('='), 0, 0).trimmed());
        if (!key.empty() && !settings::isSecret(key)) // a secret one goes the way of secrets
            profile.properties[key] = base::toStd(line.section(QLatin1Char('='), 1).trimmed());
    }
    set("bootstrap.servers", text(m_servers));
    set("security.protocol", base::toStd(m_protocol->currentText()));
    if (usesSasl()) {
        set("sasl.mechanism", base::toStd(m_mechanism->currentText()));
        if (m_mechanism->currentText() != QLatin1String("OAUTHBEARER"))
            set("sasl.username", text(m_user));
    }
    if (usesTls())
        for (const auto& [property, edit] : m_files)
            set(property, text(edit));
    for (const auto& [property, value] : secrets())
        profile.secretProperties.insert(property);
    profile.auditLogDirs.clear();
    const QStringList folders = m_auditDirs->text().split(QLatin1Char(','), Qt::SkipEmptyParts);
    for (const QString& folder : folders)
        if (!folder.trimmed().isEmpty())
            profile.auditLogDirs.push_back(base::toStd(folder.trimmed()));
    return profile;
}

settings::Secrets ConnectionForm::secrets() const {
    settings::Secrets secrets = m_otherSecrets;
    const QStringList extra = m_extra->toPlainText().split(QLatin1Char('\n'), Qt::SkipEmptyParts);
    for (const QString& line : extra)
        if (const std::string key = base::toStd(line.section(QLatin1Char('='), 0, 0).trimmed());
            settings::isSecret(key))
            secrets[key] = base::toStd(line.section(QLatin1Char('='), 1).trimmed());
    if (usesSasl() && !m_password->text().isEmpty())
        secrets["sasl.password"] = base::toStd(m_password->text());
    if (usesTls() && !m_keyPassword->text().isEmpty())
        secrets["ssl.key.password"] = base::toStd(m_keyPassword->text());
    return secrets;
}

} // namespace streamscape::widgets
