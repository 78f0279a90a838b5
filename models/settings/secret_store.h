// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/base/reply.h"
#include "models/settings/profile.h"

#include <QObject>

#include <memory>

namespace streamscape::settings {

/// Where secrets are kept, by key. Thread: the one it lives in, with an event loop.
class SecretStore : public QObject {
    Q_OBJECT

public:
    using QObject::QObject;

    /// NotFound where there is none.
    virtual QFuture<base::Result<std::string>> read(const std::string& key) = 0;
    virtual QFuture<base::Result<base::Done>> write(const std::string& key, const std::string& secret) = 0;
    /// Done also where there was none.
    virtual QFuture<base::Result<base::Done>> remove(const std::string& key) = 0;

    /// True where secrets outlive this run.
    virtual bool isLasting() const = 0;
    /// For the dialog: "the system's keychain", or "this run's memory only: no keychain service answers".
    virtual std::string describe() const = 0;

Q_SIGNALS:
    /// isLasting() or describe() changed: the keychain turned out not to answer.
    void changed();
};

/// This run's memory; reason says why it is not the keychain.
std::unique_ptr<SecretStore> memorySecretStore(std::string reason);
/// The OS keychain where its service can be reached, else memory. A keychain that stops answering is replaced
/// by memory for what is written from then on, said by changed().
std::unique_ptr<SecretStore> openSecretStore();

/// All secrets a profile refers to; those not found are left out. The first other failure is the answer.
QFuture<base::Result<Secrets>> readSecrets(SecretStore& store, const Profile& profile);
/// Writes the given ones under the profile's keys.
QFuture<base::Result<base::Done>> writeSecrets(SecretStore& store, const Profile& profile,
                                               const Secrets& secrets);

} // namespace streamscape::settings
