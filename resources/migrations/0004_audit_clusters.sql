-- SPDX-License-Identifier: GPL-3.0-or-later
-- The audit index by cluster: a source is the logs of one cluster, or of none that was named. What was kept
-- before did not say whose it is: it is of the store's cluster where that is the only one, and of no named one
-- where there are none or several.
PRAGMA defer_foreign_keys = ON; -- until this transaction ends: files and combinations refer to the table
CREATE TEMP TABLE audit_sources_before AS SELECT key, kind, node FROM audit_sources;
DROP TABLE audit_sources;
CREATE TABLE audit_sources (
    key     INTEGER PRIMARY KEY,
    cluster INTEGER REFERENCES clusters(key), -- null: of no named cluster
    kind    TEXT NOT NULL,                    -- "authorizer"
    node    TEXT NOT NULL                     -- as the user names it, or empty
) STRICT;
CREATE UNIQUE INDEX audit_sources_name ON audit_sources (coalesce(cluster, 0), kind, node);
INSERT INTO audit_sources (key, cluster, kind, node)
    SELECT key, (SELECT max(c.key) FROM clusters c HAVING count(*) = 1), kind, node FROM audit_sources_before;
DROP TABLE audit_sources_before;
