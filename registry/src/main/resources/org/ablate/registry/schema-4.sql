-- Successive halving: how a plan stops runs early, and a status for those that it stopped. A constraint cannot be
-- altered otherwise than in the text of the schema; every row that fulfilled the old one fulfills the new one.
ALTER TABLE plan ADD COLUMN halving_factor INTEGER;
ALTER TABLE plan ADD COLUMN halving_minimum_steps INTEGER;

PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = replace(sql, '''DIVERGED'', ''INTERRUPTED''', '''DIVERGED'', ''STOPPED'', ''INTERRUPTED''')
  WHERE type = 'table' AND name = 'run';
PRAGMA writable_schema = RESET;
