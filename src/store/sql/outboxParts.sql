-- The rows of `outboxParts`, made from some events: each id once, by the copy that was received first. An event is packed into 64 bits: number, minute,
-- transport; a run within one minute, by one transport, is not listed. `newest` holds when the outbox was last heard from and the
-- first number of that record, in one integer: the maximum of tuples is slow.
SELECT
    site, slice, outbox, cityHash64(outbox) AS box, argMin(engine, n) AS engine, argMin(device, n) AS device,
    if(isRun AND firstMinute = lastMinute AND transport < 255, [], arraySort(groupArray(n * toUInt64(4294967296) + minute * 8 + sentBy))) AS packed,
    toUInt32(count()) AS numbers, toUInt8(if(min(sentBy) = max(sentBy), min(sentBy), 255)) AS transport,
    CAST(bitShiftRight(reinterpretAsUInt64(reverse(substring(outbox, 1, 6))), 17) = slice, 'Bool') AS isHome,
    toUInt32(least(4294967295, greatest(0, toInt64(max(toUnixTimestamp64Milli(receivedAt))) - toInt64(min(minute)) * 60000))) AS lasted,
    min(n) AS firstNumber, CAST(max(n) - min(n) + 1 = count() AND uniqExact(n) = count(), 'Bool') AS isRun,
    toUInt32(min(minute)) AS firstMinute, toUInt32(max(minute)) AS lastMinute,
    toUInt64(max(toUnixTimestamp64Milli(receivedAt) * 4194304 + 4194303 - least(n, 4194303))) AS newest,
    toUInt32(uniqExact(receivedAt)) AS records,
    min(occurredAt) AS occurredFirst, min(toUnixTimestamp64Milli(at)) AS atFirst,
    CAST(countIf(reason = '' AND token = 'good') > 0, 'Bool') AS isGood,
    CAST(isHome AND isRun AND firstNumber = 1 AND isGood, 'Bool') AS isPlain,
    toUInt32(greatest(4194303 - newest % 4194304, firstNumber) - firstNumber) AS trials
FROM
(
    SELECT *, slice, intDiv(toUnixTimestamp(at), 60) AS minute,
        transform(toString(via), ['fetch', 'beacon', 'image', 'later', 'ping'], [1, 2, 3, 4, 5], 0) AS sentBy
    FROM events FINAL
    WHERE /*{which}*/ AND n > 0 AND outbox != toFixedString('', 16) AND route IN ('beacon', 'pixel')
)
GROUP BY site, slice, outbox
