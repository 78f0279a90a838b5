-- SPDX-License-Identifier: GPL-3.0-or-later
-- Many numbers over time. A series is one number of a cluster that changes; a frame is one moment's numbers of
-- a whole cluster, written every 10 s as one row. Frames of a span become a stretch of columns, by series, and
-- these become stretches of coarser tiers. Times are milliseconds UTC; numbers of tiers and rollups are those
-- of models/samples/tier.h, of stages those of models/samples/stretch.h, the blobs' formats are told in
-- frame.h and column.h there.
CREATE TABLE sample_series (
    id        INTEGER PRIMARY KEY AUTOINCREMENT, -- dense, never given twice: columns may still be its own
    cluster   INTEGER NOT NULL REFERENCES clusters(key),
    feature   TEXT    NOT NULL,
    kind      TEXT    NOT NULL,
    name1     TEXT    NOT NULL, -- names that are not used are empty
    name2     TEXT    NOT NULL,
    name3     TEXT    NOT NULL,
    number    INTEGER NOT NULL,
    rollup    INTEGER NOT NULL,
    last_seen INTEGER NOT NULL, -- it had values then; may lag behind by a day
    UNIQUE (cluster, feature, kind, name1, name2, name3, number)
) STRICT;

-- A piece of one cluster's past in one tier.
CREATE TABLE sample_stretches (
    key     INTEGER PRIMARY KEY AUTOINCREMENT, -- never given twice: children and columns tell of it
    cluster INTEGER NOT NULL REFERENCES clusters(key),
    tier    INTEGER NOT NULL CHECK (tier BETWEEN 0 AND 3), -- 0: a block of frames
    stage   INTEGER NOT NULL CHECK (stage BETWEEN 0 AND 2),
    first   INTEGER NOT NULL, -- of its moments
    last    INTEGER NOT NULL,
    step    INTEGER NOT NULL, -- milliseconds between two moments, as they were meant
    points  INTEGER NOT NULL, -- how many moments
    times   BLOB,             -- its moments as a column; null for frames, which have their own
    parent  INTEGER           -- the stretch, one tier up, that takes its values in; null: none yet
) STRICT;
CREATE INDEX sample_stretches_last ON sample_stretches (cluster, last);
CREATE INDEX sample_stretches_parent ON sample_stretches (parent);

-- key: the stretch * 2^28 + the frame's number in it, from 0
CREATE TABLE sample_frames (
    key   INTEGER PRIMARY KEY,
    time  INTEGER NOT NULL,
    bytes BLOB    NOT NULL
) STRICT;

-- key: the stretch * 2^28 + the id of the series; a rowid, as one that grows fills its pages
CREATE TABLE sample_columns (
    key   INTEGER PRIMARY KEY,
    bytes BLOB NOT NULL
) STRICT;
