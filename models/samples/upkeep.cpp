// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/samples/upkeep.h"

#include "models/samples/build.h"
#include "models/samples/series.h"

#include <algorithm>

namespace streamscape::samples {

namespace {

using store::Sql;
using store::Statement;
using SteadyClock = std::chrono::steady_clock;

constexpr int framesAtOnce = 8;     // of up to 300 kB
constexpr int columnsAtOnce = 1000; // of about 80 bytes
constexpr int seriesAtOnce = 500;
constexpr base::Duration forgetEvery = std::chrono::hours{24};
/// A series is marked as seen when its values reach the coarsest tier: a day and a half behind at most.
constexpr base::Duration seenLate = std::chrono::hours{72};

/// The longest that values of a tier, or what becomes of them, are kept.
base::Duration keptFrom(Tier tier, const Retention& retention) {
    base::Duration longest = retention.of(tier);
    for (auto next = coarser(tier); next; next = coarser(*next))
        longest = std::max(longest, retention.of(*next));
    return longest;
}

class Turn final {
public:
    Turn(Sql& sql, UpkeepPlace& place, const Retention& retention, base::Time now, base::Duration atMost)
        : m_sql(sql)
        , m_place(place)
        , m_retention(retention)
        , m_now(now)
        , m_deadline(SteadyClock::now() + atMost) {}

    void run() {
        do
            m_place.isDone = !goOn() && m_sql.ok();
        while (!m_place.isDone && !isOver());
    }

private:
    bool isOver() const { return !m_sql.ok() || SteadyClock::now() >= m_deadline; }

    /// False where there is nothing to do.
    bool goOn() {
        if (m_place.making || findHalfMade())
            return goOnMaking();
        return beginMaking() || goOnDeleting() || beginDeleting() || forget();
    }

    bool findHalfMade() {
        Statement row = m_sql.query("SELECT key FROM sample_stretches WHERE stage = 0 LIMIT 1");
        if (!row.next())
            return false;
        m_place.making = StretchKey{row.integer(0)};
        m_place.nextTray = 0;
        return true;
    }

    bool goOnMaking() {
        std::optional<Stretch> stretch = findStretch(m_sql, *m_place.making);
        if (!stretch || stretch->stage != Stage::Making) {
            m_place.making.reset();
            return true;
        }
        Build build(m_sql, std::move(*stretch), m_place.nextTray);
        bool more = true;
        do
            more = build.step();
        while (more && !isOver());
        m_place.nextTray = build.nextTray();
        if (!more)
            m_place.making.reset();
        return true;
    }

    /// The stretches of one span of the next tier that is over, the finest tier first.
    std::vector<Stretch> ripe() {
        for (const Tier tier : {Tier::Frames, Tier::Raw, Tier::Minute}) {
            const base::Duration span = spanOf(*coarser(tier));
            const base::Duration worth = keptFrom(*coarser(tier), m_retention);
            std::vector<Stretch> found;
            std::size_t points = 0;
            Statement row =
                m_sql.query("SELECT key FROM sample_stretches WHERE parent IS NULL AND stage = 1 "
                            "AND tier = ?1 AND first < ?2 AND last >= ?3 ORDER BY cluster, first, key",
                            static_cast<int>(tier), pieceOf(m_now, span), m_now - worth);
            while (row.next()) {
                const std::optional<Stretch> next = findStretch(m_sql, StretchKey{row.integer(0)});
                if (!next)
                    break;
                points += static_cast<std::size_t>(next->points);
                if (!found.empty() && (found.front().cluster != next->cluster || points > mostPoints ||
                                       pieceOf(found.front().first, span) != pieceOf(next->first, span)))
                    break;
                found.push_back(*next);
            }
            if (!found.empty())
                return found;
        }
        return {};
    }

    bool beginMaking() {
        const std::vector<Stretch> sources = ripe();
        if (sources.empty())
            return false;
        m_place.making = Build::begin(m_sql, sources);
        m_place.nextTray = 0;
        return true;
    }

    bool goOnDeleting() {
        std::optional<StretchKey> going;
        Tier tier = Tier::Frames;
        {
            Statement row = m_sql.query("SELECT key, tier FROM sample_stretches WHERE stage = 2 LIMIT 1");
            if (!row.next())
                return false;
            going = StretchKey{row.integer(0)};
            tier = static_cast<Tier>(row.integer(1));
        }
        if (tier == Tier::Frames)
            m_sql.run("DELETE FROM sample_frames WHERE key IN (SELECT key FROM sample_frames "
                      "WHERE key >= ?1 AND key < ?2 LIMIT ?3)",
                      rowsOf(*going), rowsBehind(*going), framesAtOnce);
        else
            m_sql.run("DELETE FROM sample_columns WHERE key IN (SELECT key FROM sample_columns "
                      "WHERE key >= ?1 AND key < ?2 LIMIT ?3)",
                      rowsOf(*going), rowsBehind(*going), columnsAtOnce);
        if (m_sql.ok() && m_sql.changes() == 0)
            m_sql.run("DELETE FROM sample_stretches WHERE key = ?1", *going);
        return true;
    }

    bool beginDeleting() {
        const auto before = [this](base::Duration kept) { return m_now - kept; };
        // Frames go once they are columns. Others go when they are old, but not before the coarser tier has
        // them; where even that would not keep them, they go as they are.
        m_sql.run("UPDATE sample_stretches AS s SET stage = 2 WHERE s.key = ("
                  "SELECT key FROM sample_stretches c WHERE c.stage = 1 AND "
                  "CASE c.tier WHEN 0 THEN c.parent IS NOT NULL OR c.last < ?1 "
                  "WHEN 1 THEN c.last < ?2 AND (c.parent IS NOT NULL OR c.last < ?1) "
                  "WHEN 2 THEN c.last < ?3 AND (c.parent IS NOT NULL OR c.last < ?4) ELSE c.last < ?5 END "
                  "AND NOT EXISTS (SELECT 1 FROM sample_stretches p WHERE p.key = c.parent AND p.stage = 0) "
                  "LIMIT 1)",
                  before(keptFrom(Tier::Raw, m_retention)), before(m_retention.raw),
                  before(m_retention.minute), before(keptFrom(Tier::Minute, m_retention)),
                  before(m_retention.tenMinutes));
        return m_sql.ok() && m_sql.changes() > 0;
    }

    bool forget() {
        if (m_now < m_place.nextForget)
            return false;
        const base::Duration longest = keptFrom(Tier::Raw, m_retention);
        if (forgetSeries(m_sql, m_now - longest - seenLate, seriesAtOnce) < seriesAtOnce)
            m_place.nextForget = m_now + forgetEvery;
        return true;
    }

    Sql& m_sql;
    UpkeepPlace& m_place;
    const Retention& m_retention;
    base::Time m_now;
    SteadyClock::time_point m_deadline;
};

} // namespace

base::Result<UpkeepPlace> keepUp(Sql& sql, UpkeepPlace place, const Retention& retention, base::Time now,
                                 base::Duration atMost) {
    Turn(sql, place, retention, now, atMost).run();
    return place;
}

} // namespace streamscape::samples
