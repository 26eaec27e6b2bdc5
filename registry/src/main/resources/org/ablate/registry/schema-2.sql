-- What a run was made from. The other run is named by its key, for it may be removed.
CREATE TABLE lineage (
  run INTEGER NOT NULL REFERENCES run ON DELETE CASCADE,
  relation TEXT NOT NULL CHECK (relation IN ('INITIALIZED_FROM', 'TUNED_BY')),
  origin TEXT NOT NULL,
  PRIMARY KEY (run, relation, origin)
) STRICT, WITHOUT ROWID;

CREATE INDEX run_by_folder ON run (folder);
