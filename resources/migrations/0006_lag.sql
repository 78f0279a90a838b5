-- SPDX-License-Identifier: GPL-3.0-or-later
-- What a console remembers of consumer lag beside its samples: alerts, and what happened to groups. Times are
-- milliseconds UTC.
CREATE TABLE lag_alerts (
    id              INTEGER PRIMARY KEY AUTOINCREMENT,
    cluster         INTEGER NOT NULL REFERENCES clusters(key),
    rule            TEXT    NOT NULL, -- the id of the rule
    name            TEXT    NOT NULL, -- as the rule was called then
    consumer_group  TEXT    NOT NULL,
    severity        INTEGER NOT NULL, -- of models/base/columns.h
    text            TEXT    NOT NULL,
    raised_at       INTEGER NOT NULL,
    updated_at      INTEGER NOT NULL,
    cleared_at      INTEGER,          -- null: open
    times           INTEGER NOT NULL, -- how often it came and went
    acknowledged_at INTEGER,
    muted_until     INTEGER,
    told            INTEGER NOT NULL  -- somebody was
) STRICT;
CREATE INDEX lag_alerts_raised ON lag_alerts (cluster, raised_at);

CREATE TABLE lag_marks (
    id             INTEGER PRIMARY KEY AUTOINCREMENT,
    cluster        INTEGER NOT NULL REFERENCES clusters(key),
    time           INTEGER NOT NULL,
    kind           TEXT    NOT NULL, -- "rebalance", "deploy", "reset", …
    consumer_group TEXT    NOT NULL,
    topic          TEXT    NOT NULL, -- empty: of the group as a whole
    text           TEXT    NOT NULL
) STRICT;
CREATE INDEX lag_marks_time ON lag_marks (cluster, time);
