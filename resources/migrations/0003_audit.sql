-- SPDX-License-Identifier: GPL-3.0-or-later
-- The audit index: an event is a time, one of few combinations, and a place. Filters and facets run over
-- combinations, time over minutes, and the line itself stays in its file. A batch of lines, the place behind
-- it and its minutes commit together, so a crash resumes where audit_files stands.
-- Times are milliseconds UTC; -9223372036854775808 is none. Enumerations are the numbers of
-- models/audit/event.h.
CREATE TABLE audit_strings (
    key  INTEGER PRIMARY KEY,
    text TEXT NOT NULL UNIQUE -- bytes as the log has them
) STRICT;

CREATE TABLE audit_sources (
    key  INTEGER PRIMARY KEY,
    kind TEXT NOT NULL, -- "authorizer"
    node TEXT NOT NULL, -- as the user names it, or empty
    UNIQUE (kind, node)
) STRICT;

-- A file is known by its first bytes, and found again under another name or after a copy.
CREATE TABLE audit_files (
    key           INTEGER PRIMARY KEY,
    source        INTEGER NOT NULL REFERENCES audit_sources(key),
    token         TEXT    NOT NULL UNIQUE, -- given at first sight
    path          TEXT    NOT NULL,        -- where it was last seen
    device        INTEGER NOT NULL,
    inode         INTEGER NOT NULL,
    zone          TEXT    NOT NULL, -- its times were read in
    head          BLOB    NOT NULL, -- the first 1,024 bytes, or fewer
    position      INTEGER NOT NULL, -- the next byte to read
    tail          BLOB    NOT NULL, -- the last bytes before it: a rewritten file differs here
    lines         INTEGER NOT NULL, -- events and unparsed lines so far
    suspect_until INTEGER NOT NULL, -- lines that begin before this byte may be forged
    last_time     INTEGER           -- of the last line that had one
) STRICT;
CREATE INDEX audit_files_source ON audit_files (source);

CREATE TABLE audit_acls (
    key        INTEGER PRIMARY KEY,
    type       TEXT NOT NULL,
    name       TEXT NOT NULL,
    pattern    TEXT NOT NULL,
    principal  TEXT NOT NULL,
    host       TEXT NOT NULL,
    operation  TEXT NOT NULL,
    permission TEXT NOT NULL,
    UNIQUE (type, name, pattern, principal, host, operation, permission)
) STRICT;

-- What many lines say alike. The line is its moment, before, its count (where counted), and after.
CREATE TABLE audit_combos (
    key           INTEGER PRIMARY KEY,
    source        INTEGER NOT NULL REFERENCES audit_sources(key),
    hash          INTEGER NOT NULL, -- of before, counted and after
    before        TEXT,             -- null: the lines are not kept here, read them in their file
    counted       INTEGER NOT NULL,
    after         TEXT,
    kind          INTEGER NOT NULL,
    decision      INTEGER NOT NULL,
    granted       INTEGER,
    principal     INTEGER REFERENCES audit_strings(key),
    host          INTEGER REFERENCES audit_strings(key),
    client_id     INTEGER REFERENCES audit_strings(key),
    operation     INTEGER REFERENCES audit_strings(key),
    request       INTEGER REFERENCES audit_strings(key),
    resource_type INTEGER REFERENCES audit_strings(key),
    resource      INTEGER REFERENCES audit_strings(key),
    pattern       INTEGER REFERENCES audit_strings(key),
    rule          INTEGER REFERENCES audit_strings(key),
    acl           INTEGER REFERENCES audit_acls(key)
) STRICT;
CREATE INDEX audit_combos_hash ON audit_combos (hash);

CREATE TABLE audit_events (
    time         INTEGER NOT NULL,
    file         INTEGER NOT NULL REFERENCES audit_files(key),
    position     INTEGER NOT NULL, -- byte offset of the line
    length       INTEGER NOT NULL, -- bytes without the newline
    combo        INTEGER NOT NULL REFERENCES audit_combos(key),
    count        INTEGER,          -- resourceRefCount
    suspect      INTEGER NOT NULL,
    PRIMARY KEY (time, file, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE audit_minutes (
    minute INTEGER NOT NULL, -- since 1970, of the events' times
    combo  INTEGER NOT NULL REFERENCES audit_combos(key),
    count  INTEGER NOT NULL,
    PRIMARY KEY (minute, combo)
) STRICT, WITHOUT ROWID;
