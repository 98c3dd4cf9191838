-- Empties what a run has written, so that every run starts from the same small tables.
TRUNCATE impressions, ledger_entries;
UPDATE campaigns SET remaining = budget, spent = 0, impressions = 0, last_played_at = NULL;
UPDATE wallets SET pending = 0;
VACUUM ANALYZE;
CHECKPOINT;
