-- Puts the label `repeat` on events that repeat another of the same list, item, outbox and type, and takes it off those that no longer do.
-- Impressions and views: all but the first, by the page's own clock and then id. Clicks: those less than the published window after the click before.
-- `issuedAt` is in the signed token, so all events of a list share it: it finds a list's rows by the index, whatever ids and clocks a page makes up.
INSERT INTO events
SELECT * REPLACE (if(reason = 'repeat', '', 'repeat') AS reason, if(reason = 'repeat', [], ['repeat']) AS reasons, rank + 1 AS rank)
FROM events FINAL
WHERE (site, id) IN
(
    SELECT site, member.2
    FROM
    (
        SELECT site, type, arraySort(groupArray((occurredAt, id, toString(reason)))) AS members
        FROM events FINAL
        WHERE site IN {sites:Array(String)} AND issuedAt IN {issuedAt:Array(UInt32)} AND list IN {lists:Array(String)}
            AND type IN ('impression', 'view', 'click') AND reason IN ('', 'rate', 'repeat') AND outbox != toFixedString('', 16)
        GROUP BY site, type, outbox, list, item
        HAVING length(members) > 1 OR members[1].3 = 'repeat'
    )
    ARRAY JOIN members AS member, arrayEnumerate(members) AS place
    WHERE member.3 != 'rate'
        AND (place > 1 AND (type != 'click' OR member.1 - members[place - 1].1 < {windowMs:Int64})) != (member.3 = 'repeat')
)
