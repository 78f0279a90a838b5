-- SPDX-License-Identifier: GPL-3.0-or-later
-- Stock as the events say: what one projection made of one cluster's topics. Levels, the movement index, the
-- seen event ids and the next offsets commit together, so a crash resumes where the offsets stand.
-- Times are milliseconds UTC. Enumerations are the numbers of models/inventory/movement.h.
CREATE TABLE stock_projections (
    key              INTEGER PRIMARY KEY,
    cluster          INTEGER NOT NULL REFERENCES clusters(key),
    name             TEXT    NOT NULL,
    revision         INTEGER NOT NULL DEFAULT 0, -- goes up with every commit
    records          INTEGER NOT NULL DEFAULT 0, -- movement records consumed: applied + duplicates + bad
    applied          INTEGER NOT NULL DEFAULT 0, -- also the number of the newest movement
    duplicates       INTEGER NOT NULL DEFAULT 0,
    bad              INTEGER NOT NULL DEFAULT 0,
    newest_occurred  INTEGER,                    -- the newest occurred_at applied
    newest_recorded  INTEGER,                    -- the newest record timestamp consumed
    seen             INTEGER NOT NULL DEFAULT 0, -- rows in stock_seen
    forgotten_before INTEGER,                    -- event ids that occurred before this are forgotten
    committed_at     INTEGER,
    UNIQUE (cluster, name)
) STRICT;

CREATE TABLE stock_partitions (
    key          INTEGER PRIMARY KEY,
    projection   INTEGER NOT NULL REFERENCES stock_projections(key),
    topic        TEXT    NOT NULL,
    partition    INTEGER NOT NULL,
    topic_id     TEXT    NOT NULL, -- another id under this name is another topic; empty: not told
    first_offset INTEGER NOT NULL, -- where reading began: above 0, older records were gone already
    next_offset  INTEGER NOT NULL, -- where the next fetch begins, behind control markers and aborted records
    UNIQUE (projection, topic, partition)
) STRICT;

CREATE TABLE stock_levels (
    key         INTEGER PRIMARY KEY,
    projection  INTEGER NOT NULL REFERENCES stock_projections(key),
    sku         TEXT    NOT NULL,
    warehouse   TEXT    NOT NULL,
    on_hand     INTEGER NOT NULL,
    reserved    INTEGER NOT NULL,
    in_transit  INTEGER NOT NULL,
    last_event  INTEGER NOT NULL, -- the newest occurred_at applied to it
    partition   INTEGER NOT NULL REFERENCES stock_partitions(key), -- of the last record applied
    offset      INTEGER NOT NULL,
    UNIQUE (projection, sku, warehouse)
) STRICT;

-- Every movement behind a level, together and in applied order.
CREATE TABLE stock_movements (
    level         INTEGER NOT NULL REFERENCES stock_levels(key),
    seq           INTEGER NOT NULL, -- the projection's count of applied records
    partition     INTEGER NOT NULL REFERENCES stock_partitions(key),
    offset        INTEGER NOT NULL,
    event_id      TEXT    NOT NULL,
    type          INTEGER NOT NULL,
    quantity      INTEGER NOT NULL,
    on_hand_after INTEGER NOT NULL,
    occurred      INTEGER NOT NULL,
    recorded      INTEGER NOT NULL, -- the record's timestamp
    source        TEXT,
    PRIMARY KEY (level, seq)
) STRICT, WITHOUT ROWID;

-- Event ids applied within the window; hashes, as a producer may repeat itself but the texts are long.
CREATE TABLE stock_seen (
    projection INTEGER NOT NULL REFERENCES stock_projections(key),
    id         BLOB    NOT NULL, -- 128 bits of the event_id
    content    BLOB    NOT NULL, -- 128 bits of the content
    occurred   INTEGER NOT NULL,
    PRIMARY KEY (projection, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE stock_transfers (
    projection  INTEGER NOT NULL REFERENCES stock_projections(key),
    sku         TEXT    NOT NULL,
    transfer_id TEXT,               -- null: can never be matched
    seq         INTEGER NOT NULL,   -- of its movement
    arriving    INTEGER NOT NULL,   -- 0 transfer_out, 1 transfer_in
    warehouse   TEXT    NOT NULL,
    quantity    INTEGER NOT NULL,
    occurred    INTEGER NOT NULL
) STRICT;
CREATE INDEX stock_transfers_by_id ON stock_transfers (projection, sku, transfer_id);

CREATE TABLE stock_bad (
    partition INTEGER NOT NULL REFERENCES stock_partitions(key),
    offset    INTEGER NOT NULL,
    recorded  INTEGER NOT NULL,
    reason    INTEGER NOT NULL,
    detail    TEXT    NOT NULL,
    key       BLOB,
    sample    BLOB,             -- the value's first bytes; null for a null value
    size      INTEGER NOT NULL, -- of the whole value
    PRIMARY KEY (partition, offset)
) STRICT, WITHOUT ROWID;

-- By how much each minute (of the records' timestamps) moved what is on hand.
CREATE TABLE stock_flow (
    projection INTEGER NOT NULL REFERENCES stock_projections(key),
    minute     INTEGER NOT NULL, -- minutes since 1970
    warehouse  TEXT    NOT NULL,
    delta      INTEGER NOT NULL,
    movements  INTEGER NOT NULL,
    PRIMARY KEY (projection, minute, warehouse)
) STRICT, WITHOUT ROWID;

CREATE TABLE stock_products (
    projection    INTEGER NOT NULL REFERENCES stock_projections(key),
    sku           TEXT    NOT NULL,
    name          TEXT,
    category      TEXT,
    size          TEXT,
    colour        TEXT,
    unit_price    TEXT, -- the decimal as written
    currency      TEXT,
    reorder_point INTEGER,
    PRIMARY KEY (projection, sku)
) STRICT, WITHOUT ROWID;

CREATE TABLE stock_warehouses (
    projection INTEGER NOT NULL REFERENCES stock_projections(key),
    id         TEXT    NOT NULL,
    name       TEXT,
    city       TEXT,
    kind       TEXT,
    PRIMARY KEY (projection, id)
) STRICT, WITHOUT ROWID;

-- Findings that only the moment of applying shows; the others are asked of the tables above.
CREATE TABLE stock_notes (
    projection  INTEGER NOT NULL REFERENCES stock_projections(key),
    code        TEXT    NOT NULL,
    sku         TEXT    NOT NULL,
    warehouse   TEXT    NOT NULL,
    transfer_id TEXT    NOT NULL, -- empty: none
    since       INTEGER NOT NULL,
    count       INTEGER NOT NULL,
    detail      TEXT    NOT NULL, -- of the first
    PRIMARY KEY (projection, code, sku, warehouse, transfer_id)
) STRICT, WITHOUT ROWID;
