-- Puts new verdicts on the rows that they were made for: a new revision of the same copy. A row that has changed since is left alone.
INSERT INTO events
SELECT * EXCEPT (newReasons, newRules, judgedRank)
    REPLACE (if(empty(newReasons), '', newReasons[1]) AS reason, newReasons AS reasons, newRules AS rules, rank + 1 AS rank)
FROM
(
    SELECT e.*, newReasons, newRules, judgedRank
    FROM
    (
        SELECT * FROM events FINAL
        WHERE (site, id) IN (SELECT site, id FROM verdicts WHERE run = {run:UInt64} AND judgedAt = fromUnixTimestamp64Milli({judgedAt:Int64}))
    ) AS e
    INNER JOIN
    (
        SELECT site, id, reasons AS newReasons, rules AS newRules, rank AS judgedRank
        FROM verdicts FINAL
        WHERE run = {run:UInt64} AND judgedAt = fromUnixTimestamp64Milli({judgedAt:Int64})
    ) AS v ON e.site = v.site AND e.id = v.id
    WHERE e.rank = v.judgedRank
)
