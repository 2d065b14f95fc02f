-- The newest rules that judged anything.
SELECT toUInt32(bitShiftRight(max(rank), 120)) AS rules FROM (SELECT rank FROM events LIMIT 1)
