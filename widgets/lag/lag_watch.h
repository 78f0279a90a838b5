// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "models/lag/overview.h"
#include "widgets/common/context.h"
#include "widgets/lag/lag_source.h"

namespace streamscape::widgets {

/// Which snapshots the page shows: the newest; those that were there when somebody pressed pause; or, where
/// the shared time range is a fixed one, the past as it was at its end. Where that cannot be said it asks
/// again as looks come: the store may still be opening. GUI thread.
class LagWatch final : public QObject {
    Q_OBJECT

public:
    enum class Mode { Live, Paused, Past };

    LagWatch(const PageContext& context, LagSources sources, QObject* parent = nullptr);

    Mode mode() const { return m_mode; }
    /// One for each cluster that has one; their rows name the cluster where there are several.
    const lag::Snapshots& shown() const { return m_shown; }
    /// The same, always the newest: for what calls somebody.
    lag::Snapshots newest() const;
    /// Of what moment it shows; nullopt where it shows nothing. Of several clusters, the oldest.
    std::optional<base::Time> asOf() const;
    /// The past moment that is asked for.
    std::optional<base::Time> moment() const { return m_moment; }
    bool isAsking() const { return m_waiting > 0 && !m_askingAgain; }
    /// Why the newest look failed; or, in the past, why there is nothing to show.
    const std::optional<base::Error>& error() const;

    /// At least one. What is paused stays as it was, without those that went; a past moment is read anew.
    void setSources(LagSources sources);
    const LagSources& sources() const { return m_sources; }
    /// The feed of a cluster as rows name it; null where there is none.
    lag::Feed* feedOf(const std::string& cluster) const;

    void pause();
    /// Shows the newest again, out of a pause or out of the past.
    void resume();

Q_SIGNALS:
    /// Other snapshots, another mode, or another error.
    void changed();
    /// After setSources().
    void sourcesChanged();

private:
    void listen();
    lag::SnapshotPtr newestOf(std::size_t source) const;
    void takeNewest();
    void renameShown();
    void followRange();
    void askPast(base::Time moment);
    void askAgain();
    void askUnanswered();
    void takePast(const std::string& name, const base::Result<lag::SnapshotPtr>& was);

    struct Named {
        lag::SnapshotPtr of; ///< the feed's
        lag::SnapshotPtr named;
    };

    PageContext m_context;
    LagSources m_sources;
    Mode m_mode = Mode::Live;
    lag::Snapshots m_shown;
    std::vector<std::string> m_shownOf; ///< whose each of them is, but in the past
    mutable std::vector<Named> m_named; ///< by source
    std::optional<base::Time> m_moment;
    std::optional<base::Error> m_pastError;
    lag::Snapshots m_coming; ///< of the past, until all are there
    std::optional<base::Error> m_comingError;
    std::vector<std::string> m_unanswered; ///< the sources that could not say what was
    bool m_askingAgain = false;            ///< what is shown stays in front meanwhile
    base::Time m_askedAt{};
    int m_waiting = 0;   ///< for so many of them
    quint64 m_asked = 0; ///< newest question wins
};

} // namespace streamscape::widgets
