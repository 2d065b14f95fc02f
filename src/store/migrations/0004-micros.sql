-- Microseconds beyond the millisecond of `at`, where the sender knew them: for exports that must give back what came in.
ALTER TABLE events ADD COLUMN IF NOT EXISTS micros UInt16 DEFAULT 0 CODEC(ZSTD(1));
