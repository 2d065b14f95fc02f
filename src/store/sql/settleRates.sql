-- Puts the label `rate` on the clicks of implausible minutes, and takes it off those whose minute is plausible again: all clicks of an outbox, or of
-- an address and user agent, in a calendar minute that holds more than the limit. A new label is a new revision of the same row.
-- A click that loses this label is a repeat or not by settleRepeats, which runs next.
INSERT INTO events
SELECT * REPLACE (if(reason = 'rate', '', 'rate') AS reason, if(reason = 'rate', [], ['rate']) AS reasons, rank + 1 AS rank)
FROM events FINAL
WHERE (site, id) IN
(
    WITH clicks AS
    (
        SELECT site, id, outbox, addressHash, agent, toString(reason) AS label, intDiv(toUnixTimestamp64Milli(at), 60000) AS minute
        FROM events FINAL
        WHERE site IN {sites:Array(String)} AND type = 'click' AND reason IN ('', 'rate', 'repeat') AND outbox != toFixedString('', 16)
            AND at >= fromUnixTimestamp64Milli(toInt64(arrayMin({minutes:Array(Int64)})) * 60000)
            AND at < fromUnixTimestamp64Milli((toInt64(arrayMax({minutes:Array(Int64)})) + 1) * 60000)
            AND minute IN {minutes:Array(Int64)}
    )
    SELECT site, id
    FROM
    (
        SELECT
            site, id, label,
            count() OVER (PARTITION BY site, outbox, minute) AS ofOutbox,
            if(addressHash = '', 0, count() OVER (PARTITION BY site, addressHash, agent, minute)) AS ofAddress
        FROM clicks
    )
    WHERE (ofOutbox > {outboxMax:UInt32} OR ofAddress > {addressMax:UInt32}) != (label = 'rate')
)
