-- The newest rules that judged anything.
SELECT toUInt32(max(rules)) AS rules FROM events
