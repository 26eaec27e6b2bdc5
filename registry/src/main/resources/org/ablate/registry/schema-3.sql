-- What an experiment is going to run, written before its first run: later edits of files change nothing.
CREATE TABLE plan (
  experiment INTEGER PRIMARY KEY REFERENCES experiment ON DELETE CASCADE,
  -- The key of the experiment whose runs decide which choice of each variant is run.
  trials TEXT
) STRICT;

CREATE TABLE planned_run (
  plan INTEGER NOT NULL REFERENCES plan ON DELETE CASCADE,
  position INTEGER NOT NULL,
  variant TEXT NOT NULL,
  choice TEXT NOT NULL,
  seed INTEGER NOT NULL,
  settings TEXT NOT NULL CHECK (json_valid(settings)),
  PRIMARY KEY (plan, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE planned_plugin (
  plan INTEGER NOT NULL REFERENCES plan ON DELETE CASCADE,
  name TEXT NOT NULL,
  version TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  PRIMARY KEY (plan, name, version)
) STRICT, WITHOUT ROWID;
