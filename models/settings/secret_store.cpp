// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/settings/secret_store.h"

#include "models/base/answered.h"
#include "models/settings/keychain_store.h"

#include <map>

namespace streamscape::settings {

namespace {

class MemoryStore final : public SecretStore {
    Q_OBJECT

public:
    explicit MemoryStore(std::string reason)
        : m_reason(std::move(reason)) {}

    QFuture<base::Result<std::string>> read(const std::string& key) override {
        const auto it = m_secrets.find(key);
        if (it == m_secrets.end())
            return base::ready<std::string>(
                base::fail(base::ErrorKind::NotFound, "The secret is not known", key));
        return base::ready<std::string>(it->second);
    }
    QFuture<base::Result<base::Done>> write(const std::string& key, const std::string& secret) override {
        m_secrets[key] = secret;
        return base::ready<base::Done>(base::Done{});
    }
    QFuture<base::Result<base::Done>> remove(const std::string& key) override {
        m_secrets.erase(key);
        return base::ready<base::Done>(base::Done{});
    }
    bool isLasting() const override { return false; }
    std::string describe() const override { return "this run's memory only: " + m_reason; }

private:
    std::string m_reason;
    std::map<std::string, std::string> m_secrets;
};

} // namespace

std::unique_ptr<SecretStore> memorySecretStore(std::string reason) {
    return std::make_unique<MemoryStore>(std::move(reason));
}

std::unique_ptr<SecretStore> openSecretStore() {
    if (!isSessionBusThere())
        return memorySecretStore("there is no session bus to reach a keychain on");
    return keychainSecretStore();
}

QFuture<base::Result<Secrets>> readSecrets(SecretStore& store, const Profile& profile) {
    // One after the other: a locked keychain asks its user once.
    struct Reading {
        base::Reply<Secrets> reply;
        std::vector<std::pair<std::string, std::string>> open; // property, key; the last is next
        Secrets found;
    };
    auto reading = std::make_shared<Reading>();
    for (const std::string& property : profile.secretProperties)
        reading->open.emplace_back(property, secretKey(profile, property));
    auto next = std::make_shared<std::function<void()>>();
    *next = [reading, store = &store, weak = std::weak_ptr(next)] {
        if (reading->open.empty()) {
            reading->reply.answer(std::move(reading->found));
            return;
        }
        const auto [property, key] = reading->open.back();
        reading->open.pop_back();
        base::whenAnswered(store->read(key), store,
                           [reading, property, next = weak.lock()](const base::Result<std::string>& secret) {
                               if (secret)
                                   reading->found[property] = *secret;
                               else if (secret.error().kind != base::ErrorKind::NotFound)
                                   return reading->reply.answer(base::fail(secret.error()));
                               (*next)();
                           });
    };
    (*next)();
    return reading->reply.future();
}

QFuture<base::Result<base::Done>> writeSecrets(SecretStore& store, const Profile& profile,
                                               const Secrets& secrets) {
    struct Writing {
        base::Reply<base::Done> reply;
        std::vector<std::pair<std::string, std::string>> open;
    };
    auto writing = std::make_shared<Writing>();
    for (const auto& [property, secret] : secrets)
        writing->open.emplace_back(secretKey(profile, property), secret);
    auto next = std::make_shared<std::function<void()>>();
    *next = [writing, store = &store, weak = std::weak_ptr(next)] {
        if (writing->open.empty())
            return writing->reply.answer(base::Done{});
        const auto [key, secret] = writing->open.back();
        writing->open.pop_back();
        base::whenAnswered(store->write(key, secret), store,
                           [writing, next = weak.lock()](const base::Result<base::Done>& done) {
                               if (!done)
                                   return writing->reply.answer(base::fail(done.error()));
                               (*next)();
                           });
    };
    (*next)();
    return writing->reply.future();
}

} // namespace streamscape::settings

#include "secret_store.moc"
