-- SPDX-License-Identifier: GPL-3.0-or-later
-- The clusters this store remembers anything about; feature tables refer to one by its key.
CREATE TABLE clusters (
    key        INTEGER PRIMARY KEY,
    id         TEXT    NOT NULL UNIQUE, -- as the cluster calls itself
    name       TEXT    NOT NULL,        -- as people call it: the profile's name, or the id
    first_seen INTEGER NOT NULL         -- milliseconds UTC
) STRICT;
