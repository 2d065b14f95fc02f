-- Distinct ids among the copies, and events: two accounts of the same thing. In the order of the keys, so that memory does not grow with the ids.
SELECT
    (SELECT count() FROM (SELECT 1 FROM copies GROUP BY site, id)) AS ids,
    (SELECT count() FROM events FINAL) AS events
SETTINGS optimize_aggregation_in_order = 1
