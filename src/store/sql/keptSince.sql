-- The latest time before which everything that was received is erased, of these sites or of all, in milliseconds; 0: nothing is.
SELECT toInt64(toUnixTimestamp64Milli(max(parseDateTime64BestEffortOrZero(subject, 3, 'UTC')))) AS keptSince
FROM erasures FINAL
WHERE kind = 'before' AND (site = '' OR {sites:Array(String)} = [] OR site IN {sites:Array(String)})
