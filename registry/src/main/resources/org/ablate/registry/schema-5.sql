-- What decides between the runs of a plan. Those that were written before do not say it.
ALTER TABLE plan ADD COLUMN metric TEXT;
