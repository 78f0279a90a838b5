// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/shell/connection_dialog.h"

#include "models/base/answered.h"
#include "models/base/text.h"
#include "models/settings/import.h"
#include "widgets/common/buttons.h"
#include "widgets/shell/check_view.h"
#include "widgets/shell/connection_form.h"
#include "widgets/shell/shell_style.h"

#include <QFileDialog>
#include <QHBoxLayout>
#include <QLabel>
#include <QListWidget>
#include <QScrollArea>
#include <QVBoxLayout>

#include <algorithm>

namespace streamscape::widgets {

ConnectionDialog::ConnectionDialog(const Theme& theme, const settings::ProfileFile& file,
                                   settings::SecretStore& secrets, kafka::ConnectionCheckFactory checks,
                                   QWidget* parent)
    : QDialog(parent)
    , m_theme(theme)
    , m_file(file)
    , m_secrets(secrets)
    , m_checks(std::move(checks))
    , m_list(new QListWidget(this))
    , m_form(new ConnectionForm(this))
    , m_steps(new CheckView(theme, this))
    , m_message(new QLabel(this))
    , m_test(makeButton(tr("Test"), ButtonLook::Secondary, this)) {
    setWindowTitle(tr("Connect to a cluster"));
    setStyleSheet(shellStyle(theme.tokens()));
    resize(880, 760);
    m_message->setProperty("role", QStringLiteral("warnbox"));
    m_message->setObjectName(QStringLiteral("connectionMessage"));
    m_message->setTextFormat(Qt::PlainText);
    m_message->setWordWrap(true);
    m_message->hide();
    m_test->setObjectName(QStringLiteral("connectionTest"));
    QPushButton* saveButton = makeButton(tr("Save"), ButtonLook::Secondary, this);
    saveButton->setObjectName(QStringLiteral("connectionSave"));
    QPushButton* connectButton = makeButton(tr("Save and connect"), ButtonLook::Primary, this);
    connectButton->setObjectName(QStringLiteral("connectionConnect"));
    QPushButton* closeButton = makeButton(tr("Close"), ButtonLook::Secondary, this);

    auto* inside = new QWidget(this);
    auto* content = new QVBoxLayout(inside);
    content->setContentsMargins(0, 0, 8, 0);
    content->setSpacing(12);
    content->addWidget(m_form);
    content->addStretch(1);
    auto* scroll = new QScrollArea(this);
    scroll->setWidgetResizable(true);
    scroll->setWidget(inside);
    auto* buttons = new QHBoxLayout;
    buttons->addWidget(m_test);
    buttons->addStretch(1);
    buttons->addWidget(closeButton);
    buttons->addWidget(saveButton);
    buttons->addWidget(connectButton);
    auto* right = new QVBoxLayout;
    right->setSpacing(12);
    right->addWidget(scroll, 1);
    right->addWidget(m_steps); // not in the scrolled part: it is what one waits for
    right->addWidget(m_message);
    right->addLayout(buttons);
    auto* columns = new QHBoxLayout(this);
    columns->setContentsMargins(16, 16, 16, 16);
    columns->setSpacing(16);
    columns->addWidget(makeList());
    columns->addLayout(right, 1);

    connect(m_test, &QPushButton::clicked, this, &ConnectionDialog::test);
    connect(saveButton, &QPushButton::clicked, this, [this] { save(false); });
    connect(connectButton, &QPushButton::clicked, this, [this] { save(true); });
    connect(closeButton, &QPushButton::clicked, this, &QDialog::reject);
    connect(m_form, &ConnectionForm::edited, this, &ConnectionDialog::stopTest);
    const auto sayWhere = [this] { m_form->setKeptWhere(base::toQString(m_secrets.describe())); };
    sayWhere();
    connect(&secrets, &settings::SecretStore::changed, this, sayWhere);
    loadProfiles();
    startNew();
}

ConnectionDialog::~ConnectionDialog() = default;

QWidget* ConnectionDialog::makeList() {
    auto* side = new QWidget(this);
    side->setFixedWidth(210);
    auto* rows = new QVBoxLayout(side);
    rows->setContentsMargins(0, 0, 0, 0);
    m_list->setObjectName(QStringLiteral("profileList"));
    m_list->setAccessibleName(tr("Saved connections"));
    rows->addWidget(m_list, 1);
    const auto button = [&](const QString& text, const char* name, auto order) {
        QPushButton* made = makeButton(text, ButtonLook::Secondary, side);
        made->setObjectName(QLatin1String(name));
        rows->addWidget(made);
        connect(made, &QPushButton::clicked, this, order);
    };
    button(tr("New connection"), "connectionNew", [this] { startNew(); });
    button(tr("Import client.properties…"), "connectionImport", [this] {
        auto* dialog = new QFileDialog(this, tr("Import client.properties"));
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->setFileMode(QFileDialog::ExistingFile);
        connect(dialog, &QFileDialog::fileSelected, this, &ConnectionDialog::importFrom);
        dialog->open();
    });
    button(tr("Remove"), "connectionRemove", [this] { remove(); });
    connect(m_list, &QListWidget::currentRowChanged, this, [this](int row) {
        if (row >= 0 && static_cast<std::size_t>(row) < m_profiles.size())
            showProfile(m_profiles[static_cast<std::size_t>(row)], {});
    });
    return side;
}

void ConnectionDialog::loadProfiles() {
    auto loaded = m_file.load();
    m_readable = loaded.has_value();
    if (!loaded)
        say(base::toQString(base::describe(loaded.error())));
    m_profiles = loaded ? std::move(*loaded) : std::vector<settings::Profile>{};
    const QSignalBlocker quiet(m_list);
    m_list->clear();
    for (const settings::Profile& profile : m_profiles)
        m_list->addItem(base::toQString(profile.name));
}

void ConnectionDialog::choose(const QString& name) {
    for (std::size_t i = 0; i < m_profiles.size(); ++i)
        if (base::toQString(m_profiles[i].name) == name)
            return m_list->setCurrentRow(static_cast<int>(i));
    startNew();
}

void ConnectionDialog::showProfile(const settings::Profile& profile, const settings::Secrets& secrets) {
    ++m_generation;
    stopTest();
    m_message->hide();
    m_form->load(profile, secrets);
}

void ConnectionDialog::startNew() {
    m_list->setCurrentRow(-1);
    showProfile(settings::newProfile({}), {});
}

void ConnectionDialog::importFrom(const QString& file) {
    const auto imported = settings::importFile(base::toStd(file));
    if (!imported)
        return say(base::toQString(base::describe(imported.error())));
    m_list->setCurrentRow(-1);
    showProfile(imported->profile, imported->secrets);
    QStringList left;
    for (const settings::ImportWarning& warning : imported->warnings)
        left << tr("line %1: %2 %3")
                    .arg(warning.line)
                    .arg(base::toQString(warning.key), base::toQString(warning.reason));
    if (!left.isEmpty())
        say(tr("Not taken over:\n%1").arg(left.join(QLatin1Char('\n'))));
}

void ConnectionDialog::withSecrets(WithSecrets next) {
    const settings::Profile profile = m_form->profile();
    const settings::Secrets typed = m_form->secrets();
    const quint64 generation = m_generation;
    base::whenAnswered(settings::readSecrets(m_secrets, profile), this,
                       [this, generation, profile, typed,
                        next = std::move(next)](const base::Result<settings::Secrets>& kept) {
                           if (generation != m_generation)
                               return;
                           settings::Secrets all = typed;
                           if (kept)
                               all.insert(kept->begin(), kept->end()); // what was typed stays
                           else
                               say(base::toQString(base::describe(kept.error())));
                           next(profile, all);
                       });
}

void ConnectionDialog::test() {
    stopTest();
    withSecrets([this](const settings::Profile& profile, const settings::Secrets& secrets) {
        const auto spec = settings::toConnectionSpec(profile, secrets);
        if (!spec)
            return m_steps->setProblem(base::toQString(spec.error().what),
                                       base::toQString(spec.error().hint));
        m_check = m_checks(*spec);
        m_test->setEnabled(false);
        m_steps->setSteps(m_check->steps());
        connect(m_check.get(), &kafka::ConnectionCheck::changed, m_steps, &CheckView::setSteps);
        connect(m_check.get(), &kafka::ConnectionCheck::finished, this, [this] { m_test->setEnabled(true); });
        m_check->start();
    });
}

void ConnectionDialog::stopTest() {
    m_check.reset();
    m_steps->setSteps({});
    m_test->setEnabled(true);
}

void ConnectionDialog::save(bool thenConnect) {
    const settings::Profile profile = m_form->profile();
    if (profile.name.empty())
        return say(tr("Give the connection a name"));
    if (!m_readable)
        return say(tr("The saved connections cannot be read, so nothing is written over them"));
    for (const settings::Profile& other : m_profiles)
        if (other.name == profile.name && other.id != profile.id)
            return say(tr("Another connection is called %1 already").arg(base::toQString(profile.name)));
    base::whenAnswered(settings::writeSecrets(m_secrets, profile, m_form->secrets()), this,
                       [this, profile, thenConnect](const base::Result<base::Done>& written) {
                           if (!written)
                               return say(base::toQString(base::describe(written.error())));
                           store(profile, thenConnect);
                       });
}

void ConnectionDialog::store(const settings::Profile& profile, bool thenConnect) {
    std::vector<settings::Profile> profiles = m_profiles;
    const auto it = std::find_if(profiles.begin(), profiles.end(),
                                 [&](const settings::Profile& other) { return other.id == profile.id; });
    if (it == profiles.end())
        profiles.push_back(profile);
    else
        *it = profile;
    if (const auto saved = m_file.save(profiles); !saved)
        return say(base::toQString(base::describe(saved.error())));
    loadProfiles();
    Q_EMIT profilesChanged();
    if (thenConnect)
        withSecrets([this](const settings::Profile& made, const settings::Secrets& secrets) {
            if (const auto spec = settings::toConnectionSpec(made, secrets); !spec)
                return say(base::toQString(base::describe(spec.error())));
            Q_EMIT connectRequested(made, secrets);
            accept();
        });
    else
        choose(base::toQString(profile.name));
}

void ConnectionDialog::remove() {
    const int row = m_list->currentRow();
    if (row < 0 || static_cast<std::size_t>(row) >= m_profiles.size())
        return say(tr("Choose a saved connection first"));
    std::vector<settings::Profile> profiles = m_profiles;
    const settings::Profile gone = profiles[static_cast<std::size_t>(row)];
    profiles.erase(profiles.begin() + row);
    if (const auto saved = m_file.save(profiles); !saved)
        return say(base::toQString(base::describe(saved.error())));
    for (const std::string& property : gone.secretProperties)
        m_secrets.remove(settings::secretKey(gone, property));
    loadProfiles();
    startNew();
    Q_EMIT profilesChanged();
}

void ConnectionDialog::say(const QString& text) {
    m_message->setText(text);
    m_message->setVisible(!text.isEmpty());
}

} // namespace streamscape::widgets
