-- Loss from the numbers that outboxes give their events: one row for each combination of the asked dimensions.
-- An outbox testifies when an event of it counts under a good token, when it was last heard from before `settleMs` ago, and when no gap
-- in it is wider than `gapMax`. `witness` is the first number of its last visit: what was given before had its chance to come, and did not
-- when a later visit was heard from. What the last visit left behind may wait for `keptMs`; after that only its last record is the witness.
-- Read from outboxParts, where each event is packed into 64 bits, so that an outbox is one short array: number, minute, transport.
WITH
    dropped AS
    (
        SELECT site, outbox, sum(most) AS cap
        FROM (SELECT site, outbox, type, max(dropped) AS most FROM drops WHERE /*{site}*/ GROUP BY site, outbox, type)
        GROUP BY site, outbox
    ),
    parts AS
    (
        SELECT * FROM (/*{parts}*/) WHERE lastMinute >= {scanFromMinute:Int64} AND /*{of}*/
    ),
    -- Parts that leave nothing to look at, if they are all that there is of their outbox: a run from its first number on, all of it in the last visit, and in
    -- one cell of the answer. What was given before the last record is trials, and none of it lost, once nothing more can come.
    easy AS
    (
        SELECT *, toInt64(firstMinute) * 60000 + lasted AS heardAt, /*{partKey}*/ AS key
        FROM parts
        WHERE /*{isEasy}*/
    ),
    -- Outboxes that may have several parts, by 64 bits of their ids: one that is taken for another is only looked at. Of two parts, one at least is not
    -- of the time in which the outbox was made.
    spread AS (SELECT box FROM parts WHERE NOT isHome),
    outboxes AS
    (
        SELECT
            site, outbox, argMin(engine, firstNumber) AS engineOf, argMin(device, firstNumber) AS deviceOf,
            arraySort(arrayFilter(event -> toInt64(bitShiftRight(bitAnd(event, 4294967295), 3)) * 60000 >= {scanFrom:Int64}, 
                groupArrayArray(if(isRun AND firstMinute = lastMinute AND transport < 255,
                    arrayMap(number -> number * 4294967296 + firstMinute * 8 + transport, range(toUInt64(firstNumber), toUInt64(firstNumber) + numbers)),
                    packed)))) AS events,
            intDiv(max(newest), 4194304) AS heardAt,
            4194303 - max(newest) % 4194304 AS lastRecord,
            sum(records) AS batches,
            -- Made before the time looked at, by the outbox's own id (UUIDv7) and clock: then its first gap began long ago and says nothing.
            /*{isOld}*/ AS isOld
        FROM parts
        WHERE NOT (/*{isEasy}*/) OR box IN (SELECT box FROM spread)
        GROUP BY site, outbox
        HAVING max(isGood)
    ),
    looked AS
    (
        SELECT
            site, outbox, engineOf, deviceOf, events, batches,
            arrayMap(event -> toInt64(bitShiftRight(event, 32)), events) AS numbers,
            arrayMap(event -> toInt64(bitShiftRight(bitAnd(event, 4294967295), 3)), events) AS minutes,
            arrayMap((number, before) -> number - before, numbers, arrayPushFront(arrayPopBack(numbers), if(isOld, numbers[1] - 1, 0))) AS steps,
            arrayMin(arrayMap((number, minute) -> if(
                minute * 60000 > heardAt - {settleMs:Int64} - 60000 AND (minute * 60000 > {now:Int64} - {keptMs:Int64} OR number >= lastRecord),
                number, 4294967295
            ), numbers, minutes)) AS recent,
            least(recent, numbers[-1]) AS witness,
            arrayMap(step -> greatest(step, 1) - 1, steps) AS gaps,
            arraySum(gaps) AS missing,
            if(missing = 0, 0, least(1, cap / missing)) AS capShare,
            arrayMax(steps) > {gapMax:UInt32} + cap AS isWild,
            heardAt > {now:Int64} - {settleMs:Int64} AS isLate,
            -- What each event's gap is charged to; -1 outside of the time asked for.
            arrayMap((event, minute) -> if(minute >= {fromMinute:Int64} AND minute < {toMinute:Int64}, toInt64(/*{key}*/), -1), events, minutes) AS keys
        FROM outboxes
        LEFT JOIN dropped USING (site, outbox)
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
    -- A record's size as its events see it: twice the mean, less one, where sizes are geometric.
    if(sum(batches) = 0, 1, 2 * sum(size) / sum(batches) - 1) AS unit
FROM
(
    SELECT site, outbox, engineOf, deviceOf, size, batches, isWild, key, capped, gone, given, waiting
    FROM
    (
        SELECT
            site, outbox, engineOf, deviceOf, length(events) AS size, batches, isWild, key,
            NOT isLate AND NOT isWild AS isFinal,
            arrayMap((at, number) -> at = key AND isFinal AND number <= witness, keys, numbers) AS mine,
            arraySum(arrayMap((gap, it) -> gap * it, gaps, mine)) AS missed,
            missed * (1 - capShare) AS gone,
            arraySum(arrayMap((step, number, it) -> greatest(step - (number = witness), 0) * it, steps, numbers, mine)) - missed * capShare AS given,
            if(isWild, 0, arraySum(arrayMap((gap, at) -> gap * (at = key), gaps, keys))) AS open,
            -- What was dropped is known at once; it is not waited for.
            open * capShare AS capped,
            (open - missed) * (1 - capShare) AS waiting
        FROM looked
        ARRAY JOIN arrayDistinct(keys) AS key
        WHERE key >= 0
    )
    UNION ALL
    SELECT
        site, outbox, engine AS engineOf, device AS deviceOf, toUInt64(numbers) AS size, toUInt64(records) AS batches, toUInt8(0) AS isWild, key,
        toFloat64(0) AS capped, toFloat64(0) AS gone,
        toFloat64(if(heardAt > {now:Int64} - {settleMs:Int64} OR firstMinute > {keptMinute:Int64}, 0,
            trials)) AS given,
        toFloat64(0) AS waiting
    FROM easy
    WHERE key >= 0 AND box NOT IN (SELECT box FROM spread)
)
/*{grouping}*/
SETTINGS max_bytes_before_external_group_by = 400000000
