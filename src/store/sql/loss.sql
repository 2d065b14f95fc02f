-- Loss from the numbers that outboxes give their events: one row for each combination of the asked dimensions.
-- An outbox testifies when an event of it counts under a good token, when it was last heard from before `lately`, and when no gap
-- in it is wider than `gapMax`. `witness` is the first number of its last visit: what was given before had its chance to come, and did not
-- when a later visit was heard from. What the last visit left behind may wait for `keptMs`; after that only its last record is the witness.
WITH
    heard AS
    (
        SELECT
            site, outbox, receivedAt AS record,
            groupArray((n, toUnixTimestamp64Milli(at), via, toUnixTimestamp64Milli(receivedAt))) AS events,
            any(engine) AS engineOf, any(device) AS deviceOf,
            countIf(reason = '' AND token = 'good') AS good,
            min(occurredAt) AS firstOccurredAt, min(at) AS firstAt
        FROM events FINAL
        WHERE /*{site}*/ AND n > 0 AND outbox != toFixedString('', 16)
            AND at >= fromUnixTimestamp64Milli({scanFrom:Int64}) AND route IN ('beacon', 'pixel')
        GROUP BY site, outbox, record
    ),
    dropped AS
    (
        SELECT site, outbox, sum(most) AS drops
        FROM (SELECT site, outbox, type, max(dropped) AS most FROM drops WHERE /*{site}*/ GROUP BY site, outbox, type)
        GROUP BY site, outbox
    ),
    outboxes AS
    (
        SELECT
            site, outbox,
            any(engineOf) AS engine, any(deviceOf) AS device,
            toUnixTimestamp64Milli(max(record)) AS heardAt,
            arraySort(arrayFlatten(groupArray(events))) AS numbered,
            arrayMap(event -> event.1, numbered) AS numbers,
            -- Made before the time looked at, by the outbox's own id (UUIDv7) and clock: then its first gap began long ago and says nothing.
            min(firstOccurredAt) - reinterpretAsUInt64(reverse(substring(outbox, 1, 6))) AS age,
            substring(hex(outbox), 13, 1) = '7' AND toUnixTimestamp64Milli(min(firstAt)) - age < {scanFrom:Int64} AS isOld,
            arrayMap((number, i) -> number - if(i = 1, if(isOld, number - 1, 0), numbers[i - 1]), numbers, arrayEnumerate(numbers)) AS steps,
            arrayMin(arrayMap(event -> if(
                event.2 > heardAt - {settleMs:Int64} AND (event.2 > {now:Int64} - {keptMs:Int64} OR event.4 = heardAt), event.1, 4294967295
            ), numbered)) AS recent,
            least(recent, arrayMax(numbers)) AS witness,
            any(drops) AS cap,
            arraySum(arrayMap(step -> if(step > 1, step - 1, 0), steps)) AS missing,
            if(missing = 0, 0, least(1, cap / missing)) AS capShare,
            sum(good) > 0 AS isGood,
            arrayMax(steps) > {gapMax:UInt32} + cap AS isWild,
            heardAt > {now:Int64} - {settleMs:Int64} AS isLate,
            sum(length(events) * length(events)) / sum(length(events)) AS recordSize
        FROM heard
        LEFT JOIN dropped USING (site, outbox)
        GROUP BY site, outbox
        HAVING isGood
    )
SELECT
    /*{dimensions}*/
    sum(given) AS trials,
    sum(gone) AS lost,
    sum(capped) AS dropped,
    sum(waiting) AS pending,
    uniqExactIf(outbox, isWild) AS setAside,
    countIf(given > 0) AS outboxes,
    sum(gone * gone) AS lostSquared,
    sum(gone * given) AS lostTrials,
    sum(given * given) AS trialsSquared,
    max(gone) AS worst,
    if(sum(given) = 0, 1, sum(recordSize * given) / sum(given)) AS unit
FROM
(
    SELECT
        /*{inner}*/
        site, outbox, isWild, recordSize,
        sumIf(greatest(step, 1) - 1, isFinal) AS missed,
        missed * capShare AS capped,
        missed - capped AS gone,
        sumIf(greatest(step - (number = witness), 0), isFinal) - capped AS given,
        sumIf(greatest(step, 1) - 1, NOT isFinal AND NOT isWild) AS waiting
    FROM
    (
        SELECT
            site, outbox, engine, device, witness, capShare, isWild, recordSize, step,
            event.1 AS number, event.2 AS eventAt, event.3 AS via, number <= witness AND NOT isLate AND NOT isWild AS isFinal
        FROM outboxes ARRAY JOIN numbered AS event, steps AS step
    )
    WHERE eventAt >= {from:Int64} AND eventAt < {to:Int64}
    GROUP BY /*{group}*/ site, outbox, isWild, recordSize, capShare
)
/*{grouping}*/
