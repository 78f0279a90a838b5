// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/ctl/command.h"
#include "app/ctl/options.h"
#include "models/base/closing.h"
#include "models/settings/profile_file.h"
#include "models/settings/secret_store.h"

namespace streamscape::ctl {

/// The session of the real program: a cluster through librdkafka, the store on disk.
class LiveSession final : public Session {
public:
    /// checks makes the connection test of doctor; may be empty. closing takes over what takes time to close;
    /// null: destruction waits for it.
    LiveSession(const Options& options, kafka::ConnectionCheckFactory checks, std::ostream& out,
                std::ostream& err, base::Closing* closing = nullptr);
    ~LiveSession() override;

    /// Reads what only answers by future: a saved connection's secrets. The connection itself is made when a
    /// command first asks for it, and what is wrong with it is said then.
    QFuture<base::Result<base::Done>> prepare();

    base::Result<kafka::Cluster*> cluster() override;
    std::string library() const override;
    std::unique_ptr<kafka::ConnectionCheck> connectionCheck() override;
    std::optional<std::string> principal() const override;
    std::string clusterName() const override { return m_options.cluster; }
    kafka::TailFactory tails() override;
    base::Result<store::Store*> store(store::Mode mode) override;
    bool isStoreNamed() const override { return !m_options.store.empty(); }
    journal::Journal& journal() override;
    base::Time now() const override { return base::systemNow(); }
    bool json() const override { return m_options.json; }
    std::filesystem::path configFolder() const override { return settings::defaultConfigFolder(); }
    bool terminal() const override;
    bool colour() const override;
    std::ostream& out() override { return m_out; }
    std::ostream& err() override { return m_err; }

    /// What the options come to; Invalid says what is wrong with them.
    base::Result<kafka::ConnectionSpec> connection() const;

private:
    std::filesystem::path folder() const;
    base::Result<std::pair<settings::Profile, settings::Secrets>> named() const;

    const Options& m_options;
    kafka::ConnectionCheckFactory m_checks;
    std::ostream& m_out;
    std::ostream& m_err;
    base::Closing* const m_closing;
    settings::ProfileFile m_profiles;
    std::unique_ptr<settings::SecretStore> m_secretStore;
    std::optional<base::Result<settings::Secrets>> m_savedSecrets; // of --cluster
    std::unique_ptr<store::Store> m_writing;
    std::unique_ptr<store::Store> m_reading;
    std::unique_ptr<journal::Journal> m_journal;
    std::unique_ptr<kafka::Cluster> m_cluster;
};

} // namespace streamscape::ctl
