-- Which of the touched lists may need settleRepeats: a cheap look that never misses one and may name too many. No FINAL: of the rows that FINAL
-- would show, all are here.
SELECT list, issuedAt
FROM
(
    SELECT any(list) AS list, any(issuedAt) AS issuedAt
    FROM events
    WHERE site IN {sites:Array(String)} AND events.issuedAt IN {issuedAt:Array(UInt32)} AND events.list IN {lists:Array(String)}
        AND type IN ('impression', 'view', 'click') AND reason IN ('', 'rate', 'repeat') AND outbox != toFixedString('', 16)
    GROUP BY cityHash64(site, type, outbox, list, item)
    HAVING min(id) != max(id) OR max(reason = 'repeat')
)
GROUP BY list, issuedAt
