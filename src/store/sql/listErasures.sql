-- All erasures, newest first.
SELECT toUInt64(erasure) AS erasure, toString(kind) AS kind, toString(site) AS site, subject, events, copies, records, quarantined
FROM erasures FINAL ORDER BY erasure DESC
