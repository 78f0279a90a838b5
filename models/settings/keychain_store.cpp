// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/settings/keychain_store.h"

#include <QFile>
#include <qt6keychain/keychain.h>

namespace streamscape::settings {

namespace {

const QString service = QStringLiteral("Streamscape");

class KeychainStore final : public SecretStore {
    Q_OBJECT

public:
    QFuture<base::Result<std::string>> read(const std::string& key) override {
        if (m_memory)
            return m_memory->read(key);
        auto* job = new QKeychain::ReadPasswordJob(service); // deletes itself when finished
        job->setKey(QString::fromStdString(key));
        base::Reply<std::string> reply;
        connect(job, &QKeychain::Job::finished, this, [this, job, reply, key] {
            if (job->error() == QKeychain::NoError)
                return reply.answer(job->textData().toStdString());
            if (job->error() != QKeychain::EntryNotFound && isGone(job->error()))
                fallBack();
            reply.answer(base::fail(
                isGone(job->error()) || job->error() == QKeychain::EntryNotFound ? base::ErrorKind::NotFound
                                                                                 : base::ErrorKind::Denied,
                "The keychain did not give the secret", {}, "Enter it again, or unlock the keychain",
                job->errorString().toStdString()));
        });
        job->start();
        return reply.future();
    }

    QFuture<base::Result<base::Done>> write(const std::string& key, const std::string& secret) override {
        if (m_memory)
            return m_memory->write(key, secret);
        auto* job = new QKeychain::WritePasswordJob(service);
        job->setKey(QString::fromStdString(key));
        job->setTextData(QString::fromStdString(secret));
        base::Reply<base::Done> reply;
        connect(job, &QKeychain::Job::finished, this, [this, job, reply, key, secret] {
            if (job->error() == QKeychain::NoError)
                return reply.answer(base::Done{});
            if (isGone(job->error())) {
                fallBack();
                m_memory->write(key, secret);
                return reply.answer(base::Done{});
            }
            reply.answer(base::fail(base::ErrorKind::Denied, "The keychain did not take the secret", {},
                                    "Unlock the keychain and save again", job->errorString().toStdString()));
        });
        job->start();
        return reply.future();
    }

    QFuture<base::Result<base::Done>> remove(const std::string& key) override {
        if (m_memory)
            return m_memory->remove(key);
        auto* job = new QKeychain::DeletePasswordJob(service);
        job->setKey(QString::fromStdString(key));
        base::Reply<base::Done> reply;
        connect(job, &QKeychain::Job::finished, this, [job, reply] {
            if (job->error() == QKeychain::NoError || job->error() == QKeychain::EntryNotFound ||
                isGone(job->error()))
                return reply.answer(base::Done{});
            reply.answer(base::fail(base::ErrorKind::Denied, "The keychain did not remove the secret", {},
                                    "Unlock the keychain and try again", job->errorString().toStdString()));
        });
        job->start();
        return reply.future();
    }

    bool isLasting() const override { return m_memory == nullptr; }
    std::string describe() const override {
        return m_memory ? m_memory->describe() : "the system's keychain";
    }

private:
    // Nobody answers, as against somebody who says no.
    static bool isGone(QKeychain::Error error) {
        return error == QKeychain::NoBackendAvailable || error == QKeychain::NotImplemented ||
               error == QKeychain::OtherError;
    }
    void fallBack() {
        if (m_memory)
            return;
        m_memory = memorySecretStore("no keychain service answers");
        Q_EMIT changed();
    }

    std::unique_ptr<SecretStore> m_memory; ///< once the keychain did not answer
};

} // namespace

bool isSessionBusThere() {
    if (!qEnvironmentVariableIsEmpty("DBUS_SESSION_BUS_ADDRESS"))
        return true;
    const QString runtime = qEnvironmentVariable("XDG_RUNTIME_DIR");
    return !runtime.isEmpty() && QFile::exists(runtime + QStringLiteral("/bus"));
}

std::unique_ptr<SecretStore> keychainSecretStore() { return std::make_unique<KeychainStore>(); }

} // namespace streamscape::settings

#include "keychain_store.moc"
